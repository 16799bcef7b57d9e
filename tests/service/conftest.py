"""One library with a dataset and a promoted model; the API over it in this process, and for those who ask in one of its own."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from threadpoolctl import threadpool_limits

from synfin_core.features.stream import ROWS, stream
from synfin_core.learning.course import Course, take
from synfin_core.learning.registry import Registry
from synfin_core.resilience import rate_limiter
from synfin_core.run import keep
from synfin_core.service.app import application
from synfin_core.service.desk import Desk
from synfin_core.service.keys import Keys
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from tests.pages.conftest import until

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """10,000 payments of a year, and a model that learned from them."""
    folder = tmp_path_factory.mktemp("library")
    id = keep(Spec(count=10_000, fraud_rate=0.05, seed=3), Library(folder)).id
    with threadpool_limits(1):
        Registry(folder).promote(take(Course(id), folder, "first").id)
    return folder


@pytest.fixture(scope="session")
def dataset(library: Path) -> Dataset:
    """What the model learned from."""
    folder = Library(library)
    return folder.open(folder.list()[0].id)


@pytest.fixture(scope="session")
def seen(dataset: Dataset) -> tuple[Rows, Rows]:
    """Its payments and events in the order of time, as a bank would tell them."""
    [(payments, events)] = stream(dataset, ROWS)
    return plain(payments.to_pylist()), plain(events.to_pylist())


@pytest.fixture(scope="session")
def payments(seen: tuple[Rows, Rows]) -> Rows:
    """Its payments."""
    return seen[0]


@pytest.fixture(scope="session")
def shared(library: Path) -> Iterator[TestClient]:
    """The API without a key, for tests that leave nothing behind."""
    with running(library) as client:
        yield client


@pytest.fixture
def api(library: Path) -> Iterator[TestClient]:
    """The API without a key, that knows of nobody yet."""
    with running(library) as client:
        yield client


@pytest.fixture
def own(library: Path, tmp_path: Path) -> Path:
    """A copy of the models, to be changed."""
    shutil.copytree(library / "models", tmp_path / "models")
    return tmp_path


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests at once, then one in ten seconds."""
    monkeypatch.setenv("SYNFINANCE_RESILIENCE__LIMITERS__API__CAPACITY", "2")
    monkeypatch.setenv("SYNFINANCE_RESILIENCE__LIMITERS__API__RATE", "0.1")
    monkeypatch.setattr(rate_limiter.LIMITERS, "_known", {})


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """What a server does to the logs ends with it."""
    root, ours = logging.getLogger(), logging.getLogger("synfin_core")
    handlers, level = root.handlers.copy(), ours.level
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
    ours.setLevel(level)


class running:
    """The API in this process, once it lets requests in; errors that nobody foresaw are answers, as on a server."""

    def __init__(self, library: Path, history: Dataset | None = None, needs_key: bool = False) -> None:
        app = application(Desk(library, history), Keys(library), needs_key)
        self._client = TestClient(app, raise_server_exceptions=False)

    def __enter__(self) -> TestClient:
        self._client.__enter__()
        until(lambda: self._client.get("/startup").status_code == 200)
        return self._client

    def __exit__(self, *error: object) -> None:
        self._client.__exit__(*error)


def plain(rows: Rows) -> Rows:
    """Rows as JSON tells them."""
    return [{name: value.isoformat() if name.endswith("_at") else value for name, value in row.items()} for row in rows]
