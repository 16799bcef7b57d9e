"""Which files a request writes; what stands in their way is told before the work begins."""

import os
from pathlib import Path

from synfin_core.errors import StorageError
from synfin_core.store.formats import files_of


def targets(output: Path, formats: tuple[str, ...], overwrite: bool) -> list[tuple[Path, str]]:
    """Each file to write with its format: several formats share the name and differ in the suffix."""
    found = files_of(output, formats)
    for path, _ in found:
        refuse_early(path, overwrite)
    return found


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
