"""Where datasets live and what DuckDB may take can be said by environment variables, and nonsense is refused."""

from pathlib import Path

import pytest

from synfin_core.errors import WrongUse
from synfin_core.settings.storage import library_folder, memory_limit, parts_above, threads
from synfin_core.store.views import connect


def test_the_library_is_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """SYNFINANCE_LIBRARY wins; without it, or with nothing in it, the user's data folder does."""
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(tmp_path))
    assert library_folder() == tmp_path

    for empty in ("", "  "):
        monkeypatch.setenv("SYNFINANCE_LIBRARY", empty)
        assert library_folder().parts[-2:] == ("synfinance", "library")
        assert library_folder().is_absolute()


@pytest.mark.parametrize(
    ("variable", "said", "reader"),
    [
        ("SYNFINANCE_DUCKDB_MEMORY", "lots", memory_limit),
        ("SYNFINANCE_DUCKDB_MEMORY", "1GB'; DROP", memory_limit),
        ("SYNFINANCE_DUCKDB_THREADS", "0", threads),
        ("SYNFINANCE_PARTS_ABOVE", "-1", parts_above),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, variable: str, said: str, reader: object) -> None:
    """The sentence names the variable and what came."""
    monkeypatch.setenv(variable, said)
    with pytest.raises(WrongUse, match=variable):
        reader()  # type: ignore[operator]


def test_the_memory_limit_reaches_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set is what a connection works with."""
    monkeypatch.setenv("SYNFINANCE_DUCKDB_MEMORY", "500MB")
    monkeypatch.setenv("SYNFINANCE_DUCKDB_THREADS", "1")
    with connect() as connection:
        settings = connection.execute("SELECT current_setting('memory_limit'), current_setting('threads')").fetchall()
    assert settings == [("476.8 MiB", 1)]
