"""Structured logs: one event a line, with time (UTC), level, and the session, job, dataset and request it belongs to."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging import LogRecord
from pathlib import Path
from secrets import token_hex
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import BoundLogger, ProcessorFormatter, add_log_level, add_logger_name, filter_by_level
from structlog.typing import EventDict, Processor, WrappedLogger

from synfin_core.errors import WrongUse, closest
from synfin_core.observability.recent import Recent
from synfin_core.observability.redaction import redact
from synfin_core.observability.sink import Sink

LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("auto", "json", "text")
_OURS = "synfin_core"
_FIRST = ("time", "level", "event")

_recent = Recent()
logging.getLogger(_OURS).addHandler(logging.NullHandler())


def logger(name: str) -> BoundLogger:
    """The logger of a module; silent until somebody calls `configure`."""
    chain: list[Processor] = [filter_by_level, *_SHARED, ProcessorFormatter.wrap_for_formatter]
    return structlog.wrap_logger(logging.getLogger(name), processors=chain, wrapper_class=BoundLogger)


@contextmanager
def bound(
    *, session: str | None = None, job: str | None = None, dataset: str | None = None, request: str | None = None
) -> Iterator[None]:
    """Give every event inside these ids, beside those that are bound already."""
    ids = {"session": session, "job": job, "dataset": dataset, "request": request}
    with bound_contextvars(**{name: id for name, id in ids.items() if id is not None}):
        yield


def configure(
    level: str = "info", file: Path | None = None, format: str = "auto", *, max_file_mb: int = 10, kept_files: int = 5
) -> None:
    """Send what is logged from `level` on to stderr or a rotating file; 'auto' is text on a terminal and JSON elsewhere."""
    _refuse("level", level.lower(), LEVELS)
    _refuse("format", format, FORMATS)
    handler = _Handler(Sink(file, max_file_mb * 1_000_000, kept_files), _is_json(file, format))
    root = logging.getLogger()
    for before in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(before)
        before.close()
    root.addHandler(handler)
    handler.setLevel(level.upper())
    logging.getLogger(_OURS).setLevel(level.upper())
    logging.captureWarnings(True)


def recent_errors() -> list[dict[str, Any]]:
    """The latest errors of this process, newest first: time, event, error_id, and the ids that were bound."""
    return _recent.errors()


def recent_events(n: int = 100) -> list[dict[str, Any]]:
    """The last `n` events of this process, newest first, whatever the format of the log; without tracebacks."""
    return _recent.events(n)


def tail(n: int = 100) -> list[str]:
    """The last `n` lines that this process logged, oldest first."""
    return _recent.lines(n)


def counted() -> dict[str, int]:
    """How many events of each level this process logged."""
    return {level: _recent.counts[level] for level in LEVELS}


class _Handler(logging.Handler):
    """Renders one event, keeps it for the health screen, and writes it."""

    def __init__(self, sink: Sink, is_json: bool) -> None:
        super().__init__()
        self._sink = sink
        renderer: Processor = JSONRenderer(default=str, ensure_ascii=False) if is_json else _text()
        drop = ProcessorFormatter.remove_processors_meta
        chain: list[Processor] = [drop, format_exc_info, _redacted, _recent.take, renderer]
        self.setFormatter(ProcessorFormatter(processors=chain, foreign_pre_chain=_SHARED))

    def emit(self, record: LogRecord) -> None:
        """Write the event of a record; one that cannot be rendered is named, and stops nobody."""
        try:
            line = self.format(record)
        except (TypeError, ValueError, LookupError, AttributeError, RecursionError) as failure:
            told = {"level": "error", "event": "an event could not be rendered", "logger": record.name, "cause": repr(failure)}
            line = json.dumps(redact(told))
        _recent.keep(line)
        self._sink.write(line)

    def close(self) -> None:
        """Give the file back."""
        self._sink.close()
        super().close()


def _with_error_id(log: WrappedLogger, method: str, event: EventDict) -> EventDict:
    if event.get("level") in ("error", "critical"):
        event.setdefault("error_id", token_hex(4))
    return event


def _redacted(log: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The event without secrets, and with what is read first in front."""
    ordered = {name: event[name] for name in _FIRST if name in event} | dict(event)
    return {name: redact(value, name) for name, value in ordered.items()}


_SHARED: list[Processor] = [
    merge_contextvars,
    add_logger_name,
    add_log_level,
    TimeStamper(fmt="iso", utc=True, key="time"),
    _with_error_id,
]


def _text() -> Processor:
    colors = sys.stderr is not None and sys.stderr.isatty()
    return ConsoleRenderer(colors=colors, timestamp_key="time", exception_formatter=plain_traceback)


def _is_json(file: Path | None, format: str) -> bool:
    on_terminal = file is None and sys.stderr is not None and sys.stderr.isatty()
    return format == "json" or (format == "auto" and not on_terminal)


def _refuse(name: str, said: str, allowed: tuple[str, ...]) -> None:
    if said not in allowed:
        raise WrongUse(f"log {name} is {said!r:.60}{closest(str(said)[:60], allowed)}; allowed are {', '.join(allowed)}.")
