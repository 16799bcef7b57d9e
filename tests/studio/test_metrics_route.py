"""/metrics on the studio's own port, as Prometheus reads it."""

import urllib.request
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from tests.pages.conftest import serve


def test_a_server_that_just_started_tells_what_its_library_knows(tmp_path: Path) -> None:
    """Work of other processes, and this process with its versions; behind a proxy's path as well; no path, id or name."""
    entry = keep(Spec(count=2_000, seed=7), Library(tmp_path), name="secret plan")
    options = ("--server.address=127.0.0.1", "--server.baseUrlPath=/bank/tools")
    with (
        serve(*options, path="/bank/tools", SYNFINANCE_LIBRARY=str(tmp_path)) as address,
        urllib.request.urlopen(f"{address}/metrics", timeout=10) as answer,
    ):
        text, media_type = answer.read().decode(), answer.headers["Content-Type"]
    values = {sample.name: sample.value for family in text_string_to_metric_families(text) for sample in family.samples}

    assert media_type.startswith("text/plain; version=0.0.4")
    assert values["synfinance_rows_made_total"] == 2_000
    assert values["process_resident_memory_bytes"] > 1e7 and values["process_start_time_seconds"] > 1.7e9
    assert values["synfinance_build_info"] == 1
    assert not [word for word in (str(tmp_path), entry.id, "secret plan") if word in text]
