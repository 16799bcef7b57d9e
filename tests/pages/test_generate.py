"""The Generate screen, run as a script: what is asked is what is made, and every failure is one sentence."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from synfin_core.studio import runs
from synfin_core.studio.controls import ROWS
from tests.pages.conftest import APP


def generate(studio: AppTest, rows: int = ROWS[0]) -> AppTest:
    """Press Generate for `rows` payments and wait for the result."""
    studio.select_slider(key="rows").set_value(rows)
    studio.button(key="generate").click().run()
    for run in list(runs._runs.values()):
        assert run.finished.wait(30)
    return studio.run()


def figures(studio: AppTest) -> dict[str, tuple[str, str]]:
    """The key figures by their label, each with what stands beside it."""
    assert not studio.exception
    return {metric.label: (metric.value, metric.delta) for metric in studio.metric}


def fingerprint(studio: AppTest) -> str:
    """The fingerprint that the screen shows."""
    return next(text.value for text in studio.caption if "fingerprint" in text.value).split("`")[1]


def test_first_visit_says_what_to_do(studio: AppTest) -> None:
    """Without a dataset the screen names the one thing to do."""
    assert not studio.exception
    assert studio.title[0].value == "Generate"
    assert "Press Generate" in studio.info[0].value
    assert any("All data is synthetic" in text.value for text in studio.sidebar.caption)


def test_what_was_asked_stands_beside_what_was_made(studio: AppTest) -> None:
    """Exactly the rows asked for; the made rate beside the requested one, in cases and in value."""
    studio.select_slider(key="rate").set_value(2)
    shown = figures(generate(studio))

    assert shown["Payments"][0] == "10,000"
    assert shown["Fraud rate"][1] == "asked 2.00%"
    assert float(shown["Fraud rate"][0].rstrip("%")) == pytest.approx(2, abs=0.3)
    assert shown["Fraud cases"][1].endswith("per million")
    assert shown["Fraud by value"][0].endswith("bp")
    assert int(shown["Victims"][0].replace(",", "")) > 0


def test_the_result_shows_charts_and_a_sample(studio: AppTest) -> None:
    """Two charts, the same figures as tables, and 20 payments of which some are fraud."""
    generate(studio)
    hours, amounts, sample = (table.value for table in studio.dataframe)

    assert len(studio.get("plotly_chart")) == 2
    assert len(hours) == 24
    assert hours[["Honest", "Fraud"]].to_numpy().sum() == amounts[["Honest", "Fraud"]].to_numpy().sum() == 10_000
    assert len(sample) == 20
    assert sample["is_fraud"].sum() == 5
    assert sample["transacted_at"].is_monotonic_increasing


def test_the_same_seed_shows_the_same_fingerprint(studio: AppTest) -> None:
    """Pressing again changes nothing; another seed changes the data."""
    first, again = fingerprint(generate(studio)), fingerprint(generate(studio))
    studio.number_input(key="seed").set_value(43)

    assert first == again != fingerprint(generate(studio))


def test_no_fraud_is_a_choice(studio: AppTest) -> None:
    """A rate of 0 makes honest payments only, and the screen still draws."""
    studio.select_slider(key="rate").set_value(0)
    shown = figures(generate(studio))

    assert shown["Fraud rate"] == ("0.00%", "asked 0.00%")
    assert shown["Fraud cases"][0] == "0"


def test_days_in_the_wrong_order_are_refused_in_one_sentence(studio: AppTest) -> None:
    """The sentence of the Spec appears, nothing is made, and the settings stay."""
    studio.date_input(key="start").set_value(date(2025, 6, 1))
    studio.date_input(key="end").set_value(date(2025, 5, 1)).run()
    studio.button(key="generate").click().run()

    assert not studio.exception
    assert [error.value for error in studio.error] == ["end is 2025-05-01; a day not before start (2025-06-01) is allowed"]
    assert not studio.metric
    assert studio.date_input(key="end").value == date(2025, 5, 1)


def test_a_disk_that_cannot_be_written_is_told_without_a_path(
    studio: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One sentence, no path of the server, settings kept."""
    blocked = tmp_path / "a file"
    blocked.touch()
    monkeypatch.setattr(runs, "_shelf", lambda: blocked)
    generate(studio, rows=20_000)

    assert not studio.exception
    assert len(studio.error) == 1
    assert str(tmp_path) not in studio.error[0].value
    assert studio.select_slider(key="rows").value == 20_000


def test_a_run_can_be_cancelled(studio: AppTest) -> None:
    """While a run waits or works there is a Cancel button; pressing it leaves nothing, and keeps the settings."""
    with runs._engine:
        studio.select_slider(key="rows").set_value(1_000_000)
        studio.button(key="generate").click().run()
        assert "0 of 1,000,000 payments made" in studio.get("progress")[0].proto.text
        studio.button(key="cancel").click().run()
    run = list(runs._runs.values())[-1]
    assert run.finished.wait(2)
    studio.run()

    assert "Cancelled" in studio.info[0].value
    assert not run.folder.exists()
    assert studio.select_slider(key="rows").value == 1_000_000


def test_presets_and_slider_move_together(studio: AppTest) -> None:
    """A preset moves the slider; a rate that is no preset lights none."""
    preset = studio.segmented_control(key="preset")
    assert preset.value == "Demo 1%"

    preset.set_value("Stress 5%").run()
    assert studio.select_slider(key="rate").value == 5

    studio.select_slider(key="rate").set_value(2).run()
    assert studio.segmented_control(key="preset").value is None


def test_the_reported_rate_says_how_few_rows_it_makes(studio: AppTest) -> None:
    """At the national rate a small dataset holds hardly any fraud; the screen says so before anything is made."""
    studio.segmented_control(key="preset").set_value("Reported").run()

    assert "0.00068% of them fraud: about 1 payment." in studio.main.caption[0].value


def test_a_reload_finds_the_dataset_by_its_link(studio: AppTest) -> None:
    """The link names the run, so another session that opens it sees the same dataset."""
    shown = fingerprint(generate(studio))
    link = studio.query_params["run"]
    other = AppTest.from_file(APP, default_timeout=30).run()
    other.switch_page("pages/1_Generate.py")
    other.query_params["run"] = link
    other.run()

    assert fingerprint(other) == shown


def test_a_link_to_a_forgotten_dataset_says_how_to_get_it_back(studio: AppTest) -> None:
    """A link from yesterday is answered with what to do, not with an error."""
    studio.query_params["run"] = "0123456789ab"
    studio.run()

    assert not studio.exception
    assert "no longer kept" in studio.info[0].value
