"""Mixes of fraud: shares of cases by typology, by preset (config/fraud_mixes.yaml) or as given in the spec."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from synfin_core.calibration import SOURCE_KEYS, Calibration, read_yaml
from synfin_core.errors import CalibrationError, SpecError, closest
from synfin_core.fraud.loader import Story
from synfin_core.settings import house

FILE = house() / "config" / "fraud_mixes.yaml"


@lru_cache(maxsize=4)
def presets(file: Path = FILE) -> dict[str, dict[str, float]]:
    """Weights of each preset; raises CalibrationError naming the preset and what is wrong with it."""
    return {name: _weights(file, name, block) for name, block in read_yaml(file).items()}


def _weights(file: Path, name: str, block: Any) -> dict[str, float]:
    weights = block.get("weights") if isinstance(block, dict) else None
    if not isinstance(weights, dict) or not SOURCE_KEYS & set(block):
        raise CalibrationError(f"{file}: preset '{name}' must hold 'weights' and a 'source'.")
    if not weights or not all(isinstance(weight, (int, float)) and weight >= 0 for weight in weights.values()):
        raise CalibrationError(f"{file}: the weights of preset '{name}' must be numbers from 0 on.")
    return {str(typology): float(weight) for typology, weight in weights.items()}


def case_shares(calibration: Calibration, told: tuple[Story, ...], mix: str | Mapping[str, float] | None) -> tuple[float, ...]:
    """Relative share of cases of each story under a mix; the calibration's own (gen_case_share) where none is given."""
    if mix is None:
        return tuple(story.typology.case_share for story in told)
    if isinstance(mix, str) and mix not in presets():
        raise SpecError(f"fraud_mix is '{mix:.60}'{closest(mix[:60], presets())}; allowed are {', '.join(presets())}, or weights")
    weights = presets()[mix] if isinstance(mix, str) else mix
    known = {typology.id for typology in calibration.typologies}
    for name in weights:
        if name not in known:
            raise SpecError(f"fraud_mix names '{name:.60}'{closest(name[:60], known)}; allowed are {', '.join(sorted(known))}")
    shares = tuple(float(weights.get(story.typology.id, 0.0)) for story in told)
    if not sum(shares):
        raise SpecError("fraud_mix gives no weight to any typology that is made; at least one weight above 0 is needed")
    return shares
