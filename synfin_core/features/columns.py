"""Columns of an Arrow table as NumPy arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.errors import WrongUse
from synfin_core.features.log import Ints
from synfin_core.randomness import mix64

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
NOBODY = -1
_WORDS = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, eq=False)
class Columns:
    """A table of payments or events, read column by column."""

    table: pa.Table
    _words: dict[str, pa.DictionaryArray] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def ids(self, name: str) -> Ints:
        """[row] ids; NOBODY where empty."""
        return np.asarray(self._as(name, pa.int64()).fill_null(NOBODY).to_numpy(zero_copy_only=False))

    def numbers(self, name: str) -> Floats:
        """[row] numbers; NaN where empty."""
        return np.asarray(self._as(name, pa.float64()).to_numpy(zero_copy_only=False))

    def microseconds(self, name: str) -> Ints:
        """[row] microseconds since 1970."""
        return np.asarray(self._as(name, pa.timestamp("us")).cast(pa.int64()).to_numpy(zero_copy_only=False))

    def words(self, name: str) -> pa.DictionaryArray:
        """[row] words, coded with 32 bits."""
        if name not in self._words:
            column = self.table[name].combine_chunks()
            is_coded = pa.types.is_dictionary(column.type)
            self._words[name] = column.cast(_WORDS) if is_coded else self._as(name, pa.string()).dictionary_encode()
        return self._words[name]

    def is_true(self, name: str) -> Flags:
        """[row] whether a flag is set; an empty one is not."""
        return np.asarray(self._as(name, pa.bool_()).fill_null(False).to_numpy(zero_copy_only=False))

    def is_word(self, name: str, *wanted: str) -> Flags:
        """[row] whether a column has one of the words."""
        column = self.words(name)
        hits = np.array([word in wanted for word in column.dictionary.to_pylist()] + [False])
        return np.asarray(hits[_codes(column)])

    def hashes(self, name: str) -> Ints:
        """[row] a number for each word that is the same in every batch; NOBODY where empty."""
        column = self.words(name)
        numbers = np.append(word_numbers(column.dictionary.to_pylist()), NOBODY)
        return np.asarray(numbers[_codes(column)])

    def parties(self, customer: str, merchant: str = "merchant_id") -> Ints:
        """[row] a customer or outside party, else the merchant, in one room of keys; NOBODY where both are empty."""
        customers, merchants = self.ids(customer), self.ids(merchant)
        keys = np.where(customers >= 0, customers * 2, merchants * 2 + 1)
        return np.where((customers < 0) & (merchants < 0), NOBODY, keys)

    def _as(self, name: str, wanted: pa.DataType) -> pa.Array:
        """One column of one type; WrongUse when its values are none of that type."""
        column = self.table[name].combine_chunks()
        try:
            return column.cast(wanted)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise WrongUse(f"column '{name}' is {column.type}; values that are {wanted} are allowed ({error}).") from error


def only(table: pa.Table, names: tuple[str, ...], what: str) -> pa.Table:
    """The columns named, alone; WrongUse when one is missing."""
    there = set(table.column_names)
    if missing := [name for name in names if name not in there]:
        raise WrongUse(f"the {what} have no column '{missing[0]}'; features read {', '.join(names)}.")
    return table.select(list(names))


def word_numbers(words: Sequence[str]) -> Ints:
    """[word] a number for each that is the same everywhere."""
    return np.array([crc32(word.encode()) for word in words], np.int64)


def pair(one: Ints, other: Ints) -> Ints:
    """[row] one key for two ids (SplitMix64; among ten million pairs, two share a key once in 180,000 times); NOBODY for one."""
    mixed = mix64(mix64(one.astype(np.uint64)) ^ other.astype(np.uint64)) >> np.uint64(1)
    return np.where((one < 0) | (other < 0), NOBODY, mixed.astype(np.int64))


def _codes(column: pa.DictionaryArray) -> Ints:
    """[row] place in the dictionary; -1 where empty."""
    return np.asarray(column.indices.fill_null(-1).to_numpy(zero_copy_only=False))
