"""`synfinance fraud follow`: one case from first contact to every exit."""

from typing import Annotated

import typer

from synfin_core.cli import options
from synfin_core.cli.dataset import Id
from synfin_core.cli.report import as_json
from synfin_core.cli.text_table import text_table
from synfin_core.store.library import Library
from synfin_core.store.trail import Trail, follow

EXAMPLES = """
Examples:

  synfinance fraud follow 0123456789ab

  synfinance fraud follow 0123456789ab 202142494078450 --json
"""
Case = Annotated[int | None, typer.Argument(help="fraud_case_id.  [default: the case with most layers]", metavar="CASE_ID")]


def follow_case(id: Id, case: Case = None, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """One case from first contact to every exit: what was taken, by whom it was passed on, where it is."""
    trail = follow(Library(shelf).open(id), case)
    print(as_json(trail.as_dict()) if json else trail_text(trail))


def trail_text(trail: Trail) -> str:
    """The case in words, its timeline, the accounts that its money reached, and where it ended."""
    case = trail.case
    way = f" ({case['variant']})" if case["variant"] else ""
    return "\n".join(
        [
            f"case {case['fraud_case_id']}: {case['fraud_type']}{way}, {case['n_layers']} layers, "
            f"{case['laundering_shape'] or 'no laundering shape'}",
            "",
            text_table(trail.timeline.to_pylist()),
            "",
            "accounts that the money reached; received = passed on + left + kept",
            text_table(trail.accounts.to_pylist()),
            "",
            "where it ended",
            text_table(trail.ends.to_pylist()),
            "",
            f"taken {case['taken_inr']:,.2f} = exits {case['exits_inr']:,.2f} + held {case['held_inr']:,.2f} "
            f"+ kept by those whom it reached {case['kept_inr']:,.2f} rupees",
        ]
    )
