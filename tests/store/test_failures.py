"""Whatever the disk says, the user reads one sentence about the place and the way out."""

import errno
from pathlib import Path

import duckdb
import pytest

from synfin_core.errors import StorageError
from synfin_core.store.failures import told_as_storage_error


@pytest.mark.parametrize(
    ("failure", "cause"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied"), "you may not write there"),
        (OSError(errno.EROFS, "Read-only file system"), "read-only"),
        (duckdb.IOException('Could not write file "x": No space left on device'), "the disk is full"),
        (duckdb.IOException('Cannot open file "x": Permission denied'), "you may not write there"),
    ],
)
def test_the_cause_is_told_in_one_sentence(failure: Exception, cause: str) -> None:
    """The path, the cause, no second line."""
    with pytest.raises(StorageError) as told, told_as_storage_error(Path("there/data.csv")):
        raise failure
    assert str(told.value).startswith("there/data.csv cannot be written: ")
    assert cause in str(told.value)
    assert "\n" not in str(told.value)


def test_a_really_full_disk_is_told(tmp_path: Path) -> None:
    """The device that is always full says what a full disk says."""
    full = Path("/dev/full")
    if not full.exists():
        full = tmp_path / "missing" / "file"
    with pytest.raises(StorageError, match=r"the disk is full|the folder does not exist"), told_as_storage_error(full):
        full.write_text("x" * 100_000)
