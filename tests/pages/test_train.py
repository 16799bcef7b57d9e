"""Train Model, run as a script: what a model shows, and one sentence with one thing to do for what is not there."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from synfin_core.learning.course import Course, take
from synfin_core.learning.registry import Registry
from synfin_core.run import keep
from synfin_core.schema import TABLES
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from tests.pages.conftest import opened

QUEUE, FILES = "Alert queue", "Card and files"


def train_screen(**link: str) -> AppTest:
    """The screen, opened by a link."""
    return opened("4_Train_Model", **link)


def said(at: AppTest) -> str:
    """Everything that the screen says in words."""
    assert not at.exception
    return "\n".join(one.value for kind in (at.markdown, at.info, at.warning, at.error, at.success, at.caption) for one in kind)


def figures(at: AppTest) -> dict[str, str]:
    """The key figures by their labels."""
    return {one.label: one.value for one in at.metric}


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one dataset and two models: of all banks, and of the largest alone; it is copied, never used."""
    folder = tmp_path_factory.mktemp("learned")
    entry = keep(Spec(count=40_000, fraud_rate=0.06, seed=5), Library(folder), name="Learned from")
    banks = Library(folder).open(entry.id).banks
    take(Course(entry.id, type="isolation-forest", view=f"bank:{max(banks, key=banks.__getitem__)}"), folder, "One bank alone")
    take(Course(entry.id), folder, "All of them")
    return folder


@pytest.fixture
def models(empty: Path, learned: Path) -> Registry:
    """A library with both."""
    shutil.copytree(learned, empty)
    return Registry(empty)


def test_without_a_dataset_it_says_where_to_make_one(empty: Path) -> None:
    """No error, no button that cannot work."""
    at = train_screen()
    assert "There is no dataset in hand" in said(at)
    assert not [one for one in at.button if "baseline" in one.label]


def test_without_a_model_there_is_one_button(library: Library) -> None:
    """The primary one, with about how long it takes; pressing it asks for a job that this page waits for."""
    at = train_screen()
    button = at.button(key="baseline")
    assert button.label.startswith("Train a baseline (about ") and button.proto.type == "primary"
    assert not at.metric


@pytest.mark.parametrize("spec", [{"fraud_rate": 0.0}, {"fraud_rate": 0.0005}])
def test_too_little_fraud_says_how_much_is_needed(empty: Path, spec: dict[str, float]) -> None:
    """In payments and cases, with a link to Generate that has the rate set."""
    keep(Spec(count=10_000, seed=3, **spec), Library(empty))
    at = train_screen()

    assert "at least 50 in 10 cases are needed" in said(at)
    link = at.get("page_link")[0].proto
    assert "1% of fraud" in link.label and "rate=1" in link.query_string


def test_a_blind_dataset_says_that_it_is_blind(library: Library) -> None:
    """It has fraud by its manifest, and tells of none."""
    whole = library.open(library.list()[0].id)
    tables = {name: whole.table(name).to_arrow() for name in TABLES}
    payments = tables["transactions"]
    for at, field in enumerate(payments.schema):
        if field.name == "is_fraud":
            payments = payments.set_column(at, field, pa.array([False] * len(payments)))
    made = library.add(Dataset(whole.spec, whole.manifest, tables=tables | {"transactions": payments}), "Blind")

    assert "tells nothing of its fraud: it is blind" in said(train_screen(dataset=made.id))


def test_a_model_is_shown_beside_its_baselines_with_its_split(models: Registry) -> None:
    """The newest model of the dataset in hand; its figures, what it stands beside, and how it was tested in plain words."""
    at = train_screen()
    newest = models.list()[0].record

    assert figures(at)["Average precision"] == f"{newest['metrics']['average_precision']['value']:.3f}"
    assert {"Always honest", "Amount rule", "Best rule set"} <= set(figures(at))
    assert "with only the labels known by" in said(at) and "tested on all payments from then on" in said(at)


def test_the_threshold_moves_counts_and_rupees(models: Registry) -> None:
    """A lower one catches more and stops more; the budget button keeps to it; the link can name a position."""
    at = train_screen()
    before = figures(at)
    lower = at.select_slider(key="threshold").set_value("0.000101").run()
    after = figures(lower)
    assert int(after["Fraud payments caught"]) > int(before["Fraud payments caught"])
    assert after["Fraud rupees caught"] != before["Fraud rupees caught"] and after["Cost"] != before["Cost"]
    assert float(lower.button(key="to_budget").click().run().metric[6].value.replace(",", "")) <= 32
    budget = at.number_input(key="budget").set_value(60.0).run().button(key="to_budget")

    assert budget.label == "Budget: 4 alerts a day"
    assert float(figures(budget.click().run())["Alerts a day"]) <= 4


