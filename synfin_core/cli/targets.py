"""Which files a request writes; what stands in their way is told before the work begins."""

import os
from pathlib import Path

from synfin_core.errors import StorageError
from synfin_core.store.export import FORMATS, format_of


def targets(output: Path, formats: tuple[str, ...], overwrite: bool) -> list[tuple[Path, str]]:
    """Each file to write with its format: several formats share the name and differ in the suffix."""
    if len(formats) < 2:
        found = [(output, format_of(output, *formats or (None,)))]
    else:
        bare = output.with_suffix("") if output.suffix.lstrip(".") in FORMATS else output
        found = [(bare.with_name(f"{bare.name}.{format}"), format_of(bare, format)) for format in formats]
    for path, _ in found:
        _refuse_early(path, overwrite)
    return found


def _refuse_early(path: Path, overwrite: bool) -> None:
    if path.is_dir():
        raise StorageError(f"{path} is a folder; name a file in it")
    if path.exists() and not overwrite:
        raise StorageError(f"{path} exists; choose another name, or allow replacing it with --overwrite")
    if not path.parent.is_dir():
        raise StorageError(f"{path}: the folder {path.parent} does not exist; make it first or choose another")
    if not os.access(path.parent, os.W_OK):
        raise StorageError(f"{path}: the folder {path.parent} cannot be written to; choose another")
