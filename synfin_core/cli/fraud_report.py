"""`synfinance fraud report`: what fraud a dataset holds, beside what was asked for."""

from collections.abc import Mapping

from synfin_core.cli import options
from synfin_core.cli.dataset import Id
from synfin_core.cli.report import as_json
from synfin_core.cli.text_table import text_table
from synfin_core.fidelity.fraud_report import PARTS, Rows, fraud_report
from synfin_core.store.library import Library

EXAMPLES = """
Examples:

  synfinance fraud report 0123456789ab

  synfinance fraud report 0123456789ab --json
"""


def report_fraud(id: Id, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Typologies beside their targets, laundering, twins, labels, and cases that belong together."""
    report = fraud_report(Library(shelf).open(id))
    print(as_json(report) if json else report_text(report))


def report_text(report: Mapping[str, Rows]) -> str:
    """Each part under its title."""
    return "\n\n".join(f"{part.title}\n{text_table(report[part.id])}" for part in PARTS)
