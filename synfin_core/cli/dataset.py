"""`synfinance dataset`: what the library holds."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from synfin_core.cli import options
from synfin_core.cli.completion import dataset_ids
from synfin_core.cli.groups import group
from synfin_core.cli.report import as_json, made_lines
from synfin_core.cli.targets import refuse_early
from synfin_core.errors import SynfinError, WrongUse
from synfin_core.store.dataset import Dataset
from synfin_core.store.disk import in_words
from synfin_core.store.download import document_paths, explain
from synfin_core.store.entry import Entry
from synfin_core.store.formats import FORMATS, bare, files_of, format_of
from synfin_core.store.library import Library
from synfin_core.store.one_bank import ECOSYSTEM

EXAMPLES = """
Examples:

  synfinance dataset list

  synfinance dataset show 0123456789ab

  synfinance dataset export 0123456789ab --format csv,parquet --layout flat

  synfinance dataset export 0123456789ab --format parquet --layout linked --blind --output payments.zip

  synfinance dataset export 0123456789ab --layout linked --as-of 2025-06-30 --blind --output june.zip

  synfinance dataset export 0123456789ab --view bank:HDFC --layout linked --output hdfc.zip

  synfinance dataset verify 0123456789ab

  synfinance dataset upgrade 0123456789ab

  synfinance dataset set-aside 0123456789ab

  synfinance dataset delete 0123456789ab 89ab01234567
"""
Id = Annotated[
    str, typer.Argument(help="Id of the dataset, as 'synfinance dataset list' shows it.", metavar="ID", autocompletion=dataset_ids)
]
Ids = Annotated[list[str], typer.Argument(help="Ids of the datasets.", metavar="ID...", autocompletion=dataset_ids)]
Target = Annotated[Path | None, typer.Option(help="Where to write.  [default: beside the dataset, kept]", metavar="FILE")]
LayoutWord = Annotated[Literal["table", "flat", "linked"], typer.Option(help="One table, one wide table, or all tables.")]
TableName = Annotated[str, typer.Option(help="The table of --layout table.", metavar="TABLE")]
Format = Annotated[
    str | None,
    typer.Option(help=f"One or several of {', '.join(FORMATS)}.  [default: by the suffix, else csv]", metavar="A,B"),
]

datasets = group("What the library holds; it lies in the user's data folder, or where library.folder is set to.", EXAMPLES)


@datasets.command("list", epilog=EXAMPLES)
def list_all(shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Every dataset, newest first."""
    library = Library(shelf)
    entries = library.list()
    if json:
        print(as_json([entry.as_dict() for entry in entries]))
    elif entries:
        print("\n".join(map(_line, entries)))
    else:
        print(f"no dataset in {library.folder} yet; make one with 'synfinance generate dataset'")


