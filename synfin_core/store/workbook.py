"""An xlsx workbook, its sheets written by DuckDB as XML and streamed into the file: no cell passes through Python.

Every text is an inline string, which a spreadsheet never runs as a formula.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import duckdb
import numpy as np
import pyarrow as pa

from synfin_core.errors import WrongUse
from synfin_core.schema import Column, Dtype
from synfin_core.store.formats import FORMATS
from synfin_core.store.selection import Selection

_BATCH_ROWS = 20_000
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SERIAL = 25_569  # 1 January 1970 as spreadsheets count days
_FORBIDDEN = r"[\x00-\x08\x0B\x0C\x0E-\x1F]"  # no XML can hold these
_TEXT = f"regexp_replace(replace(replace(CAST({{0}} AS VARCHAR), '&', '&amp;'), '<', '&lt;'), '{_FORBIDDEN}', '', 'g')"
_NUMBER = "'<c><v>' || {0} || '</v></c>'"
_CELLS: dict[Dtype, str] = {
    "id": _NUMBER,
    "count": _NUMBER,
    "number": _NUMBER,
    "money": _NUMBER,
    "flag": "CASE WHEN {0} THEN '<c t=\"b\"><v>1</v></c>' WHEN NOT {0} THEN '<c t=\"b\"><v>0</v></c>' END",
    "instant": f"'<c s=\"1\"><v>' || (epoch_us({{0}}) / 86400000000.0 + {_SERIAL}) || '</v></c>'",
    "date": f"'<c s=\"2\"><v>' || (date_diff('day', DATE '1970-01-01', {{0}}) + {_SERIAL}) || '</v></c>'",
    "text": f"'<c t=\"inlineStr\"><is><t xml:space=\"preserve\">' || {_TEXT} || '</t></is></c>'",
}
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss.000"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


def write_workbook(connection: duckdb.DuckDBPyConnection, path: Path, selections: Iterable[Selection]) -> None:
    """One sheet a selection; a table of more rows than a sheet holds is refused."""
    sheets = list(selections)
    for chosen in sheets:
        _refuse_long(connection, chosen)
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in _frame([chosen.relation for chosen in sheets]).items():
            book.writestr(name, content)
        for number, chosen in enumerate(sheets, 1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as file:
                _write_sheet(connection, chosen, file)


def _refuse_long(connection: duckdb.DuckDBPyConnection, chosen: Selection) -> None:
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {chosen.source}").fetchall()
    most = FORMATS["xlsx"].max_rows or 0
    if rows > most:
        raise WrongUse(f"{chosen.relation} has {rows:,} rows; an xlsx sheet holds {most:,}. Choose csv or parquet.")


def _write_sheet(connection: duckdb.DuckDBPyConnection, chosen: Selection, file: IO[bytes]) -> None:
    head = "".join(f'<c t="inlineStr"><is><t>{escape(column.name)}</t></is></c>' for column in chosen.columns)
    file.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData><row>{head}</row>'.encode())
    query = f"SELECT concat('<row>', {', '.join(map(_cell, chosen.columns))}, '</row>') FROM {chosen.source}{chosen.ordered}"
    for batch in connection.sql(query).to_arrow_reader(_BATCH_ROWS):
        file.write(_letters(batch.column(0)))
    file.write(b"</sheetData></worksheet>")


def _cell(column: Column) -> str:
    return f"coalesce({_CELLS[column.dtype].format(column.name)}, '<c/>')"


def _letters(texts: pa.Array) -> memoryview:
    """All texts, one after the other, as they lie in memory."""
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return memoryview(texts.buffers()[2])[int(offsets[0]) : int(offsets[-1])]


def _frame(names: list[str]) -> dict[str, str]:
    """The small parts around the sheets."""
    numbered = list(enumerate(names, 1))
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_KIND}.worksheet+xml"/>' for number, _ in numbered
    )
    sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in numbered)
    targets = {f"rId{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number, _ in numbered}
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{types}</Types>',
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations({**targets, "rIdStyles": ("styles", "styles.xml")}),
        "xl/styles.xml": _STYLES,
    }


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for name, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
