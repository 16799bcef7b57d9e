"""The typologies as cards: story, signals and figures from the calibration, and what a dataset has of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from synfin_core.calibration import FOLDER, Calibration, Typology, load_calibration
from synfin_core.errors import WrongUse, closest
from synfin_core.fraud.loader import Story, stories
from synfin_core.store.dataset import Dataset

RAIL_NAMES = {
    "upi": "UPI", "imps": "IMPS", "neft": "NEFT", "rtgs": "RTGS", "netbanking": "Net banking", "credit_card": "Credit card",
    "debit_card": "Debit card", "wallet": "Wallet", "aeps": "AePS", "atm": "ATM",
}  # fmt: skip
FAMILY_NAMES = {
    "authorised_push": "The victim is talked into paying",
    "unauthorised": "Somebody else pays",
    "first_party": "The customer cheats",
    "merchant_side": "The merchant cheats",
}
_SOURCE_LINE = re.compile(r"^- ((?:\*\*\w+\*\*(?:, )?)+) \| (.+)$", re.MULTILINE)

# `fraud_type` alone would count layers and exits as well.
_PRESENCE = """
    SELECT CAST(t.fraud_type AS VARCHAR) AS typology, count(DISTINCT t.fraud_case_id) AS cases,
           count(*) FILTER (is_fraud) AS payments,
           coalesce(sum(amount_inr) FILTER (is_fraud AND status = 'success'), 0) AS lost_inr,
           count(*) FILTER (is_fraud) / greatest(sum(count(*) FILTER (is_fraud)) OVER (), 1) AS share
    FROM transactions t WHERE fraud_case_id IS NOT NULL GROUP BY ALL ORDER BY typology"""


@dataclass(frozen=True)
class Card:
    """A typology for a reader: texts, shares 0-1 of cases by rail, rupees; `sources` are (id, what it is)."""

    id: str
    name: str
    family: str
    story: str
    timing: str
    example: str
    signals: tuple[str, ...]
    published: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    confidence: str
    rails: tuple[tuple[str, float], ...]
    victims: tuple[str, ...]  # segments of people.yaml
    case_share: float
    mean_case_inr: float
    payment_inr: tuple[float, float]
    steps: tuple[int, int]

    def matches(self, words: str) -> bool:
        """Whether every word stands somewhere on the card."""
        text = " ".join(
            (self.id, self.name, self.story, *self.signals, *map(segment_words, self.victims), *(rail for rail, _ in self.rails))
        )
        return all(word in text.casefold() for word in words.casefold().split())


@lru_cache(maxsize=1)
def cards() -> tuple[Card, ...]:
    """Every typology that is made, in the order of fraud.yaml."""
    calibration = load_calibration()
    told = {story.typology.id: story for story in stories(calibration)}
    return tuple(_card(typology, told[typology.id], calibration) for typology in calibration.typologies if typology.id in told)


def card(id: str) -> Card:
    """The card of a typology; WrongUse naming the closest one when there is none."""
    known = {one.id: one for one in cards()}
    if id not in known:
        raise WrongUse(f"there is no typology {id[:60]!r}{closest(id[:60], known)}; choose one of the {len(known)} in the gallery.")
    return known[id]


def presence(dataset: Dataset) -> pd.DataFrame:
    """By typology: cases, fraud payments, rupees lost, and the share 0-1 of the dataset's fraud payments."""
    return dataset.sql(_PRESENCE).to_pandas()


@lru_cache(maxsize=1)
def sources() -> Mapping[str, str]:
    """What each source id of SOURCES.md stands for: what, publisher, period."""
    found = _SOURCE_LINE.findall((FOLDER / "SOURCES.md").read_text(encoding="utf-8"))
    return {id: "; ".join(said.split(" | ")[:3]) for ids, said in found for id in re.findall(r"\w+", ids)}


def segment_words(segment: str) -> str:
    """'affluent_pro' -> 'affluent professional'."""
    return segment.replace("_pro", " professional").replace("_", " ")


def _card(typology: Typology, story: Story, calibration: Calibration) -> Card:
    figures = typology.figures
    steps, amounts = figures["steps"], figures["amount_inr"]["per_txn"]
    return Card(
        id=typology.id,
        name=typology.name,
        family=FAMILY_NAMES[typology.family],
        story=story.sentence.strip(),
        timing=str(steps.get("timing", "")),
        example=str(steps.get("example", "")),
        signals=tuple(figures["signals"]),
        published=tuple(figures["published"]),
        sources=tuple((id, sources()[id]) for id in _listed(figures["source"])),
        confidence=figures["confidence"],
        rails=tuple((RAIL_NAMES[rail], share) for rail, share in sorted(typology.rails.items(), key=lambda one: -one[1])),
        victims=typology.victims,
        case_share=typology.case_share,
        mean_case_inr=typology.mean_case_inr,
        payment_inr=(amounts[0], amounts[1]),
        steps=(steps["count"][0], steps["count"][1]),
    )


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
