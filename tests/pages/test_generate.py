"""The Generate screen, run as a script: what is asked is what is made, and every failure is one sentence."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from synfin_core.jobs.queue import Jobs
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from synfin_core.studio.controls import ROWS
from tests.pages.conftest import opened, until


def generate(studio: AppTest, rows: int = ROWS[0]) -> AppTest:
    """Press Generate for `rows` payments."""
    studio.select_slider(key="rows").set_value(rows).run()
    return studio.button(key="generate").click().run()


def figures(studio: AppTest) -> dict[str, tuple[str, str]]:
    """The key figures by their label, each with what stands beside it."""
    assert not studio.exception
    return {metric.label: (metric.value, metric.delta) for metric in studio.metric}


def fingerprint(studio: AppTest) -> str:
    """The fingerprint that the screen shows."""
    return next(text.value for text in studio.main.caption if "fingerprint" in text.value).split("`")[1]


def expected(studio: AppTest) -> str:
    """What the screen says will be made."""
    return next(text.value for text in studio.main.markdown if text.value.startswith("Expect "))


def test_what_was_asked_stands_beside_what_was_made(studio: AppTest) -> None:
    """Exactly the rows asked for; the made rate beside the requested one, in cases and in value."""
    studio.select_slider(key="rate").set_value(5)
    shown = figures(generate(studio))

    assert shown["Payments"][0] == "10,000"
    assert shown["Fraud rate, made"][1] == "asked 5.00%"
    assert float(shown["Fraud rate, made"][0].rstrip("%")) == pytest.approx(5, abs=0.3)
    assert shown["Fraud cases"][1].endswith("per million")
    assert shown["Fraud by value"][0].endswith("bp")
    assert shown["Money moved"][0].startswith("₹")
    assert int(shown["Victims"][0].replace(",", "")) > 0
    assert shown["Checks passed"][0] == "Not run yet"


def test_a_dataset_shows_charts_and_a_sample(studio: AppTest) -> None:
    """Four charts, the same figures as tables, and 20 payments of which some are fraud."""
    hours, amounts, days, typologies, sample = (table.value for table in studio.dataframe)

    assert len(studio.get("plotly_chart")) == 4
    assert len(hours) == 24
    assert all(counts[["Honest", "Fraud"]].to_numpy().sum() == 10_000 for counts in (hours, amounts, days))
    assert typologies["Payments"].sum() == hours["Fraud"].sum()
    assert len(sample) == 20
    assert sample["is_fraud"].sum() == 5
    assert sample["transacted_at"].is_monotonic_increasing


def test_another_seed_makes_another_dataset(studio: AppTest, library: Library) -> None:
    """Each press keeps what it made, and takes it in hand."""
    first = fingerprint(generate(studio))
    studio.number_input(key="seed").set_value(43)

    assert fingerprint(generate(studio)) != first
    assert len(library.list()) == 3


def test_the_same_settings_find_the_dataset_that_they_made(studio: AppTest, library: Library) -> None:
    """The same data is not made twice; the screen says so."""
    first = fingerprint(generate(studio))
    again = generate(studio)

    assert fingerprint(again) == first
    assert "already" in again.toast[0].value
    assert len(library.list()) == 2


def test_no_fraud_is_a_choice(studio: AppTest) -> None:
    """A rate of 0 makes honest payments only, and the screen still draws."""
    studio.select_slider(key="rate").set_value(0)
    shown = figures(generate(studio))

    assert shown["Fraud rate, made"] == ("0.00%", "asked 0.00%")
    assert shown["Fraud cases"][0] == "0"
    assert len(studio.get("plotly_chart")) == 3


def test_states_segments_and_rails_are_part_of_the_spec(studio: AppTest, library: Library) -> None:
    """What is chosen in the details is what the dataset was made of; UPI is always in."""
    studio.multiselect(key="states").set_value(["KL"])
    studio.multiselect(key="segments").set_value(["student"])
    studio.pills(key="rails").set_value(["IMPS"])
    generate(studio)
    spec = library.list()[0].spec

    assert spec is not None
    assert (spec.states, spec.segments, spec.rails) == (("KL",), ("student",), ("UPI", "IMPS"))


def test_frauds_and_odd_payments_are_part_of_the_spec(studio: AppTest, library: Library) -> None:
    """A preset of frauds, how hard they are to find, a share of odd payments; by default realistic, and none of the others."""
    generate(studio)
    usual = library.list()[0].spec
    studio.selectbox(key="mix").set_value("card_issuer")
    studio.select_slider(key="odd").set_value(1)
    studio.segmented_control(key="difficulty").set_value("hard")
    generate(studio)
    spec = library.list()[0].spec

    assert usual is not None and (usual.fraud_mix, usual.anomaly_rate, usual.difficulty) == (None, 0, "realistic")
    assert spec is not None and (spec.fraud_mix, spec.anomaly_rate, spec.difficulty) == ("card_issuer", 0.01, "hard")


def test_too_much_that_is_odd_beside_fraud_is_refused(studio: AppTest) -> None:
    """The sentence of the Spec, and the button waits."""
    studio.select_slider(key="odd").set_value(5)
    studio.select_slider(key="rate").set_value(20).run()

    assert "together is allowed" in studio.error[0].value
    assert studio.button(key="generate").disabled


def test_a_drifting_dataset_tells_its_changes(library: Library) -> None:
    """A spec file asks for drift; its dataset says each change in one line."""
    change = {"kind": "sudden", "typology": "qr_scam", "date": "2025-01-15", "factor": 3}
    keep(Spec.create(count=2_000, drift=[change]), library)

    assert "Drift · qr_scam: 3 times as many cases from 2025-01-15 on" in [text.value for text in opened().main.caption]


def test_a_download_may_be_what_one_bank_sees(studio: AppTest) -> None:
    """Every link then names that bank's file; the list has the banks that keep accounts in the dataset."""
    seen_by = studio.selectbox(key="seen_by")
    seen_by.set_value("State Bank of India").run()
    links = [link.proto.url for link in studio.get("link_button")]

    assert "Paytm Wallet" in seen_by.options
    assert any(url.endswith("/flat-as-state-bank-of-india.csv") for url in links)
    assert all("-as-state-bank-of-india" in url for url in links if not url.endswith("/spec.yaml"))


