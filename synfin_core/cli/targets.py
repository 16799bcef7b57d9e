"""Which files a request writes; what stands in their way is told before the work begins."""

import os
from collections.abc import Iterable
from pathlib import Path

from synfin_core.errors import StorageError, WrongUse
from synfin_core.store.formats import FORMATS, files_of


def targets(output: Path, formats: tuple[str, ...], overwrite: bool) -> list[tuple[Path, str]]:
    """Each file to write with its format: several formats share the name and differ in the suffix."""
    found = files_of(output, formats)
    for path, _ in found:
        refuse_early(path, overwrite)
    return found


def refuse_long(formats: Iterable[str], n_rows: int) -> None:
    """WrongUse when a format cannot hold so many rows."""
    for word in formats:
        most = FORMATS[word].max_rows
        if most is not None and n_rows > most:
            raise WrongUse(f"--format {word} holds {most:,} rows and {n_rows:,} were asked for; choose csv or parquet")


def refuse_early(path: Path, overwrite: bool) -> None:
    """StorageError when `path` cannot be written, or may not be replaced."""
    if path.is_dir():
        raise StorageError(f"{path} is a folder; name a file in it")
    if path.exists() and not overwrite:
        raise StorageError(f"{path} exists; choose another name, or allow replacing it with --overwrite")
    if not path.parent.is_dir():
        raise StorageError(f"{path}: the folder {path.parent} does not exist; make it first or choose another")
    if not os.access(path.parent, os.W_OK):
        raise StorageError(f"{path}: the folder {path.parent} cannot be written to; choose another")
