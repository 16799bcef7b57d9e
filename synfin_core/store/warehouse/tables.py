"""The tables in a database, made from the glossary: each row says besides which dataset it belongs to."""

from typing import Any

from sqlalchemy import Column as SqlColumn
from sqlalchemy import MetaData, Table, make_url, schema, types

from synfin_core.schema import TABLES, Column, Dtype
from synfin_core.store.fingerprint import ROW_KEYS

SCHEMA = "synfinance"
TYPES: dict[Dtype, types.TypeEngine[Any]] = {
    "id": types.BigInteger(),
    "instant": types.DateTime(),
    "date": types.Date(),
    "text": types.Text(),
    "money": types.Numeric(18, 2),
    "number": types.REAL(),
    "count": types.Integer(),
    "flag": types.Boolean(),
}


def metadata() -> MetaData:
    """Every table of the glossary, and `datasets` and `loads`, which say what has been loaded."""
    made = MetaData(schema=SCHEMA)
    _of_loading(made)
    for name, columns in TABLES.items():
        key = ("dataset_id", *ROW_KEYS[name])
        Table(name, made, _column("dataset_id", "text", key, False), *(_of(column, key) for column in columns))
    return made


def create_statements() -> list[str]:
    """The statements that make all of it, as PostgreSQL and DuckDB both read them."""
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    return [str(schema.CreateTable(table).compile(dialect=dialect)) for table in metadata().sorted_tables]


def _of_loading(made: MetaData) -> None:
    Table(
        "datasets",
        made,
        _column("dataset_id", "text", ("dataset_id",), False),
        _column("name", "text", (), False),
        _column("manifest", "text", (), False),
        _column("is_whole", "flag", (), False),
    )
    key = ("dataset_id", "table_name", "piece")
    Table(
        "loads",
        made,
        _column("dataset_id", "text", key, False),
        _column("table_name", "text", key, False),
        _column("piece", "count", key, False),
        _column("rows", "id", (), False),
    )


def _of(column: Column, key: tuple[str, ...]) -> SqlColumn[Any]:
    return _column(column.name, column.dtype, key, column.nullable)


def _column(name: str, dtype: Dtype, key: tuple[str, ...], nullable: bool) -> SqlColumn[Any]:
    return SqlColumn(name, TYPES[dtype], primary_key=name in key, nullable=nullable, autoincrement=False)