def test_days_in_the_wrong_order_are_refused_in_one_sentence(studio: AppTest) -> None:
    """The sentence of the Spec appears before anything starts, the button waits, the settings stay."""
    studio.date_input(key="start").set_value(date(2025, 6, 1))
    studio.date_input(key="end").set_value(date(2025, 5, 1)).run()

    assert not studio.exception
    assert [error.value for error in studio.error] == ["end is 2025-05-01; a day not before start (2025-06-01) is allowed"]
    assert studio.button(key="generate").disabled
    assert studio.date_input(key="end").value == date(2025, 5, 1)


def test_a_link_with_details_is_foreseen_at_once(library: Library) -> None:
    """Days, states and rails of a link count from the first drawing on, their errors too."""
    assert "from 01 Mar 2025 to 30 Apr 2025" in expected(opened(start="2025-03-01", end="2025-04-30"))
    [error] = opened(start="2025-03-01", end="2025-01-01").error
    assert error.value == "end is 2025-01-01; a day not before start (2025-03-01) is allowed"


def test_a_disk_that_is_too_small_is_told_before_the_start(studio: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with what is needed and what is free, no path, settings kept."""
    usage = os.statvfs_result((4096, 4096, 10**6, 10**4, 10**4, 0, 0, 0, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: usage)
    studio.select_slider(key="rows").set_value(10_000_000).run()

    [error] = studio.error
    assert error.value.startswith("the library is too full for 10,000,000 payments: about ")
    assert studio.button(key="generate").disabled
    assert studio.select_slider(key="rows").value == 10_000_000


def test_more_than_five_million_rows_are_asked_about(studio: AppTest, library: Library) -> None:
    """Nothing starts before the dialog, which says time and size, is answered; then a job that can be cancelled runs."""
    generate(studio, 10_000_000)
    assert any("of disk" in text.value for text in studio.markdown)
    assert not Jobs(library.folder).look()

    studio.button(key="yes").click().run()
    [job] = Jobs(library.folder).look()
    assert job.is_live and studio.query_params["job"] == job.id
    studio.button(key=f"cancel_panel_{job.id}").click().run()
    studio.button(key="yes").click().run()

    assert Jobs(library.folder).get(job.id).state == "cancelled"
    assert any("Cancelled" in text.value for text in studio.info)
    assert studio.select_slider(key="rows").value == 10_000_000
    assert len(library.list()) == 1


def test_a_large_run_is_a_job_whose_dataset_is_taken_in_hand(studio: AppTest, library: Library) -> None:
    """From half a million rows the server itself stays free; the result appears by itself."""
    generate(studio, 500_000)
    assert studio.get("progress")
    until(lambda: not any(job.is_live for job in Jobs(library.folder).look()), 60)

    assert figures(studio.run())["Payments"][0] == "500,000"
    assert "job" not in studio.query_params


def test_two_sessions_that_ask_for_the_same_join_one_job(studio: AppTest, library: Library) -> None:
    """The second one waits for the first one's job."""
    other = opened()
    for session in (studio, other):
        generate(session, 5_000_000)

    [job] = Jobs(library.folder).look()
    assert studio.query_params["job"] == other.query_params["job"] == job.id
    assert "joined" in other.toast[0].value


def test_a_failed_job_keeps_the_settings_and_can_be_tried_again(studio: AppTest, library: Library) -> None:
    """One sentence, an error id, Retry; no traceback and no path."""
    generate(studio, 500_000)
    [job] = Jobs(library.folder).look()
    os.kill(job.pid, 9)
    until(lambda: not Jobs(library.folder).get(job.id).is_live)
    studio.run()

    lost = Jobs(library.folder).get(job.id)
    assert not studio.exception
    assert lost.error_id in studio.error[0].value and "Traceback" not in studio.error[0].value
    assert str(library.folder) not in studio.error[0].value
    studio.button(key="retry").click().run()
    assert len(Jobs(library.folder).look()) == 2
    assert studio.select_slider(key="rows").value == 500_000


def test_presets_and_slider_move_together(studio: AppTest) -> None:
    """A preset moves the slider; a rate that is no preset lights none, one that is lights it."""
    assert studio.segmented_control[0].value == "Demo 1%"

    studio.segmented_control[0].set_value("Stress 5%").run()
    assert studio.select_slider(key="rate").value == 5

    studio.select_slider(key="rate").set_value(2).run()
    assert studio.segmented_control[0].value is None

    studio.select_slider(key="rate").set_value(1).run()
    assert studio.segmented_control[0].value == "Demo 1%"


def test_a_link_lights_the_preset_of_its_rate(library: Library) -> None:
    """The rate in the address decides."""
    assert opened(rate="5").segmented_control[0].value == "Stress 5%"


def test_the_screen_says_what_to_expect(studio: AppTest) -> None:
    """Rows, customers, days, fraud, cases, size and time, before anything is made."""
    assert re.search(r"\*\*100,000 payments\*\* of \d{3} customers", expected(studio))
    assert "about 1,000 fraud payments in " in expected(studio)
    assert " on disk, ready in " in expected(studio)

    studio.segmented_control[0].set_value("Reported rate").run()
    assert "about 1 fraud payment in 1 case" in expected(studio)


def test_the_ledger_is_proved(studio: AppTest, library: Library) -> None:
    """Every check by name, and how many paise are off."""
    studio.button(key="prove").click().run()
    until(lambda: not any(job.is_live for job in Jobs(library.folder).look()))
    studio.run()

    assert studio.success[0].value.startswith("10,000 payments re-added, 0 paise off; ")
    checks = studio.dataframe[-1].value
    assert "balances re-add" in set(checks["Check"]) and set(checks["Passed"]) == {"yes"}
    value, beside = figures(studio)["Checks passed"]
    assert value == f"{len(checks)} of {len(checks)}" and beside == "0 paise off"


@pytest.mark.parametrize(
    "content, told",
    [
        (b"count: 5\ncount: 6", "key 'count' is repeated on line 2"),
        (b"a: &a [x]\nb: *a", "reference on line"),
        (b"counts: 5", "unknown key 'counts' (closest: count)"),
        (b"x" * 70_000, "longer than 65,536 bytes"),
        (b"\x00\xff\xfe", "not YAML"),
        (b"!!python/object/apply:os.system ['true']", "broken YAML"),
        (b"schema_version: 9\ncount: 5", "unknown key 'schema_version'"),
    ],
)
def test_a_bad_spec_file_is_told_in_one_sentence(studio: AppTest, content: bytes, told: str) -> None:
    """Broken, hostile, huge or of another version: one sentence, and the settings stay."""
    studio.select_slider(key="rows").set_value(20_000)
    studio.file_uploader(key="spec_up").set_value([("mine.yaml", content, "application/yaml")]).run()

    assert not studio.exception
    [error] = studio.error
    assert told.replace("[", "\\[") in error.value and "\n" not in error.value
    assert studio.select_slider(key="rows").value == 20_000


def test_a_spec_goes_up_and_comes_down(studio: AppTest, library: Library) -> None:
    """A dataset is made of a file as it stands; its spec is shown as the same YAML."""
    content = b"count: 1234\nfraud_rate: 0.03\nseed: 9\ntypologies: [task_scam]\n"
    studio.file_uploader(key="spec_up").set_value([("mine.yaml", content, "application/yaml")]).run()
    studio.button(key="generate_file").click().run()

    spec = library.list()[0].spec
    assert spec is not None and (spec.count, spec.typologies) == (1_234, ("task_scam",))
    assert studio.code[0].value.strip() == spec.to_yaml().strip()


def test_deleting_is_asked_about(studio: AppTest, library: Library) -> None:
    """The dataset goes after a dialog; the newest other one is taken in hand."""
    generate(studio)
    newest, stock = (entry.id for entry in library.list())
    studio.button(key="delete").click().run()
    assert len(library.list()) == 2
    studio.button(key="yes").click().run()

    assert [entry.id for entry in library.list()] == [stock] != [newest]
    assert studio.query_params["dataset"] == stock


def test_an_empty_library_offers_the_demo(empty: Path) -> None:
    """One sentence, one action; then skeletons stand where the charts will be."""
    studio = opened()
    assert not studio.exception and "empty" in studio.info[0].value
    studio.button(key="demo").click().run()

    [job] = Jobs(empty).look()
    assert job.title.startswith("Demo") and studio.get("progress")


def test_a_library_that_cannot_be_used_is_told(empty: Path) -> None:
    """A file where the folder should be: a sentence without the path, on every screen a page."""
    empty.write_text("a file")
    studio = opened()

    assert not studio.exception
    assert studio.error and str(empty) not in studio.error[0].value
    assert not studio.info, "what cannot be used is not called empty"
