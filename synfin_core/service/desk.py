"""What the addresses of one server work with, from its start to its end."""

import asyncio
import gc
import os
from pathlib import Path

from synfin_core import __version__
from synfin_core.errors import SynfinError
from synfin_core.learning.registry import Registry
from synfin_core.observability import families, logs, sources
from synfin_core.observability.counts import Counts
from synfin_core.observability.exposition import text
from synfin_core.observability.families import Reading
from synfin_core.observability.process import build, process
from synfin_core.observability.redaction import without_folders
from synfin_core.resilience import Finding, HealthChecker, HealthStatus, register_monitoring_health_check
from synfin_core.service.answers import Answers
from synfin_core.service.line import Line
from synfin_core.service.promoted import Promoted
from synfin_core.service.scorer import Scorer
from synfin_core.store.dataset import Dataset

_THREADS = 4
_log = logs.logger(__name__)


class Desk:
    """The promoted model of a library, what is remembered, who waits, and the figures; `history` is known from the start."""

    def __init__(self, library: Path | None = None, history: Dataset | None = None) -> None:
        self._history = history
        self._trouble = ""
        self.counts, self.answers = Counts(), Answers()
        self.promoted = Promoted(Registry(library))
        self.scorer = Scorer(self.promoted, min(os.cpu_count() or 1, _THREADS))
        self.line = Line(self.scorer)
        self.checker = HealthChecker("synfinance api")
        self.checker.register_check("model", cache_seconds=0)(self.promoted.finding)
        self.checker.register_check("history", cache_seconds=0)(self._finding)
        register_monitoring_health_check(self.checker)
        self.counts.add(Reading(families.SCORED, 0.0), Reading(families.EVENTS_TOLD, 0.0))

    async def begin(self) -> None:
        """Load the model, take in the history, and then let requests in."""
        await asyncio.to_thread(self.promoted.start)
        try:
            if self._history is not None:
                history = self._history
                await self.line.apart(lambda: self.scorer.learn(history))
        except SynfinError as error:
            self._trouble = without_folders(str(error))
            _log.error("the history cannot be read", cause=str(error))
            return
        self._history = None
        gc.freeze()  # what stays for good need not be looked through for garbage while somebody waits
        self.line.open()
        self.checker.mark_startup_complete()

    def end(self) -> None:
        """Let go of everything."""
        self.line.close()
        self.promoted.stop()
        gc.unfreeze()

    def exposition(self) -> str:
        """All figures, for Prometheus."""
        here = [
            Reading(families.MODEL, float(self.promoted.is_there)),
            Reading(families.WAITING, self.line.n_waiting),
            Reading(families.REMEMBERED, self.scorer.n_remembered),
        ]
        return text(self.counts.totals(), [*here, *process(), *build(__version__), *sources.readings()])

    def _finding(self) -> Finding:
        """Whether what there is to know is known."""
        if self._trouble or self._history is not None:
            return Finding(HealthStatus.UNHEALTHY, self._trouble or "the history is being read")
        return Finding(HealthStatus.HEALTHY, "all that there is to know is known")
