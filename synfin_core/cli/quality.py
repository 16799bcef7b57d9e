"""`synfinance quality`: is a dataset, or a file of your own, sound and believable."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from synfin_core.cli import options
from synfin_core.cli.groups import group
from synfin_core.cli.progress import progress_bar
from synfin_core.cli.quality_lines import check_lines, gate_lines, pipeline_line, scorecard_lines
from synfin_core.cli.report import as_json
from synfin_core.cli.stopping import stoppable
from synfin_core.errors import SynfinError, WrongUse
from synfin_core.fidelity.scorecard import Scorecard, scorecard
from synfin_core.quality.assess import assess
from synfin_core.quality.own_file import subject_of_file
from synfin_core.quality.pipeline import FORMATS, run_pipeline, write_report
from synfin_core.quality.report import Report, report_on, report_on_file
from synfin_core.quality.subject import Subject, subject_of
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.entry import ID
from synfin_core.store.library import Library

EXAMPLES = """
Examples:

  synfinance quality check 0123456789ab

  synfinance quality check my_payments.csv --table transactions

  synfinance quality gate 0123456789ab --json

  synfinance quality scorecard 0123456789ab

  synfinance quality report 0123456789ab --output report.html

  synfinance quality pipeline --count 2000000 --seeds 7,8,9 --output reports

  synfinance quality pipeline spec.yaml other.yaml --output reports
"""
What = Annotated[
    str, typer.Argument(help="Id of a dataset, folder of a finished run, or a CSV or Parquet file of your own.", metavar="WHAT")
]
Ids = Annotated[list[str], typer.Argument(help="Ids of datasets, or folders of finished runs.", metavar="DATASET...")]
TableName = Annotated[str | None, typer.Option(help="The table that a file holds.  [default: by its columns]", metavar="TABLE")]
Output = Annotated[Path, typer.Option(help="File to write; .html, .json, or both without a suffix.", metavar="FILE")]
Folder = Annotated[Path, typer.Option("--output", help="Folder for the reports.", metavar="FOLDER")]
SpecFiles = Annotated[list[Path] | None, typer.Argument(help="YAML files, a dataset each.", metavar="[SPEC]...")]
Seeds = Annotated[str | None, typer.Option(help="A dataset for each of these seeds.", metavar="A,B")]

quality = group("Is a dataset, or a file of your own, sound, and like the published figures.", EXAMPLES)


@quality.command(epilog=EXAMPLES)
def check(what: What, table: TableName = None, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Run every check that can be judged, and score; exit code 1 when one is broken."""
    found = assess(_subject(what, table, shelf))
    print(as_json(found.as_dict()) if json else "\n".join(check_lines(found)))
    if found.broken:
        names = ", ".join(one.check.id for one in found.broken)
        raise SynfinError(f"{len(found.broken)} of {len(found.judged)} checks are broken: {names}")


@quality.command(epilog=EXAMPLES)
def gate(what: What, table: TableName = None, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Hold it against the gates of the settings (quality.gates); exit code 1 when a blocking one fails."""
    report = _report(what, table, shelf)
    gates = [one.as_dict() for one in report.gates.judged]
    print(as_json({"passed": report.passed, "gates": gates}) if json else "\n".join(gate_lines(report)))
    _refuse_failed([report])


@quality.command(name="scorecard", epilog=EXAMPLES)
def _scorecard(datasets: Ids, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Every published figure beside what each dataset has, and the share that fits."""
    cards: dict[str, Scorecard] = {id: scorecard(_dataset(id, shelf)) for id in datasets}
    if json:
        print(as_json({id: card.as_dict() for id, card in cards.items()}))
    else:
        print("\n".join(line for id, card in cards.items() for line in scorecard_lines(id, card)))


@quality.command(epilog=EXAMPLES)
def report(
    what: What,
    output: Output,
    table: TableName = None,
    overwrite: options.Overwrite = False,
    shelf: options.Shelf = None,
    json: options.Json = False,
) -> None:
    """Write all of it as one page of HTML or as JSON; the data card of a dataset in the library tells it from then on."""
    suffix = output.suffix.removeprefix(".").casefold()
    if suffix and suffix not in FORMATS:
        raise WrongUse(f"--output is {output.name!r}; a name that ends in .html or .json, or in neither for both, is allowed")
    made = _report(what, table, shelf)
    paths = write_report(made, output.with_suffix("") if suffix else output, overwrite, (suffix,) if suffix else FORMATS)
    if made.dataset and ID.fullmatch(what):
        Library(shelf).remember(what, made.in_short())
    print(as_json([str(path) for path in paths]) if json else "\n".join(map(str, paths)))


@quality.command(epilog=EXAMPLES)
def pipeline(
    output: Folder,
    specs: SpecFiles = None,
    count: options.Count = None,
    fraud_rate: options.FraudRate = None,
    seeds: Seeds = None,
    workers: options.Workers = None,
    overwrite: options.Overwrite = False,
    quiet: options.Quiet = False,
    json: options.Json = False,
) -> None:
    """Generate, check, gate and report, one dataset or many; exit code 1 when a blocking gate fails."""
    chosen = _specs(specs or [], {"count": count, "fraud_rate": fraud_rate}, options.words(seeds))
    n = options.n_workers(workers)
    with stoppable() as stopped, progress_bar(hidden=quiet) as progress:
        made = []
        for one in run_pipeline(chosen, output, workers=n, overwrite=overwrite, progress=progress, cancelled=stopped):
            made.append(one)
            if not json and not quiet:
                print(pipeline_line(one, output))
    if json:
        print(as_json({"passed": all(one.passed for one in made), "datasets": [one.in_short() | _named(one) for one in made]}))
    _refuse_failed(made)


def _specs(files: list[Path], said: dict[str, str | None], seeds: tuple[str, ...]) -> dict[str, Spec]:
    """Specs by the names of their reports: of the files, else one of what was said; each with every seed."""
    bases: dict[str, dict[str, Any]] = {file.stem: said | {"spec": file} for file in files} or {"dataset": said}
    if len(bases) < len(files):
        raise WrongUse("two of the spec files have the same name; give them different ones, because reports are named after them")
    if not seeds:
        return {name: options.spec_of(base) for name, base in bases.items()}
    return {f"{name}-seed-{seed}": options.spec_of(base | {"seed": seed}) for name, base in bases.items() for seed in seeds}


def _report(what: str, table: str | None, shelf: Path | None) -> Report:
    if _is_file(what):
        return report_on_file(subject_of_file(Path(what), table))
    return report_on(_dataset(what, shelf), what)


def _subject(what: str, table: str | None, shelf: Path | None) -> Subject:
    return subject_of_file(Path(what), table) if _is_file(what) else subject_of(_dataset(what, shelf), what)


def _is_file(what: str) -> bool:
    """A file, or something that looks like one and is not there."""
    return not ID.fullmatch(what) and not Path(what).is_dir()


def _dataset(what: str, shelf: Path | None) -> Dataset:
    return Library(shelf).open(what) if ID.fullmatch(what) else Dataset.open(Path(what))


def _named(report: Report) -> dict[str, str]:
    return {"name": report.assessment.name}


def _refuse_failed(reports: Iterable[Report]) -> None:
    """SynfinError with the blocking gates that failed."""
    failed = {
        one.assessment.name: [gate.gate for gate in one.gates.failed if gate.level == "blocking"]
        for one in reports
        if not one.passed
    }
    if failed:
        told = "; ".join(f"{name}: {', '.join(gates)}" for name, gates in failed.items())
        raise SynfinError(f"blocking gates failed for {told}")
