"""The promises of a dataset as named SQL; each rule counts what breaks it, so 0 is good."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from synfin_core.store.case_checks import CASE_RULES
from synfin_core.store.honest_checks import HONEST_RULES, ODD, OTHERS
from synfin_core.store.ledger_checks import ENTRIES, LEDGER_RULES
from synfin_core.store.limit_checks import LIMIT_RULES
from synfin_core.store.link_checks import LINK_RULES
from synfin_core.store.reference_checks import REFERENCE_RULES
from synfin_core.store.rules import Rule
from synfin_core.store.time_checks import STEPS, TIME_RULES

RULES: tuple[Rule, ...] = LEDGER_RULES + TIME_RULES + REFERENCE_RULES + CASE_RULES + LINK_RULES + HONEST_RULES + LIMIT_RULES

PREPARED = {"entries": ENTRIES, "steps": STEPS, "odd": ODD, "others": OTHERS}  # what several rules read, made once: name and query


@dataclass(frozen=True)
class Check:
    """One promise held against the data: `found` counts what breaks it."""

    name: str
    passed: bool
    found: int
    meaning: str


def run_checks(connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]) -> list[Check]:
    """Every rule, then the row counts of the manifest."""
    with prepared(connection, PREPARED):
        checks = [_check(connection, rule) for rule in RULES]
    return [*checks, *_count_checks(connection, manifest)]


@contextmanager
def prepared(connection: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> Iterator[None]:
    """Temporary tables with the answers to `queries`, by their names; they are gone afterwards."""
    try:
        for name, query in queries.items():
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}").fetchall()
        yield
    finally:
        for name in queries:
            connection.execute(f"DROP TABLE IF EXISTS {name}").fetchall()


def _check(connection: duckdb.DuckDBPyConnection, rule: Rule) -> Check:
    [(count,)] = connection.execute(rule.sql).fetchall()
    found = int(count or 0)
    return Check(rule.name, found == 0, found, rule.meaning)


def _count_checks(connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]) -> list[Check]:
    """The manifest's number of rows of each table, and of fraud, twins and anomalies among the payments."""
    counts = {f"rows of {table}": (f"FROM {table}", int(rows)) for table, rows in manifest.get("rows", {}).items()}
    if "fraud" in manifest:
        counts["fraud rows"] = ("FROM transactions WHERE is_fraud", int(manifest["fraud"]["n_fraud_rows"]))
    for table, marked in (("twins", "twin_id IS NOT NULL"), ("anomalies", "anomaly_type IS NOT NULL")):
        if table in manifest:
            counts[f"rows of {table} in transactions"] = (f"FROM transactions WHERE {marked}", int(manifest[table]["n_rows"]))
    return [_check(connection, _promised(name, query, rows)) for name, (query, rows) in counts.items()]


def _promised(name: str, query: str, rows: int) -> Rule:
    promise = f"rows too many or too few: the manifest promises {rows:,}"
    return Rule(f"{name} as in the manifest", promise, f"SELECT abs((SELECT count(*) {query}) - {rows})")
