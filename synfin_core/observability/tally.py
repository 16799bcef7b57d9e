"""What was done in one library, added up by every process that did something; a restart loses nothing."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from synfin_core.observability.families import Reading
from synfin_core.observability.logs import logger
from synfin_core.observability.samples import Sample, samples

NAME = "totals.sqlite"
_WAIT_SECONDS = 2.0  # for another process that adds; it takes milliseconds
_MOST_PENDING = 1_000  # additions kept in memory while the disk takes none, assumed
_TOTALS = """CREATE TABLE IF NOT EXISTS totals
    (family TEXT, labels TEXT, part TEXT, value REAL NOT NULL, PRIMARY KEY (family, labels, part)) WITHOUT ROWID"""
_COUNTED = "CREATE TABLE IF NOT EXISTS counted (key TEXT PRIMARY KEY) WITHOUT ROWID"
_ADD = "INSERT INTO totals VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value"

Addition = tuple[str, list[tuple[Sample, float]]]  # a key that counts once, or ''; what is added

_log = logger(__name__)
_lock = Lock()
_pending: dict[Path, list[Addition]] = {}
_known: dict[Path, tuple[dict[Sample, float], set[str]]] = {}  # what was read last, for when it cannot be read


class Tally:
    """Counters and histograms of the library in `folder`; who cannot write keeps what it has to add in memory."""

    def __init__(self, folder: Path) -> None:
        self._path = folder.absolute() / NAME

    def add(self, readings: Iterable[Reading], key: str = "") -> None:
        """Add to the totals, once for each key; the disk's troubles never stop the caller."""
        self.add_all([(key, readings)])

    def add_all(self, additions: Iterable[tuple[str, Iterable[Reading]]]) -> None:
        """Add many at once, each with its key."""
        fresh = [(key, [pair for reading in readings for pair in samples(reading)]) for key, readings in additions]
        with _lock:
            waiting = _pending.setdefault(self._path, [])
            is_news = not waiting
            waiting += fresh
            try:
                self._write(waiting)
            except (sqlite3.Error, OSError) as failure:
                self._wait(waiting, failure, is_news)
            else:
                waiting.clear()

    def totals(self) -> dict[Sample, float]:
        """The samples so far, with what this process still has to add."""
        with _lock:
            read, counted = self._read()
            totals = dict(read)
            for key, pairs in _pending.get(self._path, ()):
                for sample, value in pairs if key not in counted else ():
                    totals[sample] = totals.get(sample, 0.0) + value
            return totals

    def counted(self) -> set[str]:
        """The keys that were counted so far."""
        with _lock:
            return self._read()[1] | {key for key, _ in _pending.get(self._path, ())}

    def _wait(self, waiting: list[Addition], failure: Exception, is_news: bool) -> None:
        """Keep what cannot be written now, up to a bound; said once until it can."""
        del waiting[:-_MOST_PENDING]
        if is_news:
            _log.warning("totals stay in memory: their file cannot be written", cause=str(failure))
        if isinstance(failure, sqlite3.DatabaseError) and not isinstance(failure, sqlite3.OperationalError):
            self._begin_anew(waiting)

    def _begin_anew(self, waiting: list[Addition]) -> None:
        """Let a new file begin, with what is known, where this one is no database any more."""
        try:
            self._path.replace(self._path.with_suffix(".damaged"))
        except OSError as failure:
            _log.warning("a damaged file of totals stays where it is", cause=str(failure))
            return
        totals, counted = _known.pop(self._path, ({}, set()))
        waiting[:0] = [("", list(totals.items())), *((key, []) for key in counted)]

    def _write(self, additions: list[Addition]) -> None:
        if not self._path.parent.is_dir():
            raise FileNotFoundError("the library is not there")
        with self._open("rwc") as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TOTALS)
            connection.execute(_COUNTED)
            for key, pairs in additions:
                if not key or connection.execute("INSERT OR IGNORE INTO counted VALUES (?)", (key,)).rowcount:
                    connection.executemany(_ADD, [(*sample, value) for sample, value in pairs])

    def _read(self) -> tuple[dict[Sample, float], set[str]]:
        """The file's content; what was read before when it cannot be read now, so that no counter goes back."""
        if not self._path.is_file():
            return _known.get(self._path, ({}, set()))
        try:
            with self._open("ro") as connection:
                rows = connection.execute("SELECT family, labels, part, value FROM totals").fetchall()
                keys = connection.execute("SELECT key FROM counted").fetchall()
        except sqlite3.Error as failure:
            _log.warning("totals cannot be read", cause=str(failure))
        else:
            _known[self._path] = {(family, labels, part): value for family, labels, part, value in rows}, {key for (key,) in keys}
        return _known.get(self._path, ({}, set()))

    @contextmanager
    def _open(self, mode: str) -> Iterator[sqlite3.Connection]:
        address = f"{self._path.as_uri()}?mode={mode}"
        with closing(sqlite3.connect(address, timeout=_WAIT_SECONDS, uri=True, isolation_level=None)) as connection:
            yield connection
