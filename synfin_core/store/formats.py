"""The file formats of an export, and which files a request for several of them means."""

from dataclasses import dataclass
from pathlib import Path

from synfin_core.errors import WrongUse, closest


@dataclass(frozen=True)
class Format:
    """How a format is made and served; `copy` is what DuckDB's COPY is told, None where we write it ourselves.

    `row_bytes` is what a payment of 47 columns takes (measured over 1 million), for a look at the disk beforehand.
    """

    media_type: str
    row_bytes: int
    copy: str | None = None
    max_rows: int | None = None


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", 320, "FORMAT csv, HEADER"),
    "csv.gz": Format("application/gzip", 90, "FORMAT csv, HEADER, COMPRESSION gzip"),
    "parquet": Format("application/vnd.apache.parquet", 50, "FORMAT parquet, COMPRESSION zstd"),
    "json": Format("application/json", 1_130, "FORMAT json, ARRAY true"),
    "jsonl": Format("application/x-ndjson", 1_130, "FORMAT json, ARRAY false"),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 150, max_rows=1_048_575),
    "duckdb": Format("application/vnd.duckdb", 90),
}


def format_of(path: Path, format: str | None) -> str:
    """The format that was named, else that of the suffix."""
    word = (format or _suffix(path)).casefold()
    if word in FORMATS:
        return word
    came = f"the format '{word}'" if word else "no format"
    raise WrongUse(f"{path.name}: {came} was asked for; allowed are {', '.join(FORMATS)}{closest(word, FORMATS)}.")


def files_of(path: Path, formats: tuple[str, ...]) -> list[tuple[Path, str]]:
    """Each file to write with its format: several formats share the name and differ in the suffix."""
    if len(formats) < 2:
        return [(path, format_of(path, *formats or (None,)))]
    stem = bare(path)
    return [(stem.with_name(f"{stem.name}.{word}"), word) for word in (format_of(stem, format) for format in formats)]


def bare(path: Path) -> Path:
    """The path without the suffix of a format."""
    return path.with_name(path.name[: -len(_suffix(path)) - 1]) if _suffix(path) in FORMATS else path


def _suffix(path: Path) -> str:
    """'csv.gz' of 'data.csv.gz'; 'csv' of 'data.csv'; '' of 'data'."""
    known = [word for word in FORMATS if path.name.casefold().endswith(f".{word}")]
    return max(known, key=len, default=path.suffix.lstrip("."))
