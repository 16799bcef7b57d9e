"""`synfinance analytics`: the figures of a dataset, as one page or as data.

The figures are imported when they are asked for: scipy takes a while to start.
"""

import json
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from synfin_core.cli import options
from synfin_core.cli.groups import group
from synfin_core.errors import WrongUse
from synfin_core.store.dataset import Dataset
from synfin_core.store.entry import ID
from synfin_core.store.export import whole
from synfin_core.store.library import Library

EXAMPLES = """
Examples:

  synfinance analytics report 0123456789ab --output analytics.html

  synfinance analytics report runs/first --output analytics.json
"""
_FORMATS = (".html", ".json")
What = Annotated[str, typer.Argument(help="Id of a dataset, or folder of a finished run.", metavar="DATASET")]
Output = Annotated[Path, typer.Option(help="File to write; .html or .json.", metavar="FILE")]

analytics = group("Distributions, relations, tests, course, bursts and routes of a dataset.", EXAMPLES)


@analytics.command(epilog=EXAMPLES)
def report(dataset: What, output: Output, overwrite: options.Overwrite = False, shelf: options.Shelf = None) -> None:
    """Write all of it as one page of HTML, or as JSON; print what stands out."""
    suffix = output.suffix.casefold()
    if suffix not in _FORMATS:
        raise WrongUse(f"--output is {output.name!r}; a name that ends in {' or '.join(_FORMATS)} is allowed")
    pages = import_module("synfin_core.analytics.report.page")
    analyse = import_module("synfin_core.analytics.report.report").analytics
    found = analyse(Library(shelf).open(dataset) if ID.fullmatch(dataset) else Dataset.open(Path(dataset)))
    text = pages.page(found) if suffix == ".html" else json.dumps(found.as_dict(), indent=2, ensure_ascii=False, default=str) + "\n"
    with whole(output, overwrite) as unfinished:
        unfinished.write_text(text, encoding="utf-8")
    print(f"{pages.headline(found)}\n{output}")
