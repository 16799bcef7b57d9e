"""`synfinance fraud`: the typologies, with their figures and sources; a dataset's fraud as a report, case by case, as networks."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
import yaml

from synfin_core.calibration import Calibration, Typology, load_calibration
from synfin_core.cli import options
from synfin_core.cli.completion import typology_ids
from synfin_core.cli.fraud_network import EXAMPLES as NETWORK_EXAMPLES
from synfin_core.cli.fraud_network import find_network
from synfin_core.cli.fraud_report import EXAMPLES as REPORT_EXAMPLES
from synfin_core.cli.fraud_report import report_fraud
from synfin_core.cli.fraud_trail import EXAMPLES as TRAIL_EXAMPLES
from synfin_core.cli.fraud_trail import follow_case
from synfin_core.cli.groups import group
from synfin_core.cli.report import as_json
from synfin_core.errors import WrongUse, closest
from synfin_core.fidelity.sources import sources
from synfin_core.fraud.loader import stories

EXAMPLES = """
Examples:

  synfinance fraud list

  synfinance fraud show sim_swap

  synfinance fraud report 0123456789ab

  synfinance fraud follow 0123456789ab

  synfinance fraud network 0123456789ab
"""
Id = Annotated[
    str, typer.Argument(help="Id of the typology, as 'synfinance fraud list' shows it.", metavar="ID", autocompletion=typology_ids)
]

frauds = group("The typologies of fraud: list, show; the fraud of a dataset: report, follow, network.", EXAMPLES)
frauds.command("report", epilog=REPORT_EXAMPLES)(report_fraud)
frauds.command("follow", epilog=TRAIL_EXAMPLES)(follow_case)
frauds.command("network", epilog=NETWORK_EXAMPLES)(find_network)


@frauds.command("list", epilog=EXAMPLES)
def list_all(json: options.Json = False) -> None:
    """Every typology with figures, and whether the generator makes it yet."""
    calibration = load_calibration()
    told = _sentences(calibration)
    rows = [_told(typology, told) for typology in calibration.typologies]
    if json:
        print(as_json(rows))
    else:
        width = max(len(row["id"]) for row in rows)
        print("\n".join(f"{row['id']:{width}}  {'made   ' if row['is_made'] else 'not yet'}  {row['name']}" for row in rows))


@frauds.command(epilog=EXAMPLES)
def show(id: Id, json: options.Json = False) -> None:
    """One typology: its story, its figures, and where they come from."""
    calibration = load_calibration()
    typology = _found(id, calibration)
    told = _told(typology, _sentences(calibration))
    figures = _plain(typology.figures)
    found = {id: sources().get(id, "not explained") for id in figures["source"]}
    if json:
        print(as_json({**told, "figures": figures, "sources": found}))
        return
    print(f"{told['id']}: {told['name']} ({'made' if told['is_made'] else 'not made yet'})")
    if told["story"]:
        print(told["story"])
    print(yaml.safe_dump(figures, sort_keys=False, allow_unicode=True, width=120), end="")
    print("\nsources, by their ids in config/calibration/SOURCES.md")
    print("\n".join(f"{id}: {text}" for id, text in found.items()))


def _found(id: str, calibration: Calibration) -> Typology:
    for typology in calibration.typologies:
        if typology.id == id.casefold():
            return typology
    known = calibration.typology_ids
    raise WrongUse(f"there is no typology {id[:60]!r}{closest(id[:60], known)}; allowed are {', '.join(known)}")


def _sentences(calibration: Calibration) -> dict[str, str]:
    """The story of each typology that the generator makes."""
    return {story.typology.id: story.sentence.strip() for story in stories(calibration)}


def _told(typology: Typology, told: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": typology.id,
        "name": typology.name,
        "family": typology.family,
        "is_made": typology.id in told,
        "case_share": typology.case_share,
        "mean_case_inr": typology.mean_case_inr,
        "story": told.get(typology.id, ""),
    }


def _plain(value: Any) -> Any:
    """Frozen figures as plain lists and mappings."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value
