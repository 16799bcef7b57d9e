"""Loading into PostgreSQL measured: `python -m benchmarks.postgres --count 1000000`, and with `--kill` a server lost midway.

Starts a PostgreSQL of its own, prints rows a second of wall clock and whether every fingerprint is that of the manifest.
"""

import argparse
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.postgres_server import Server
from synfin_core.errors import CircuitBreakerError, TransientStorageError
from synfin_core.resilience import figures
from synfin_core.run import keep
from synfin_core.schema import TABLES
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from synfin_core.store.warehouse.postgres import Postgres
from synfin_core.store.warehouse.warehouse import Warehouse

_AWAY_SECONDS = 1.0  # a killed server stays away so long


def main() -> None:
    """Make a dataset, load it, hold it against its manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill", action="store_true", help="kill the server at half of the rows, and start it again")
    asked = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{asked.count:,} payments; load before the start {load:.1f}")
    with TemporaryDirectory() as folder:
        library = Library(Path(folder) / "library")
        entry = keep(Spec(count=asked.count, seed=7), library, workers=asked.workers)
        server = Server(Path(folder) / "data")
        try:
            _measure(server, library, entry.id, asked.count // 2 if asked.kill else None)
        finally:
            server.stop()


def _measure(server: Server, library: Library, id: str, kill_at: int | None) -> None:
    warehouse = Warehouse(Postgres(server.url))
    warehouse.create()
    killed = threading.Event()

    def watch(rows: int) -> None:
        if kill_at is not None and rows >= kill_at and not killed.is_set():
            killed.set()
            server.kill()
            threading.Timer(_AWAY_SECONDS, server.start).start()

    began = time.perf_counter()
    rows = _load(warehouse, library, id, watch)
    seconds = time.perf_counter() - began
    lost = ", the server killed midway" if killed.is_set() else ""
    print(f"{rows:,} rows in {seconds:.1f} s: {rows / seconds:,.0f} rows/s{lost}")
    promised = library.open(id).manifest["fingerprints"]
    changed = [table for table in TABLES if warehouse.fingerprint(id, table) != promised[table]]
    print(f"fingerprints as in the manifest: {len(TABLES) - len(changed)} of {len(TABLES)}")
    told = figures()
    print(json.dumps({kind: told[kind].get("database") for kind in ("breakers", "retries")}, indent=2))


def _load(warehouse: Warehouse, library: Library, id: str, watch: Callable[[int], None]) -> int:
    """Rows in the database at the end; the same call again, as a user would give it, while PostgreSQL is still away."""
    while True:
        try:
            warehouse.load(library, id, watch)
        except (TransientStorageError, CircuitBreakerError) as away:
            print(f"{away} Loading goes on in {_AWAY_SECONDS:.0f} s.")
            time.sleep(_AWAY_SECONDS)
        else:
            return int(warehouse.status()["datasets"][0]["rows"])


if __name__ == "__main__":
    main()
