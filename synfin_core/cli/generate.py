"""`synfinance generate`: make a dataset; write one table of it, or keep it in the library; tell what was made."""

from dataclasses import dataclass
from pathlib import Path

import synfin_core
from synfin_core.cli.options import Request, known_by, seen_by
from synfin_core.cli.profile import profiled, tell_timings
from synfin_core.cli.progress import progress_bar
from synfin_core.cli.report import kept_json, kept_lines, result_json, result_lines
from synfin_core.cli.stopping import stoppable
from synfin_core.cli.targets import refuse_long, targets
from synfin_core.run import keep
from synfin_core.store.entry import Entry
from synfin_core.store.library import Library
from synfin_core.store.one_bank import ECOSYSTEM


@dataclass(frozen=True)
class Shown:
    """What of a dataset is written: one table, with the truth or without, as known on a day or all of it, as a bank sees it."""

    table: str
    truth: bool = True
    as_of: str | None = None
    view: str = ECOSYSTEM


def generate(shown: Shown, request: Request, output: Path, formats: tuple[str, ...], overwrite: bool) -> None:
    """Look at the targets, generate, write, tell."""
    table, wanted = shown.table, targets(output, formats, overwrite)
    known_by(shown.as_of, request.spec)
    seen_by(shown.view, request.spec)
    if table == "transactions":
        refuse_long((format for _, format in wanted), request.spec.count)
    with stoppable() as stopped, profiled(request.profile_to), progress_bar(hidden=request.quiet) as progress:
        dataset = synfin_core.generate(request.spec, workers=request.workers, progress=progress, cancelled=stopped)
    if request.profile:
        tell_timings(dataset.manifest["timings"])
    seen = dataset.view(shown.view)
    files = [seen.export(path, format, overwrite, table=table, truth=shown.truth, as_of=shown.as_of) for path, format in wanted]
    manifest = seen.manifest_of(seen.selections(table, truth=shown.truth, as_of=shown.as_of), shown.as_of)
    if request.json:
        print(result_json(table, files, manifest))
    elif not request.quiet:
        print("\n".join(result_lines(table, files, manifest)))


def generate_dataset(request: Request, library: Library, name: str | None) -> Entry:
    """Generate into the library, and tell the id that it has there."""
    with stoppable() as stopped, profiled(request.profile_to), progress_bar(hidden=request.quiet) as progress:
        entry = keep(request.spec, library, name=name, workers=request.workers, progress=progress, cancelled=stopped)
    if request.profile:
        tell_timings(entry.manifest["timings"])
    if request.json:
        print(kept_json(entry))
    elif not request.quiet:
        print("\n".join(kept_lines(entry)))
    return entry
