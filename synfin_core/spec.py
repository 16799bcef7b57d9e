"""What to generate: one validated object; YAML in, YAML out."""

import math
import os
import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from numbers import Integral, Real
from typing import Any, Literal, NoReturn, Self

import yaml

from synfin_core.calibration import load_calibration
from synfin_core.drift import KEYS, Change
from synfin_core.errors import SpecError, YamlError, closest
from synfin_core.schema import RAILS
from synfin_core.settings.strict_yaml import read_text, strict_yaml

MAX_COUNT = 1_000_000_000
MAX_FRAUD_RATE = 0.2
MAX_ANOMALY_RATE = 0.05
MOST_RATES = {"fraud_rate": MAX_FRAUD_RATE, "anomaly_rate": MAX_ANOMALY_RATE}
MAX_CUSTOMERS = 100_000_000
MAX_SEED = 2**63 - 1
MAX_MIN_CASES = 100
MAX_FACTOR, MAX_EVERY_DAYS = 100, 366
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2027, 12, 31)  # the years that calendar.yaml has festivals for
DEFAULT_START = date(2025, 1, 1)
DIFFICULTIES = ("easy", "realistic", "hard")
_LONGEST_WORD = 60  # looking for the closest word in a hostile text would take for ever


@dataclass(frozen=True)
class Spec:
    """What to generate. `end` is the last day, included; None means all, or leaves the choice to the engine.

    `min_cases` whole cases of each typology come first, even where the rate alone would make fewer. `fraud_mix` is a preset
    of config/fraud_mixes.yaml, or relative weights of cases by typology; None leaves the shares of the calibration. `drift`
    lists changes of how often typologies act, see Change; `difficulty` is a preset of config/difficulty.yaml: how hard fraud is
    to find.
    """

    count: int = 100_000
    fraud_rate: float = 0.01
    anomaly_rate: float = 0.0
    seed: int = 42
    start: date | None = None
    end: date | None = None
    customers: int | None = None
    states: tuple[str, ...] | None = None
    segments: tuple[str, ...] | None = None
    rails: tuple[str, ...] | None = None
    typologies: tuple[str, ...] | None = None
    min_cases: int = 0
    fraud_mix: str | tuple[tuple[str, float], ...] | None = None
    bank_names: Literal["real", "letters"] = "real"
    drift: tuple[Change, ...] = ()
    difficulty: Literal["easy", "realistic", "hard"] = "realistic"

    def __post_init__(self) -> None:
        """Check every value and bring it into its one spelling; SpecError says what came and what is allowed."""
        for name, value in _checked(self).items():
            object.__setattr__(self, name, value)

    @property
    def first_day(self) -> date:
        """The first day of the period: as asked for, else the start of the year that the end lies in, else of 2025."""
        return self.start or (self.end.replace(month=1, day=1) if self.end else DEFAULT_START)

    @classmethod
    def create(cls, **values: Any) -> Self:
        """A Spec from loose values: days as text, one word or several; an unknown name is refused."""
        return cls.from_dict(values)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """A Spec from what `as_dict` gave, or from part of it."""
        known = [field.name for field in fields(cls)]
        for name in values:
            if name not in known:
                raise SpecError(f"unknown key {_shown(name)}{closest(name, known)}; allowed are {', '.join(known)}")
        return cls(**values)

    @classmethod
    def from_yaml(cls, path: str | os.PathLike[str]) -> Self:
        """A Spec from a YAML file."""
        return cls.from_text(read_yaml_file(path), str(path))

    @classmethod
    def from_text(cls, content: str | bytes, where: str = "spec") -> Self:
        """A Spec from YAML text; `where` names the text in errors."""
        try:
            return cls.from_dict(_mapping(content))
        except SpecError as error:
            raise SpecError(f"{where}: {error}") from error

    def as_dict(self) -> dict[str, Any]:
        """Every value in plain JSON types: days as text, tuples as lists."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    def to_yaml(self) -> str:
        """The values that are set, as YAML that `from_yaml` reads back."""
        chosen = {name: value for name, value in self.as_dict().items() if value not in (None, [])}
        return yaml.safe_dump(chosen, sort_keys=False, allow_unicode=True)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Change):
        return value.as_dict()
    if isinstance(value, tuple) and value and all(isinstance(one, tuple) for one in value):
        return dict(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _checked(spec: Spec) -> dict[str, Any]:
    """All values of a spec, each checked and in its one spelling."""
    start, end = _day("start", spec.start), _day("end", spec.end)
    fraud, odd = (_rate(name, getattr(spec, name), most) for name, most in MOST_RATES.items())
    if fraud + odd > MAX_FRAUD_RATE:
        _refuse("anomaly_rate", f"{odd} beside a fraud_rate of {fraud}", f"at most {MAX_FRAUD_RATE} together is allowed")
    if start and end and end < start:
        _refuse("end", str(end), f"a day not before start ({start}) is allowed")
    return {
        "count": _whole("count", spec.count, 1, MAX_COUNT),
        "fraud_rate": fraud,
        "anomaly_rate": odd,
        "seed": _whole("seed", spec.seed, 0, MAX_SEED),
        "start": start,
        "end": end,
        "customers": None if spec.customers is None else _whole("customers", spec.customers, 1, MAX_CUSTOMERS),
        "states": None if spec.states is None else _words("states", spec.states),
        "segments": None if spec.segments is None else _words("segments", spec.segments),
        "rails": None if spec.rails is None else _words("rails", spec.rails),
        "typologies": None if spec.typologies is None else _words("typologies", spec.typologies),
        "min_cases": _whole("min_cases", spec.min_cases, 0, MAX_MIN_CASES),
        "fraud_mix": _mix(spec.fraud_mix),
        "bank_names": _word("bank_names", spec.bank_names, {"real": "real", "letters": "letters"}),
        "drift": _drift(spec.drift),
        "difficulty": _word("difficulty", spec.difficulty, {word: word for word in DIFFICULTIES}),
    }


def _refuse(name: str, came: str, allowed: str) -> NoReturn:
    raise SpecError(f"{name} is {came}; {allowed}")


def _shown(value: object) -> str:
    """A value as it came, cut short: it may be huge or hostile."""
    return reprlib.repr(value)


def _whole(name: str, value: object, low: int, high: int) -> int:
    if isinstance(value, Integral) and not isinstance(value, bool) and low <= int(value) <= high:
        return int(value)
    _refuse(name, _shown(value), f"a whole number from {low:,} to {high:,} is allowed")


def _rate(name: str, value: object, most: float) -> float:
    number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    if not 0 <= number <= 1:
        _refuse(name, _shown(value), f"a share of the rows from 0 to {most} is allowed (0.01 is 1%)")
    if number > most:
        _refuse(name, _shown(value), f"at most {most} leaves enough honest payments around the {name.removesuffix('_rate')}")
    return number


def _mix(value: object) -> str | tuple[tuple[str, float], ...] | None:
    """A preset's name as it came, or weights in the order of their typologies' names."""
    if value is None or (isinstance(value, str) and value.strip()):
        return value.strip() if isinstance(value, str) else None
    pairs = value.items() if isinstance(value, Mapping) else value
    try:
        weights = {str(name): float(weight) for name, weight in pairs}  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        _refuse("fraud_mix", _shown(value), "the name of a preset, or a weight for each typology, is allowed")
    for name, weight in weights.items():
        if not 0 <= weight < math.inf:
            _refuse("fraud_mix", f"{_shown(weight)} for {_shown(name)}", "a weight from 0 on is allowed")
    if not sum(weights.values()):
        _refuse("fraud_mix", _shown(value), "at least one weight above 0 is needed")
    return tuple(sorted(weights.items()))


def _drift(value: object) -> tuple[Change, ...]:
    """The changes in the order in which they came."""
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        _refuse("drift", _shown(value), "a list of changes is allowed, each with 'kind', 'typology' and 'date'")
    return tuple(_change(f"drift {number}:", one) for number, one in enumerate(value, 1))


def _change(where: str, value: object) -> Change:
    said = value.as_dict() if isinstance(value, Change) else value
    if not isinstance(said, Mapping):
        _refuse(f"{where} a change", _shown(value), f"'kind' ({', '.join(KEYS)}) and its keys are allowed")
    kind: Any = _word(f"{where} kind", said.get("kind"), {name: name for name in KEYS})
    keys = ("kind", *KEYS[kind])
    if unknown := [name for name in said if name not in keys]:
        came = f"{where} unknown key {_shown(unknown[0])}{closest(str(unknown[0])[:_LONGEST_WORD], keys)}"
        raise SpecError(f"{came}; a {kind} change has {', '.join(keys)}")
    if missing := [name for name in keys if said.get(name) is None]:
        raise SpecError(f"{where} a {kind} change has {', '.join(keys)}; {missing[0]} is missing")
    typology = _word(f"{where} typology", said["typology"], _allowed("typologies"))
    day, until = _date(f"{where} date", said["date"]), _day(f"{where} until", said.get("until"))
    if until and until <= day:
        _refuse(f"{where} until", str(until), f"a day after its date ({day}) is allowed")
    factor = _factor(f"{where} factor", said["factor"]) if "factor" in keys else 1.0
    return Change(kind, typology, day, until, factor, *_rhythm(where, said, keys))


def _rhythm(where: str, said: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[int, int]:
    """How long a recurring change lasts each time, and how far apart the times begin, in days; zero of other changes."""
    if "every_days" not in keys:
        return 0, 0
    every = _whole(f"{where} every_days", said["every_days"], 2, MAX_EVERY_DAYS)
    return _whole(f"{where} days", said["days"], 1, every - 1), every


def _factor(name: str, value: object) -> float:
    number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    if not 1 / MAX_FACTOR <= number <= MAX_FACTOR:
        _refuse(name, _shown(value), f"a number from {1 / MAX_FACTOR:g} to {MAX_FACTOR} is allowed (2 is twice as many cases)")
    return number


def _day(name: str, value: object) -> date | None:
    return None if value is None else _date(name, value)


def _date(name: str, value: object) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, date) or isinstance(day, datetime) or not FIRST_DAY <= day <= LAST_DAY:
        _refuse(name, _shown(value), f"a day from {FIRST_DAY} to {LAST_DAY} is allowed, written YYYY-MM-DD")
    return day


def _words(name: str, value: object) -> tuple[str, ...]:
    """The words chosen, each once and in the order of the allowed list, so that one choice has one spelling."""
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, Iterable) or isinstance(chosen, (bytes, Mapping)) or not (chosen := list(chosen)):
        _refuse(name, _shown(value), "a list of at least one word is allowed; leave it out to mean all")
    allowed = _allowed(name)
    wanted = {_word(name, word, allowed) for word in chosen}
    return tuple(word for word in dict.fromkeys(allowed.values()) if word in wanted)


def _word(name: str, value: object, allowed: Mapping[str, str]) -> str:
    """The one spelling of a word, found whatever its case."""
    came = str(value).strip()[:_LONGEST_WORD]
    found = {word.casefold(): spelling for word, spelling in allowed.items()}.get(came.casefold())
    if found is None:
        spellings = ", ".join(dict.fromkeys(allowed.values()))
        _refuse(name, f"{_shown(value)}{closest(came, allowed)}", f"allowed are {spellings}")
    return found


@cache
def _allowed(name: str) -> dict[str, str]:
    """Every word that a list may hold, with its spelling in the data: states answer to their code and their name."""
    if name == "rails":
        return {rail: rail for rail in RAILS}
    calibration = load_calibration()
    if name == "states":
        return {word: state.code for state in calibration.states for word in (state.code, state.name)}
    if name == "segments":
        return {segment.id: segment.id for segment in calibration.segments}
    return {typology: typology for typology in calibration.typology_ids}


def read_yaml_file(path: str | os.PathLike[str]) -> bytes:
    """The text of a YAML file, no longer than one byte above what is allowed."""
    try:
        return read_text(path)
    except OSError as error:
        raise SpecError(f"{path}: the spec file cannot be read ({error.strerror})") from error


def _mapping(content: str | bytes) -> dict[str, Any]:
    """The one mapping that a spec's YAML must be."""
    try:
        loaded = strict_yaml(content)
    except YamlError as error:
        raise SpecError(str(error)) from error
    if not isinstance(loaded, dict):
        _refuse("the content", "nothing" if loaded is None else _shown(loaded), "lines of 'key: value' are allowed")
    return {str(key): value for key, value in loaded.items()}
