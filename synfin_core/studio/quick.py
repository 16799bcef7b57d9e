"""Small runs, made in the server itself.

A job's process takes about 1.2 s to start and to import the engine, longer than 100,000 payments take here (0.45 s to make
them, 0.4 s to keep them; measured, 2 cores). So what fits into memory is made here, one run at a time, in a thread of its own;
whatever is larger is a job. The first chart stands 1.4 s after the click (`python -m benchmarks.studio`).
"""

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from threading import Lock

from synfin_core.run import generate, keep
from synfin_core.settings.in_force import current
from synfin_core.spec import Spec
from synfin_core.studio import desk

_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="small run")
_open: dict[tuple[str, str], Future[str]] = {}
_lock = Lock()


def most_rows() -> int:
    """Up to so many payments are made here; more are a job."""
    return current().generation.in_memory_rows


def make(spec: Spec) -> str:
    """Make a dataset of at most `most_rows()` payments; its id. Who asks for the same meanwhile waits for the same run."""
    key = (str(desk.library().folder), spec.to_yaml())
    with _lock:
        run = _open.get(key) or _worker.submit(copy_context().run, _make, spec)  # with the ids of whoever asked, for the log
        _open[key] = run
    try:
        return run.result()
    finally:
        with _lock:
            _open.pop(key, None)


def warm() -> Future[object]:
    """Import and fill what the first run would wait for."""
    return _worker.submit(generate, Spec(count=1_000))


def _make(spec: Spec) -> str:
    return keep(spec, desk.library()).id
