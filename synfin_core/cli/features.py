"""`synfinance generate features`: make a dataset and write the features of its payments."""

from pathlib import Path

import synfin_core
from synfin_core.cli.options import Request
from synfin_core.cli.profile import profiled
from synfin_core.cli.progress import progress_bar
from synfin_core.cli.report import result_json, result_lines
from synfin_core.cli.stopping import stoppable
from synfin_core.cli.targets import refuse_early
from synfin_core.learning.files import write_features, writer_of
from synfin_core.store.formats import bare


def generate_features(request: Request, output: Path, formats: tuple[str, ...], truth: bool, overwrite: bool) -> None:
    """Look at the targets, generate, write, tell; a file that explains the columns lies beside."""
    paths = [bare(output).with_suffix(f".{word}") for word in formats] if formats else [output]
    for path in paths:
        writer_of(path)
        refuse_early(path, overwrite)
    with stoppable() as stopped, profiled(request.profile_to), progress_bar(hidden=request.quiet) as progress:
        dataset = synfin_core.generate(request.spec, workers=request.workers, progress=progress, cancelled=stopped)
    files = [write_features(dataset, path, truth=truth, overwrite=overwrite)[0] for path in paths]
    if request.json:
        print(result_json("transactions", files, dataset.manifest))
    elif not request.quiet:
        print("\n".join(result_lines("transactions", files, dataset.manifest)))
