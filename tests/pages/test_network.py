"""The Network tab of Fraud Patterns, as a script and in a browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from streamlit.testing.v1 import AppTest

from synfin_core.analytics.network import KINDS, analyse
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from tests.pages.conftest import opened, serve, watched


@pytest.fixture(scope="module")
def address(rich: Path) -> Iterator[str]:
    """A studio over the library with every typology, and so with rings."""
    with serve(SYNFINANCE_LIBRARY=str(rich)) as found:
        yield found


def tab(**link: str) -> AppTest:
    """The tab, by a link."""
    at = opened("2_Fraud_Patterns", look="Network", **link)
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    """What the tab says."""
    return "\n".join(one.value for kind in (at.markdown, at.info, at.caption) for one in kind)


def test_every_kind_is_shown_or_said_to_be_missing(every: Library) -> None:
    """A picture and its table, or one sentence."""
    found = analyse(every.open(every.list()[0].id))
    for kind in KINDS:
        at = tab(network_kind=kind)
        n = len(found.by_kind[kind])
        assert len(at.get("plotly_chart")) == bool(n)
        assert (f"{n:,} {kind}" in words(at)) if n else ("Nothing of this kind was found" in words(at))


def test_scores_stand_where_truth_is_known(every: Library) -> None:
    """Four figures, and every kind in the table."""
    at = tab()
    assert [metric.label for metric in at.metric] == ["Rings", "Shared payee", "Pass-through", "In-out path"]
    assert all(metric.value.endswith("% right") for metric in at.metric)
    assert len(at.dataframe[-1].value) == len(KINDS) + 1


def test_another_finding_tells_its_own_evidence(every: Library) -> None:
    """The chooser needs no mouse."""
    second = analyse(every.open(every.list()[0].id)).by_kind["shared payee"][1]
    at = tab()
    assert second.evidence not in words(at)
    assert second.evidence in words(at.selectbox(key="network_finding").set_value(1).run())


def test_without_fraud_nothing_is_scored(empty: Path) -> None:
    """One sentence says why."""
    keep(Spec(count=20_000, fraud_rate=0.0, seed=3), Library(empty))
    at = tab()
    assert "tells of no case of fraud" in words(at)
    assert not at.metric


def test_without_a_dataset_there_is_one_thing_to_do(empty: Path) -> None:
    """Make one."""
    assert "There is no dataset in hand; make one on the Generate screen" in words(tab())


def test_a_click_on_a_party_chooses_its_finding(browser: Browser, address: str) -> None:
    """From an island to its evidence; the picture has words that stand for it."""
    with watched(browser, viewport={"width": 1400, "height": 1300}) as page:
        page.goto(f"{address}/Fraud_Patterns?look=Network&network_kind=burst")
        picture = page.get_by_role("figure", name=re.compile("^A network of"))
        expect(picture.locator(".main-svg").first).to_be_visible(timeout=60_000)
        expect(page.get_by_role("figure", name=re.compile("Number 1: "))).to_be_visible()
        picture.get_by_text("2", exact=True).last.wait_for()
        box = picture.get_by_text("2", exact=True).last.bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.get_by_role("figure", name=re.compile("Number 2: "))).to_be_visible()
