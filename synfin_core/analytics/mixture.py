"""A mix of fraud as per cents that sum to 100, and what of it a dataset delivers."""

from collections.abc import Mapping

import pandas as pd

from synfin_core.analytics.catalogue import cards, presence
from synfin_core.calibration import load_calibration
from synfin_core.errors import WrongUse
from synfin_core.fraud.loader import stories
from synfin_core.fraud.mixes import case_shares, presets
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset

OFF_AT_MOST = 0.05  # per cent by which weights may miss 100: they are typed with one decimal


def preset_names() -> tuple[str, ...]:
    """The presets of config/fraud_mixes.yaml."""
    return tuple(presets())


def percents(mix: str | None) -> dict[str, float]:
    """Per cent of cases by typology under a preset, or under the calibration; one decimal each, and exactly 100 together."""
    known = [card.id for card in cards()]
    shares = {card.id: card.case_share for card in cards()} if mix is None else presets()[mix]
    return scaled({id: shares[id] for id in known if shares.get(id)})


def scaled(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights as per cents of one decimal that sum to 100; the largest takes what rounding leaves over."""
    whole = sum(weights.values())
    if whole <= 0:
        raise WrongUse("the weights sum to 0%; give at least one typology a weight above 0.")
    rounded = {id: round(weight / whole * 100, 1) for id, weight in weights.items()}
    largest = max(rounded, key=lambda id: rounded[id])
    rounded[largest] = round(rounded[largest] + 100 - sum(rounded.values()), 1)
    return rounded


def checked(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights above 0; WrongUse when they do not sum to 100%."""
    whole = sum(weights.values())
    if abs(whole - 100) > OFF_AT_MOST:
        raise WrongUse(f"the weights sum to {whole:.1f}%; they must sum to 100%.")
    return {id: weight for id, weight in weights.items() if weight > 0}


def delivered(dataset: Dataset) -> pd.DataFrame:
    """By typology: share 0-1 of cases `asked` by the spec's mix and `made`, with cases and fraud payments made."""
    spec: Spec = dataset.spec
    calibration = load_calibration()
    told = tuple(one for one in stories(calibration) if spec.typologies is None or one.typology.id in spec.typologies)
    mix = dict(spec.fraud_mix) if isinstance(spec.fraud_mix, tuple) else spec.fraud_mix
    shares = case_shares(calibration, told, mix)
    asked = pd.DataFrame({"typology": [one.typology.id for one in told], "asked": [share / sum(shares) for share in shares]})
    found = asked.merge(presence(dataset)[["typology", "cases", "payments", "share"]], on="typology", how="outer").fillna(0)
    found["made"] = found["cases"] / max(found["cases"].sum(), 1)
    return found[(found["asked"] > 0) | (found["cases"] > 0)].sort_values(["asked", "typology"], ascending=[False, True])
