"""The latest of what was logged, kept in memory for the health screen."""

from collections import Counter, deque
from typing import Any

from structlog.typing import EventDict, WrappedLogger

ERRORS = 50  # kept, assumed
LINES = 1_000  # kept, assumed
_SEVERE = ("error", "critical")


class Recent:
    """Bounded rings of errors, events and lines; how many events came, by level."""

    def __init__(self) -> None:
        self._errors: deque[dict[str, Any]] = deque(maxlen=ERRORS)
        self._events: deque[dict[str, Any]] = deque(maxlen=LINES)
        self._lines: deque[str] = deque(maxlen=LINES)
        self.counts: Counter[str] = Counter()

    def take(self, log: WrappedLogger, method: str, event: EventDict) -> EventDict:
        """Count an event on its way to the renderer, and keep it without its traceback."""
        level = str(event.get("level"))
        self.counts["error" if level in _SEVERE else level] += 1
        kept = {name: value for name, value in event.items() if name != "exception"}
        self._events.appendleft(kept)
        if level in _SEVERE:
            self._errors.appendleft(kept)
        return event

    def keep(self, line: str) -> None:
        """Keep a line as it was written."""
        self._lines.append(line)

    def errors(self) -> list[dict[str, Any]]:
        """The errors, newest first."""
        return list(self._errors)

    def events(self, n: int) -> list[dict[str, Any]]:
        """The last `n` events, newest first."""
        return list(self._events)[: max(n, 0)]

    def lines(self, n: int) -> list[str]:
        """The last `n` lines, oldest first."""
        return list(self._lines)[-n:] if n > 0 else []
