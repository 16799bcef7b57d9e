"""What a process that died leaves in the library: told apart from work that goes on, and swept away."""

import os
import platform
import re
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from zlib import crc32

_STALE_SECONDS = 86_400.0  # what nobody here can ask about has a day to be finished
_NAME = re.compile(r"\.work-(?P<machine>[0-9a-f]{8})-(?P<process>\d+)-.*")


def work_prefix() -> str:
    """How a folder in work begins, so that others see whose it is."""
    return f".work-{_machine()}-{os.getpid()}-"


def sweep(paths: Iterable[Path]) -> None:
    """Delete those that belong to a process of this machine that is gone, and those older than a day."""
    for path in paths:
        with suppress(FileNotFoundError):
            if _is_orphan(path.name) or time.time() - path.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _is_orphan(name: str) -> bool:
    told = _NAME.fullmatch(name)
    if told is None or told["machine"] != _machine() or os.name != "posix":
        return False
    try:
        os.kill(int(told["process"]), 0)  # asks whether it is there, and sends nothing
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False


def _machine() -> str:
    """A number for this machine: several may share the disk."""
    return f"{crc32(platform.node().encode()):08x}"
