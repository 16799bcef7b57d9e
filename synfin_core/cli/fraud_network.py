"""`synfinance fraud network`: rings, paths and bursts of a dataset, found without its labels, and how well."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from synfin_core.analytics.network import KINDS, Finding, Network, Score, analyse, score
from synfin_core.analytics.network.data import Data
from synfin_core.cli import options
from synfin_core.cli.report import as_json
from synfin_core.cli.text_table import text_table
from synfin_core.errors import WrongUse
from synfin_core.store.exported import Exported
from synfin_core.store.library import Library
from synfin_core.store.one_bank import ECOSYSTEM

EXAMPLES = """
Examples:

  synfinance fraud network 0123456789ab

  synfinance fraud network 0123456789ab --view bank:HDFC

  synfinance fraud network payments.parquet --no-complaints --json
"""
Dataset = Annotated[
    str, typer.Argument(help="Id of a dataset in the library, or a file or folder that an export wrote.", metavar="DATASET")
]
Top = Annotated[int, typer.Option(help="So many findings of each kind, the strongest first; --json has all.", min=0, metavar="N")]
NoComplaints = Annotated[bool, typer.Option("--no-complaints", help="Look at payments alone, not at who complains.")]


def find_network(
    dataset: Dataset,
    top: Top = 3,
    no_complaints: NoComplaints = False,
    view: options.View = ECOSYSTEM,
    shelf: options.Shelf = None,
    json: options.Json = False,
) -> None:
    """Shared devices, merchants and payees, paths, cycles and bursts, found without labels; scored where there is truth."""
    data = _open(dataset, view, shelf)
    found = analyse(data, complaints=not no_complaints)
    scores = score(data, found)
    if json:
        print(as_json({"findings": [one.as_dict() for one in found.findings], "scores": [one.as_dict() for one in scores]}))
    else:
        print("\n".join([*_found(found, top), *_scored(scores)]))


def _open(dataset: str, view: str, shelf: Path | None) -> Data:
    """The dataset of this id as it is viewed, or the export at this path as it was written."""
    path = Path(dataset)
    if not path.exists():
        return Library(shelf).open(dataset).view(view)
    if view != ECOSYSTEM:
        raise WrongUse(f"--view is {view!r} beside the export {dataset}; a view is taken of a dataset of the library")
    return Exported(path)


def _found(found: Network, top: int) -> Iterator[str]:
    for kind, findings in found.by_kind.items():
        yield f"{kind}: {len(findings):,} ({KINDS[kind]})"
        yield from (_line(one) for one in findings[:top])


def _line(finding: Finding) -> str:
    return f"  {finding.strength:.2f}  {finding.centre.thing} {finding.centre.id}: {finding.evidence}"


def _scored(scores: tuple[Score, ...]) -> Iterator[str]:
    if not scores:
        yield "no score: the dataset tells of no case of fraud"
        return
    yield from ("", "Beside the truth:", text_table([_row(one) for one in scores]))
    yield "right: found and planted; twins: wrong, but planted to look so; met: planted and found"


def _row(one: Score) -> dict[str, object]:
    """A line of the table of scores."""
    counts = {"found": one.found, "right": one.right, "twins": one.twins}
    met = {"planted": one.planted, "met": one.met}
    return {"kind": one.kind, **counts, "precision": one.precision, **met, "recall": one.recall}
