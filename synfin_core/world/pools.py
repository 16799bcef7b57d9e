"""The frozen pools of names under config/pools, read once and checked; a draw takes words by row and number in [0, 1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.calibration import read_yaml
from synfin_core.errors import CalibrationError
from synfin_core.settings import house

FOLDER = house() / "config" / "pools"
PEOPLE, SHOPS = "people.yaml", "shops.yaml"
NAMED = ("owner", "made_up", "area")  # the ways a category of merchants is named
MALE, FEMALE, MALE_FAMILY, FEMALE_FAMILY = PEOPLE_LISTS = ("male", "female", "male_family", "female_family")


@dataclass(frozen=True)
class Pool:
    """Lists of words laid end to end: row i is `words[first[i] : first[i] + count[i]]`."""

    words: pa.Array
    first: NDArray[np.int64]
    count: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> "Pool":
        """A pool of one row for each list; no list is empty."""
        count = np.array([len(row) for row in rows], np.int64)
        words = pa.array([word for row in rows for word in row], pa.string())
        return cls(words, np.cumsum(count) - count, count)

    def pick(self, row: NDArray[Any], draws: NDArray[np.float64]) -> pa.Array:
        """The word of each item: from list `row`, at the share `draws` of its length."""
        return self.at(row, (draws * self.count[row]).astype(np.int64))

    def at(self, row: NDArray[Any], index: NDArray[np.int64]) -> pa.Array:
        """Word `index` of list `row`, counted round and round."""
        return self.words.take(pa.array(self.first[row] + index % self.count[row]))


@lru_cache(maxsize=4)
def people_pools(folder: Path = FOLDER) -> Mapping[str, Mapping[str, list[str]]]:
    """{language: {male, female, male_family, female_family}}; raises CalibrationError naming file and place."""
    path = folder / PEOPLE
    content = read_yaml(path)
    for language, pool in _mapping(path, "the file", content).items():
        for key in PEOPLE_LISTS:
            words(path, f"{language}/{key}", _mapping(path, language, pool).get(key))
    return content


@lru_cache(maxsize=4)
def shop_pools(folder: Path = FOLDER) -> Mapping[str, Any]:
    """What shops.yaml holds; raises CalibrationError naming file and place."""
    path = folder / SHOPS
    content = _mapping(path, "the file", read_yaml(path))
    for key in ("everywhere", "made_up", "abroad", "abroad_words", "area"):
        words(path, key, content.get(key))
    for key in ("blessings", "words_by_language", "categories"):
        _mapping(path, key, content.get(key))
    for language, names in content["blessings"].items():
        words(path, f"blessings/{language}", names)
    for language, rows in content["words_by_language"].items():
        require(path, "category", _mapping(path, f"words_by_language/{language}", rows), content["categories"])
        for mcc, names in rows.items():
            words(path, f"words_by_language/{language}/{mcc}", names)
    for mcc, row in content["categories"].items():
        _category(path, f"categories/{mcc}", row)
    return content


def _category(path: Path, where: str, row: Any) -> None:
    for key in ("words", "online"):
        words(path, f"{where}/{key}", _mapping(path, where, row).get(key))
    for named in (row.get("named"), row.get("online_named", NAMED[0])):
        if named not in NAMED:
            raise CalibrationError(f"{path}: '{where}' is named '{named}'; allowed are {', '.join(NAMED)}.")


def require(path: Path, what: str, wanted: Iterable[str], present: Iterable[str]) -> None:
    """Raise CalibrationError when something wanted is missing."""
    if missing := sorted(set(wanted) - set(present)):
        raise CalibrationError(f"{path}: no {what} for {', '.join(missing)}; add it, or run `make pools`.")


def words(path: Path, where: str, value: Any) -> None:
    """Raise CalibrationError unless `value` is a list of words without digits, each once."""
    good = isinstance(value, list) and value and all(isinstance(word, str) and word.strip() == word != "" for word in value)
    if not good or len(set(value)) < len(value) or any(letter.isdigit() for word in value for letter in word):
        raise CalibrationError(f"{path}: '{where}' must be a list of words without digits, each once.")


def _mapping(path: Path, where: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not value:
        raise CalibrationError(f"{path}: '{where}' must hold names by key; it holds {type(value).__name__}.")
    return value