@pytest.mark.parametrize("part", ["Threshold", "Curves and features", QUEUE, "Runs", FILES])
def test_every_part_opens_with_numbers_behind_its_charts(models: Registry, part: str) -> None:
    """No error, and a table or the card in each."""
    at = train_screen(part=part)

    assert said(at) and not at.error
    assert len(at.dataframe) or "What it is worth" in said(at)


def test_one_bank_alone_is_held_against_all(models: Registry) -> None:
    """On the payments that both were tested on."""
    words = said(train_screen(part="Runs"))

    assert "that both were tested on" in words
    assert "(all banks)" in words and "alone)" in words


def test_a_verdict_is_kept_and_only_then_the_truth_is_told(models: Registry) -> None:
    """As known on the day after its payment, beside the dataset; another verdict takes its place; training can use it."""
    at = train_screen(part=QUEUE)
    assert "The truth" not in said(at)
    told = at.button(key="say_honest").click().run()
    assert "The truth, which no bank knows yet" in said(told) and "honest, as known on" in said(told)
    told.button(key="say_fraud").click().run()
    dataset = Library(models.folder.parent).list()[0].id
    verdicts = Library(models.folder.parent).verdicts(dataset).latest()

    assert [one.word for one in verdicts.values()] == ["fraud"]
    assert at.dataframe[0].value["As known on"].iloc[0]
    assert "Use the 1 verdict" in [one.label for one in train_screen().checkbox]


def test_a_frauds_twin_is_shown_beside_it(models: Registry) -> None:
    """Some fraud among the first of the queue has an honest twin, or the dataset is said to have none."""
    at = train_screen(part=QUEUE)
    for place in range(8):
        at.selectbox(key="payment").set_value(place).run()
        words = said(at.button(key="say_unsure").click().run())
        if "The truth, which no bank knows yet: Fraud" in words:
            break

    assert "Its honest twin: " in words or "no honest twin of this kind" in words


def test_tags_promotion_and_deletion(models: Registry) -> None:
    """Kept in the registry; deletion asks first, and the link goes back to the newest."""
    newest = models.list()[0]
    at = train_screen(part=FILES, model=newest.id)
    at.text_input(key=f"tags_{newest.id}").set_value("demo, , demo, first").run()
    at.button(key="promote").click().run()
    assert models.get(newest.id).record["tags"] == ["demo", "first"]
    assert (promoted := models.promoted()) and promoted.id == newest.id
    at.button(key="delete_model").click().run()
    assert len(models.list()) == 2
    at.button(key="yes").click().run()

    assert [one.record["name"] for one in models.list()] == ["One bank alone"]


@pytest.mark.parametrize("id", ["0123456789ab", "../../etc/passwd"])
def test_a_model_that_is_not_there_is_said_to_be_missing(models: Registry, id: str) -> None:
    """Whatever the link says: one sentence, one action."""
    at = train_screen(model=id)
    assert at.warning[0].value.startswith("The model of this link, ")
    assert figures(at.button(key="newest_model").click().run())


def test_a_changed_model_gives_no_reasons(models: Registry) -> None:
    """The file is not read; scores that were kept still show."""
    path = models.list()[0].folder / "model.skops"
    path.write_bytes(path.read_bytes() + b"x")
    at = train_screen(part=QUEUE)

    assert [one.value for one in at.error] == [f"model {models.list()[0].id} was changed since it was kept; train it again."]
    assert len(at.dataframe)


def test_another_schema_and_warnings_are_said(models: Registry) -> None:
    """A model of another schema version, and scores that are too good to be true."""
    path = models.list()[0].folder / "model.json"
    record = json.loads(path.read_text("utf-8"))
    warning = "Nearly perfect scores: look for a column that tells the label."
    path.write_text(json.dumps(record | {"schema_version": "0.9", "warnings": [warning]}), "utf-8")
    words = said(train_screen())

    assert "This model was trained on schema 0.9" in words and warning in words


def test_what_was_deleted_meanwhile_is_said(models: Registry) -> None:
    """Scores of the test gone: train again; the dataset gone: the threshold still works, the queue says why it cannot."""
    library = Library(models.folder.parent)
    library.delete(library.list()[0].id)
    assert figures(train_screen())["Fraud payments caught"]
    assert "it may have been deleted" in said(train_screen(part=QUEUE))
    one = next(one for one in models.list() if one.record["name"] == "One bank alone")
    (one.folder / "tested.parquet").unlink()
    one.folder.rename(one.folder.with_name(other := "0" * 12))  # under an id that no process has read yet

    assert f"the test scores of model {other} cannot be read; train it again." in said(train_screen(model=other))
