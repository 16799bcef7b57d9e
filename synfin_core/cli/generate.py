"""`synfinance generate`: make a dataset, write one table of it, tell what was made."""

import synfin_core
from synfin_core.cli.options import Request
from synfin_core.cli.progress import progress_bar
from synfin_core.cli.report import result_json, result_lines
from synfin_core.cli.stopping import stoppable
from synfin_core.cli.targets import targets


def generate(table: str, request: Request) -> None:
    """Carry out one request: look at the targets, generate, write, tell."""
    wanted = targets(request.output, request.formats, request.overwrite)
    with stoppable() as stopped, progress_bar(hidden=request.quiet) as progress:
        dataset = synfin_core.generate(request.spec, workers=request.workers, progress=progress, cancelled=stopped)
    files = [dataset.export(path, format, request.overwrite, table=table) for path, format in wanted]
    if request.json:
        print(result_json(table, files, dataset))
    elif not request.quiet:
        print("\n".join(result_lines(table, files, dataset)))
