"""The speed of past runs is what their manifests say."""

from dataclasses import replace
from pathlib import Path

import pytest

from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from synfin_core.studio.health.runs import by_run, speeds


def test_a_bar_for_each_run_and_its_stages_beside(tmp_path: Path) -> None:
    """Payments divided by all seconds; the oldest run on the left; words and a table say the same."""
    library = Library(tmp_path)
    for rows in (1_000, 3_000):
        keep(Spec(count=rows), library)
    entries = library.list()
    runs = speeds(entries)
    chart = by_run(runs)
    timings = entries[0].manifest["timings"]

    assert list(runs["payments"]) == [3_000, 1_000]
    assert runs["a_second"][0] == pytest.approx(3_000 / (timings["seconds"] + timings["keep"]))
    assert list(chart.figure.data[0].y) == list(runs["a_second"])[::-1]
    assert f"{runs['a_second'][0]:,.0f} payments a second" in chart.title and chart.title in chart.alt
    assert len(chart.table) == 2 and "Into the library (s)" in chart.table


def test_what_tells_no_times_is_left_out(tmp_path: Path) -> None:
    """A damaged dataset, or one from elsewhere."""
    entry = keep(Spec(count=1_000), Library(tmp_path))

    assert speeds([replace(entry, state="damaged"), replace(entry, manifest={})]).empty
