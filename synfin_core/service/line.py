"""Requests wait in line for one thread that scores; small ones that wait together are scored together."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import pyarrow as pa

from synfin_core.errors import NoModel, Refused
from synfin_core.service.crew import alone
from synfin_core.service.scorer import Scored, Scorer
from synfin_core.settings.in_force import current

T = TypeVar("T")
_TOGETHER = 1_000  # payments; more at once make those behind them wait for too long


@dataclass(eq=False)
class _Request:
    table: pa.Table
    remember: bool
    answer: asyncio.Future[Scored] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def __len__(self) -> int:
        return int(self.table.num_rows)


class Line:
    """Belongs to one event loop."""

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer
        self._waiting: deque[_Request] = deque()
        self._thread = ThreadPoolExecutor(1, "scorer", initializer=alone)
        self._work: asyncio.Task[None] | None = None
        self._is_open = False

    def open(self) -> None:
        """Let requests in."""
        self._is_open = True

    @property
    def n_waiting(self) -> int:
        """Payments that wait."""
        return sum(map(len, self._waiting))

    async def score(self, table: pa.Table, remember: bool = True) -> Scored:
        """The scores of one request; FaultyRows, NoModel, or Refused when too many wait."""
        self._refuse_early()
        if self.n_waiting + len(table) > max(current().api.waiting, len(table)):
            raise Refused("Too many payments wait for their scores; try again in a second.", "line", 1.0)
        request = _Request(table, remember)
        self._waiting.append(request)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._serve())
        return await request.answer

    async def tell(self, events: pa.Table) -> None:
        """Know of events; NoModel while the history is read, Refused when too many wait."""
        self._refuse_early()
        await self.apart(lambda: self.scorer.tell(events))

    async def apart(self, do: Callable[[], T]) -> T:
        """Something else that the scorer does, after what it is at."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, do)

    def close(self) -> None:
        """Let nothing more in."""
        self._thread.shutdown(cancel_futures=True)

    def _refuse_early(self) -> None:
        if not self._is_open:
            raise NoModel("The service is starting: the model and the history are being read; try again soon.")

    async def _serve(self) -> None:
        while self._waiting:
            requests = self._next()
            for request, said in zip(requests, await self._answers(requests), strict=True):
                _tell(request.answer, said)

    async def _answers(self, requests: list[_Request]) -> Sequence[Scored | BaseException]:
        """What each is told; when scoring itself fails, all are told so."""
        tables, remember = [request.table for request in requests], requests[0].remember
        [said] = await asyncio.gather(self.apart(lambda: self.scorer.score(tables, remember)), return_exceptions=True)
        return [said] * len(requests) if isinstance(said, BaseException) else said

    def _next(self) -> list[_Request]:
        """Those at the front that go together; one that is not to be remembered goes alone."""
        requests = [self._waiting.popleft()]
        n_rows = len(requests[0])
        while requests[0].remember and self._waiting and self._waiting[0].remember:
            if (n_rows := n_rows + len(self._waiting[0])) > _TOGETHER:
                break
            requests.append(self._waiting.popleft())
        return requests


def _tell(answer: asyncio.Future[Scored], said: Scored | BaseException) -> None:
    """Give an answer to who still waits for it."""
    if answer.done():
        return
    if isinstance(said, Scored):
        answer.set_result(said)
    else:
        answer.set_exception(said)
