"""The brief: one page for each typology, escaped, and in need of nothing else."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from synfin_core.analytics.catalogue import card, cards
from synfin_core.studio.patterns.brief import page
from synfin_core.studio.patterns.told import Told

VOID = {"meta", "line", "circle"}


class Balance(HTMLParser):
    """Notes the tags that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """One more."""
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """One less; it must be the last that was opened."""
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("typology", [one.id for one in cards()])
def test_a_brief_is_whole_html_that_runs_and_loads_nothing(stories: dict[str, Told], typology: str) -> None:
    """Tags close; no script, picture, style sheet or address; every step is in it."""
    told = stories[typology]
    text = page(card(typology), told)
    parsed = Balance()
    parsed.feed(text)

    assert parsed.open == []
    assert not parsed.seen & {"script", "img", "link", "iframe", "object"}
    assert not re.search(r"https?:|javascript:| on\w+=", text)
    assert text.count("<circle") == len(told.moments)
    assert str(told.case.id) in text and "synthetic" in text


def test_hostile_names_are_shown_as_they_are(stories: dict[str, Told]) -> None:
    """A name that is markup stays text."""
    told = stories["digital_arrest"]
    assert told.life is not None
    hostile = replace(told, life=replace(told.life, words="<script>alert(1)</script> & Co"))
    text = page(replace(card("digital_arrest"), story='"><img src=x>'), hostile)

    assert "<script" not in text and "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in text