@datasets.command(epilog=EXAMPLES)
def show(id: Id, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """One dataset: spec, rows, fraud asked for and made, exports."""
    library = Library(shelf)
    entry = library.entry(id)
    files = library.files(id) if entry.manifest else ()
    if json:
        print(as_json({**entry.as_dict(), "manifest": entry.manifest, "exports": [str(file.path) for file in files]}))
        return
    print(_line(entry))
    if entry.state == "ok" and entry.spec:
        print("\n".join(made_lines(entry.manifest)))
        print("rows: " + ", ".join(f"{name} {rows:,}" for name, rows in entry.manifest["rows"].items()))
        print(f"spec:\n{entry.spec.to_yaml()}", end="")
    for file in files:
        print(f"{file.path}: {in_words(file.n_bytes)}")


@datasets.command(epilog=EXAMPLES)
def export(
    id: Id,
    format: Format = None,
    layout: LayoutWord = "flat",
    table: TableName = "transactions",
    blind: options.Blind = False,
    as_of: options.AsOf = None,
    view: options.View = ECOSYSTEM,
    output: Target = None,
    overwrite: options.Overwrite = False,
    shelf: options.Shelf = None,
    json: options.Json = False,
) -> None:
    """Files in one or several formats, in time order, with the data card and the dictionary beside them."""
    library = Library(shelf)
    if as_of is not None and output is None:
        raise WrongUse(
            f"--as-of is {as_of!r} without --output; name the FILE, because what is kept beside a dataset holds all of it"
        )
    formats = options.words(format)
    if output is None:
        paths = [file.path for file in library.export(id, formats or ("csv",), layout, not blind, table, view)]
    else:
        chosen = {"table": table, "layout": layout, "truth": not blind, "as_of": as_of}
        paths = _write(library.open(id).view(view), output, formats, overwrite, chosen)
    sizes = {str(path): _size(path) for path in paths}
    print(as_json(sizes) if json else "\n".join(f"{path}: {in_words(n_bytes)}" for path, n_bytes in sizes.items()))


@datasets.command(epilog=EXAMPLES)
def verify(id: Id, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Re-add the ledger and hold every promise against the stored tables."""
    checks = Library(shelf).verify(id)
    broken = [check for check in checks if not check.passed]
    if json:
        print(as_json([vars(check) for check in checks]))
    else:
        print("\n".join(f"{'kept' if check.passed else 'BROKEN'}: {check.name}" for check in checks))
    if broken:
        raise SynfinError(f"{len(broken)} of {len(checks)} promises are broken: {', '.join(check.name for check in broken)}")


@datasets.command(epilog=EXAMPLES)
def delete(ids: Ids, shelf: options.Shelf = None) -> None:
    """Delete datasets with their exports; who is reading one may finish."""
    library = Library(shelf)
    for id in ids:
        library.delete(id)
        print(f"{id}: deleted")


@datasets.command(epilog=EXAMPLES)
def upgrade(id: Id, shelf: options.Shelf = None) -> None:
    """Bring a dataset of an older version to today's columns."""
    print(_line(Library(shelf).upgrade(id)))


@datasets.command("set-aside", epilog=EXAMPLES)
def set_aside(id: Id, shelf: options.Shelf = None) -> None:
    """Move a damaged dataset out of the list."""
    print(f"{id}: moved to {Library(shelf).set_aside(id)}")


def _line(entry: Entry) -> str:
    if entry.state != "ok":
        return f"{entry.id}  {entry.state}: {entry.cause}; {in_words(entry.n_bytes)}"
    day = entry.created_at[:16].replace("T", " ")
    return f"{entry.id}  {day}  {entry.n_rows:,} payments  {entry.fraud_rate:.3%} fraud  {in_words(entry.n_bytes)}  {entry.name}"


def _write(dataset: Dataset, output: Path, formats: tuple[str, ...], overwrite: bool, chosen: dict[str, Any]) -> list[Path]:
    """Write a download of what is `chosen` where the user wants it."""
    options.known_by(chosen["as_of"], dataset.spec)
    selections = dataset.selections(**chosen)
    holds_all = chosen["layout"] == "linked" and (output.suffix == ".zip" or not output.suffix)
    wanted = _linked_files(output, formats) if holds_all else files_of(output, formats)
    beside = [] if holds_all else document_paths(bare(output))
    for path in (*(path for path, _ in wanted), *beside):
        refuse_early(path, overwrite)
    made = [dataset.export(path, word, overwrite, **chosen) for path, word in wanted]
    if not holds_all:
        made += explain(dataset.manifest_of(selections, chosen["as_of"]), selections, bare(output), overwrite)
    return made


def _linked_files(output: Path, formats: tuple[str, ...]) -> list[tuple[Path, str]]:
    """One folder or zip a format; several carry the format in their names."""
    named = [format_of(output, word) for word in formats or ("csv",)]
    if len(named) == 1:
        return [(output, named[0])]
    return [(output.with_name(f"{output.stem}-{word}{output.suffix}"), word) for word in named]


def _size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) if path.is_dir() else path.stat().st_size
