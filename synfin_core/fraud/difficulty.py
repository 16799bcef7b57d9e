"""How hard fraud is to find: figures of each preset (config/difficulty.yaml), and stories told by them."""

from dataclasses import dataclass, fields, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from synfin_core.calibration import Calibration, read_yaml
from synfin_core.errors import CalibrationError
from synfin_core.fraud.loader import Story, stories
from synfin_core.fraud.rhythms import DAYTIME, SMALL_HOURS, within_day
from synfin_core.fraud.story import Cases, Legs
from synfin_core.payments.styles import AGENT, BRANCH, where
from synfin_core.settings import house
from synfin_core.spec import DIFFICULTIES
from synfin_core.timeline import DAY

ALONE = "unauthorised"  # family of fraud.yaml in which a thief acts without the victim
FILE = house() / "config" / "difficulty.yaml"
_BY_DAY = where(lambda style: not style.remote or style.channel in (AGENT, BRANCH))  # somebody else must be up
_BOUNDS = {
    "twins_a_case": (0, 20),
    "amount_factor": (0.1, 10),
    "nearness": (0, 1),
    "first_sigma": (0.1, 3),
    "night_share": (0, 1),
    "alone_night_share": (0, 1),
    "day_share": (0, 1),
    "ramp_weeks": (1, 10),
    "cases_a_mule": (1, 100),
}


@dataclass(frozen=True)
class Difficulty:
    """The figures of one preset; their meanings and units stand in config/difficulty.yaml."""

    name: str
    twins_a_case: int
    amount_factor: float
    nearness: float
    first_sigma: float
    night_share: float
    alone_night_share: float
    day_share: float
    ramp_weeks: int
    cases_a_mule: int


@lru_cache(maxsize=4)
def difficulties(file: Path = FILE) -> dict[str, Difficulty]:
    """Every preset by its name; raises CalibrationError naming the preset and what is wrong with it."""
    raw = read_yaml(file)
    if not isinstance(raw, dict) or set(raw) != set(DIFFICULTIES):
        raise CalibrationError(f"{file}: the presets must be {', '.join(DIFFICULTIES)}.")
    return {name: _read(file, name, raw[name]) for name in DIFFICULTIES}


def _read(file: Path, name: str, block: Any) -> Difficulty:
    if not isinstance(block, dict) or set(block) != {*_BOUNDS, "source"}:
        raise CalibrationError(f"{file}: preset '{name}' must hold {', '.join(_BOUNDS)} and a source, and nothing else.")
    for key, (low, high) in _BOUNDS.items():
        value, whole = block[key], Difficulty.__annotations__[key] is int
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not low <= value <= high:
            kind = "whole number" if whole else "number"
            raise CalibrationError(f"{file}: preset '{name}' has {key} {value!r}; a {kind} from {low} to {high} is allowed.")
    return Difficulty(name, *(block[field.name] for field in fields(Difficulty)[1:]))


@lru_cache(maxsize=8)
def stories_at(calibration: Calibration, name: str) -> tuple[Story, ...]:
    """All stories as a preset has them told; those that it moves nothing of are the same objects."""
    level = difficulties()[name]
    told = (replace(story, legs=partial(_told, story, level)) if _moves(story, level) else story for story in stories(calibration))
    return tuple(story if story.difficulty == name else replace(story, difficulty=name) for story in told)


def _moves(story: Story, level: Difficulty) -> bool:
    return _at_night(story, level) > 0 or level.day_share > 0 or level.ramp_weeks > 1


def _at_night(story: Story, level: Difficulty) -> float:
    """Share of the story's cases that act by night."""
    return level.alone_night_share if story.typology.family == ALONE else level.night_share


def _told(story: Story, level: Difficulty, cases: Cases) -> Legs:
    """The story's legs over the weeks of the preset, each case moved as a whole to its hours."""
    legs = story.legs(cases)
    time, start = legs.time, cases.start[legs.case]
    if level.ramp_weeks > 1 and "span_days" in story.typology.figures["steps"]:
        passed = np.maximum(time // DAY - start // DAY, 0) // 7
        time = time + passed * (7 * DAY * (level.ramp_weeks - 1))
    night = _at_night(story, level)
    by_day = np.bincount(legs.case, _BY_DAY[legs.style], len(cases)) > 0
    draws = np.where(by_day, 1.0, cases.draw("preset hours"))
    first = np.full(len(cases), np.iinfo(np.int64).max)
    np.minimum.at(first, legs.case, time)
    begins = np.where(draws < night, within_day(first, SMALL_HOURS), first)
    begins = np.where((draws >= night) & (draws < night + level.day_share), within_day(first, DAYTIME), begins)
    return replace(legs, time=time + (begins - first)[legs.case])
