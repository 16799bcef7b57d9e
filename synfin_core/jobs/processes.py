"""Child processes: each has a session of its own and carries its job's id, so that it ends with all that it started."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

import psutil

from synfin_core.settings import handed_down
from synfin_core.settings.in_force import current

_MARK = "SYNFIN_JOB_ID"  # environment variable, no setting
_ROUNDS = 5  # a process may start another one while its family is counted
_ROUND_SECONDS = 0.2
_CALLS, _CALL_SECONDS = 500, 0.001  # a process that has just started has no command line for an instant
_TRACKER = "multiprocessing.resource_tracker"  # ends by itself after the others, and gives back their semaphores

_WAITING = {"OMP_WAIT_POLICY": "PASSIVE"}  # threads that train a model give their core back while they wait for each other

if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
else:
    _FLAGS = 0


def start(library: Path, id: str, at_once: int, log: Path) -> int:
    """Start the process that does the job; it outlives this one. Its number; OSError when it cannot be started."""
    command = [sys.executable, "-P", "-m", "synfin_core.jobs", str(library.resolve()), id, str(at_once)]
    path = os.pathsep.join(folder for folder in sys.path if folder)
    surroundings = {**_WAITING, **os.environ, **handed_down.variable(current()), _MARK: id, "PYTHONPATH": path}
    with log.open("ab") as told:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            env=surroundings,
            start_new_session=True,
            creationflags=_FLAGS,
        )
    for _ in range(_CALLS):
        if is_alive(child.pid, id) or child.poll() is not None:
            break
        time.sleep(_CALL_SECONDS)
    Thread(target=child.wait, name=f"job {id}", daemon=True).start()  # or it would stay as a zombie
    return child.pid


def is_alive(pid: int, id: str) -> bool:
    """Whether the job's process is there: a number may be given to a stranger, but no stranger was started with this id."""
    try:
        return id in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False


def wait(pid: int, id: str, seconds: float) -> None:
    """Give the job's process that long to end by itself."""
    if is_alive(pid, id):
        with suppress(psutil.TimeoutExpired, psutil.NoSuchProcess):
            psutil.Process(pid).wait(seconds)


def end(id: str) -> None:
    """End the job's process and all that it started, at once."""
    for turn in range(_ROUNDS):
        family = _family(id)
        if not family:
            return
        for process in family:
            with suppress(psutil.Error):
                if turn or _TRACKER not in " ".join(process.cmdline()):
                    process.kill()
        psutil.wait_procs(family, timeout=_ROUND_SECONDS)


def step_back() -> None:
    """Let the screens go before this process and its children."""
    psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else current().jobs.nice)


def _family(id: str) -> list[psutil.Process]:
    """The processes that carry the job's mark; it is handed down to whatever they start, and survives their parents."""
    return [process for process in psutil.process_iter() if _mark(process) == id]


def _mark(process: psutil.Process) -> str | None:
    try:
        mark: str | None = process.environ().get(_MARK)
    except (psutil.Error, OSError):
        return None
    return mark
