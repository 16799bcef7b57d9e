"""A self-test: a thousand payments made twice, written as Parquet, read back and compared by their checksums."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.fingerprint import ROW_KEYS, digest, fingerprint_sums
from synfin_core.store.library import Library

_SPEC = Spec(count=1_000, fraud_rate=0.02, seed=42)
_TABLE = "transactions"
T = TypeVar("T")


@dataclass(frozen=True)
class Step:
    """One step: what was tried, whether it went as it must, what was found, and how long it took in seconds."""

    name: str
    passed: bool
    found: str
    seconds: float


def steps(library: Library) -> Iterator[Step]:
    """Each step as it ends; nothing is left in the library."""
    made, took = _timed(lambda: generate(_SPEC))
    n_rows = len(made.transactions)
    yield Step(f"Make {_SPEC.count:,} payments", n_rows == _SPEC.count, f"{n_rows:,} payments", took)
    again, took = _timed(lambda: generate(_SPEC))
    first, second = made.transactions.fingerprint(), again.transactions.fingerprint()
    yield Step("Make them again: the same seed, the same data", first == second, f"fingerprint {second[:12]}", took)
    with library.workplace() as folder:
        path, took = _timed(lambda: made.export(folder / "self-test.parquet", table=_TABLE))
        n_bytes = path.stat().st_size
        yield Step("Write them as Parquet on the library's disk", n_bytes > 0, f"{n_bytes:,} bytes", took)
        read, took = _timed(lambda: _read(path))
    yield Step("Read them back", read.num_rows == _SPEC.count, f"{read.num_rows:,} payments", took)
    wanted = made.sql(f"SELECT * FROM {_TABLE}")
    sums, took = _timed(lambda: (_checksum(wanted), _checksum(read.select(wanted.column_names))))
    yield Step("Compare the checksums of all values", sums[0] == sums[1], f"checksum {sums[1][:12]}", took)


def _read(path: Path) -> pa.Table:
    return pq.read_table(path)


def _checksum(table: pa.Table) -> str:
    return digest(fingerprint_sums(table, *ROW_KEYS[_TABLE]))


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    done = work()
    return done, time.perf_counter() - began
