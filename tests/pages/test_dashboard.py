"""The Analytics Dashboard without a browser: what the link asks for, and every way in which there is little or nothing to show."""

import pytest
from streamlit.testing.v1 import AppTest

from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from tests.pages.conftest import opened
from tests.pages.test_shell import change

SCREEN = "3_Analytics_Dashboard"


def metrics(at: AppTest) -> dict[str, str]:
    """The key figures by their labels."""
    return {one.label: str(one.value) for one in at.metric}


def said(at: AppTest) -> str:
    """All texts of the page itself."""
    return "\n".join(
        str(one.value) for one in [*at.main.markdown, *at.main.info, *at.main.warning, *at.main.error, *at.main.caption]
    )


def test_first_view_shows_everything(every: Library) -> None:
    """Figures, the verdicts, and a chart of each kind that says a finding; words stand for each chart."""
    at = opened(SCREEN)
    assert not at.exception and metrics(at)["Payments"] == "60,000"
    assert "Not judged yet" in said(at) and "Stands out:" in said(at)
    charts = [one.proto for one in at.get("plotly_chart")]
    assert len(charts) == 9 and all(one.alt for one in charts)
    assert "Clear filters" not in [button.label for button in at.button]


def test_filters_of_the_link_hold_for_figures_and_payments(every: Library) -> None:
    """A rail and a state; the payments are counted by SQL."""
    at = opened(SCREEN, by_rail="Card", in_state="Maharashtra", part="Payments and download")
    dataset = every.open(every.list()[0].id)
    n = dataset.sql("SELECT count(*) AS n FROM transactions WHERE rail = 'Card' AND state = 'MH'")["n"][0].as_py()
    assert metrics(at)["Payments"] == f"{n:,}"
    assert f"of {n:,} payments, by time:** Maharashtra; Card" in said(at)
    shown = at.dataframe[0].value
    assert set(shown["rail"]) == {"Card"} and set(shown["state"]) == {"MH"} and len(shown) == min(n, 200)
    assert len(at.get("link_button")) == 3


def test_nothing_matches_and_the_filters_are_cleared(every: Library) -> None:
    """One sentence, one button, no empty charts."""
    at = opened(SCREEN, by_rail="ATM", of_category="Airline")
    assert not at.exception and not at.metric and not at.get("plotly_chart")
    assert "No transactions match: ATM, Airline" in said(at).replace("; ", ", ")
    at.button(key="clear").click().run()
    assert metrics(at)["Payments"] == "60,000"


@pytest.mark.parametrize(
    "link",
    [
        {"in_state": "x') OR 1=1 --", "by_rail": "<script>"},
        {"first_day": "9999-99-99", "last_day": "1900-01-01"},
        {"against": "../../etc", "part": "Compare"},
        {"part": "nowhere", "measure": "7"},
    ],
)
def test_hostile_links_are_as_if_they_said_nothing(library: Library, link: dict[str, str]) -> None:
    """No exception, nothing filtered, nothing echoed."""
    at = opened(SCREEN, **link)
    assert not at.exception and metrics(at)["Payments"] == "10,000"
    assert "script" not in said(at) and "etc" not in said(at)


def test_one_bank_and_another_dataset_stand_beside_it(every: Library) -> None:
    """The same filters for both sides."""
    other = keep(Spec(count=5_000, fraud_rate=0.02, seed=9), every, name="Other")
    id = next(entry.id for entry in every.list() if entry.id != other.id)
    beside = opened(SCREEN, dataset=id, part="Compare", against=f"Other, {other.id}")
    assert list(beside.table[0].value.columns) == ["Sum or share", "This dataset", f"Other, {other.id}"]
    assert beside.table[0].value.iloc[0].tolist() == ["Payments", "60,000", "5,000"]
    bank = max(every.open(id).banks.items(), key=lambda pair: pair[1])
    seen = opened(SCREEN, dataset=id, part="Compare", against=f"What {bank[0]} sees")
    assert seen.table[0].value.iloc[0].tolist() == ["Payments", "60,000", f"{bank[1]:,}"]


def test_a_dataset_without_fraud_claims_none(empty: object) -> None:
    """Payments alone; no rate is compared."""
    keep(Spec(count=3_000, fraud_rate=0, seed=1), Library(), name="Honest")
    at = opened(SCREEN)
    assert not at.exception and metrics(at)["Fraud rate"] == "0.00%" and metrics(at)["Lost"] == "₹0"
    assert "nothing is marked as fraud here" in said(at) and "has most payments" in said(at)
    assert not [one for one in at.get("button_group") if "Map and hours" in str(one.proto)]


def test_it_is_judged_on_the_spot(library: Library) -> None:
    """The verdict stands there from then on."""
    at = opened(SCREEN)
    at.button(key="judge").click().run()
    assert not at.exception and "its gates:** quality" in said(at)
    assert library.list()[0].manifest["quality"]["judged"] > 10


def test_no_dataset_an_older_one_and_one_that_is_gone(library: Library) -> None:
    """A sentence and one thing to do."""
    id = change(library, schema_version="1.0")
    assert "older" in said(opened(SCREEN, dataset=id)) and not opened(SCREEN, dataset=id).exception
    library.delete(id)
    assert "may have been deleted" in said(opened(SCREEN, dataset=id))
    without = opened(SCREEN)
    assert "no dataset in hand" in said(without) and len(without.get("page_link")) == 1
