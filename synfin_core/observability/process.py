"""This process and what it is built from."""

import platform
from contextlib import suppress

import psutil

from synfin_core.observability import families, logs
from synfin_core.observability.families import Reading


def process() -> list[Reading]:
    """Processor time, memory, open files, start time, and how much it logged."""
    me = psutil.Process()
    with me.oneshot():
        spent = me.cpu_times()
        found = [
            Reading(families.CPU, spent.user + spent.system),
            Reading(families.MEMORY, me.memory_info().rss),
            Reading(families.STARTED, me.create_time()),
        ]
    with suppress(psutil.Error, AttributeError):  # Windows counts no descriptors
        found.append(Reading(families.OPEN_FILES, me.num_fds()))
    return found + [Reading(families.LOG_EVENTS, n, {"level": level}) for level, n in logs.counted().items()]


def build(version: str) -> list[Reading]:
    """The version of the program, and what it runs on."""
    versions = {"version": version, "python": platform.python_version(), "system": platform.system()}
    return [Reading(families.BUILD, 1.0, versions)]
