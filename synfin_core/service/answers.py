"""Answers that are given again: a request that names itself by an Idempotency-Key is scored once, however often it comes."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine

from synfin_core.errors import SynfinError
from synfin_core.service.problems import Problem

Make = Callable[[], Coroutine[None, None, bytes]]
_MOST = 200_000  # payments whose answers are kept; some 12 MB


class Answers:
    """By caller and name, with the payments that they were about; the oldest are forgotten. Belongs to one event loop."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], tuple[bytes, int, asyncio.Task[bytes]]] = OrderedDict()

    async def once(self, name: tuple[str, str], about: bytes, n: int, make: Make) -> bytes:
        """The answer about `n` payments, made unless it is known or under way; one that failed is made anew."""
        if name not in self._kept:
            self._kept[name] = (about, n, asyncio.create_task(make()))
            self._forget()
        known, _, answer = self._kept[name]
        if known != about:
            raise Problem(
                422, "Idempotency-Key names an earlier request about other payments; each request is allowed one of its own."
            )
        try:
            return await asyncio.shield(answer)
        except SynfinError:
            self._kept.pop(name, None)
            raise

    def _forget(self) -> None:
        while len(self._kept) > 1 and sum(n for _, n, _ in self._kept.values()) > _MOST:
            self._kept.popitem(last=False)
