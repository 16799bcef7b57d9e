"""Features as one matrix of numbers, with what the training rows alone say of words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from synfin_core.errors import WrongUse
from synfin_core.learning.examples import NAMES

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Encoding:
    """The columns of the matrix in order, and the words that training knew; a word unknown then reads as empty (NaN)."""

    names: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]

    @classmethod
    def fitted(cls, features: pa.Table, names: tuple[str, ...] = NAMES) -> "Encoding":
        """The words of the training rows, in their order by name; a column that is the same in all of them is left out."""
        coded = (name for name in names if _is_text(features[name].type))
        words = {name: tuple(sorted(_words_in(features[name]))) for name in coded}
        telling = tuple(name for name in names if (len(words[name]) > 1 if name in words else _varies(features[name])))
        return cls(telling, {name: words[name] for name in telling if name in words})

    @property
    def is_word(self) -> NDArray[np.bool_]:
        """[column] whether its numbers stand for words."""
        return np.array([name in self.words for name in self.names])

    def matrix(self, features: pa.Table) -> Matrix:
        """[payment, column] numbers; WrongUse when a column is missing."""
        there = set(features.column_names)
        if missing := [name for name in self.names if name not in there]:
            raise WrongUse(f"the features have no column '{missing[0]}'; this model reads {len(self.names)} of them.")
        matrix = np.empty((features.num_rows, len(self.names)), np.float32)
        for place, name in enumerate(self.names):
            matrix[:, place] = self._codes(features[name], name) if name in self.words else _numbers(features[name])
        return matrix

    def _codes(self, column: pa.ChunkedArray, name: str) -> NDArray[np.float32]:
        known = {word: float(code) for code, word in enumerate(self.words[name])}
        coded = column.cast(pa.dictionary(pa.int32(), pa.string())).combine_chunks()
        codes = [known.get(word, np.nan) for word in coded.dictionary.to_pylist()]
        return np.array([*codes, np.nan], np.float32)[coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]

    def as_dict(self) -> dict[str, Any]:
        """As a registry keeps it."""
        return {"names": list(self.names), "words": {name: list(words) for name, words in self.words.items()}}


def _is_text(type: pa.DataType) -> bool:
    return pa.types.is_dictionary(type) or pa.types.is_string(type)


def _words_in(column: pa.ChunkedArray) -> list[str]:
    return [word for word in column.cast(pa.dictionary(pa.int32(), pa.string())).unique().to_pylist() if word is not None]


def _varies(column: pa.ChunkedArray) -> bool:
    """Whether it has two different numbers."""
    ends = pc.min_max(column)
    return ends["min"].is_valid and ends["min"] != ends["max"]


def _numbers(column: pa.ChunkedArray) -> NDArray[Any]:
    return np.asarray(column.cast(pa.float32()).to_numpy(), np.float32)
