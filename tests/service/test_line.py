"""Many ask at the same time: each gets the answer to its own question, and one that is wrong spoils no other."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from synfin_core.errors import FaultyRows, NoModel, Refused
from synfin_core.service.desk import Desk
from synfin_core.service.intake import Intake
from synfin_core.service.line import Line
from synfin_core.service.scorer import Scored
from tests.resilience.conftest import alone
from tests.service.conftest import Rows

N = 60
INTAKE = Intake("transactions", "transaction_id")
Work = Callable[[Desk], Coroutine[Any, Any, Any]]


def at_a_desk(library: Path, work: Work) -> Any:
    """What comes of work at a desk that was just opened."""

    async def whole() -> Any:
        desk = Desk(library)
        await desk.begin()
        try:
            return await work(desk)
        finally:
            desk.end()

    return alone(whole())


def tables(payments: Rows) -> list[pa.Table]:
    """Each payment as a request of its own."""
    return [INTAKE.table([payment]) for payment in payments]


async def all_at_once(line: Line, requests: list[pa.Table]) -> list[Scored | BaseException]:
    """The answers, in the order of the questions."""
    return list(await asyncio.gather(*(line.score(request) for request in requests), return_exceptions=True))


def test_who_asks_together_is_scored_as_in_one_batch(library: Path, payments: Rows) -> None:
    """Sixty at once, against the same sixty in one request."""
    together = at_a_desk(library, lambda desk: all_at_once(desk.line, tables(payments[:N])))
    batch = at_a_desk(library, lambda desk: desk.line.score(INTAKE.table(payments[:N])))

    assert [int(one.ids[0]) for one in together] == batch.ids.tolist()
    np.testing.assert_array_equal([one.scores[0] for one in together], batch.scores)


def test_one_that_is_wrong_spoils_no_other(library: Path, payments: Rows) -> None:
    """A payment that comes twice is refused the second time; what was refused is not remembered."""
    twice = [*payments[:10], payments[4], *payments[10:20]]
    found = at_a_desk(library, lambda desk: all_at_once(desk.line, tables(twice)))

    assert [place for place, one in enumerate(found) if isinstance(one, FaultyRows)] == [10]
    assert all(isinstance(one, Scored) for place, one in enumerate(found) if place != 10)


def test_a_line_that_is_too_long_takes_nobody_else(library: Path, payments: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who wait are answered, the others told to come back."""
    monkeypatch.setenv("SYNFINANCE_API__WAITING", "20")
    found = at_a_desk(library, lambda desk: all_at_once(desk.line, tables(payments[:30])))

    assert [type(one) for one in found] == [Scored] * 20 + [Refused] * 10
    assert isinstance(found[-1], Refused) and found[-1].retry_after == 1


def test_nobody_is_answered_before_the_start_is_over(library: Path, payments: Rows) -> None:
    """Without the history there would be wrong scores."""

    async def early(desk: Desk) -> Scored:
        return await Line(desk.scorer).score(INTAKE.table(payments[:1]))

    with pytest.raises(NoModel, match="is starting"):
        at_a_desk(library, early)
