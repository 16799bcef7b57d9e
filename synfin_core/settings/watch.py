"""Looks after the files of the settings, and has them read again within a second of a change."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from types import TracebackType
from typing import Self

import watchfiles

from synfin_core.settings.in_force import IN_FORCE, Event, InForce, Subscriber
from synfin_core.settings.model import Settings

_LOOK_SECONDS = 0.4  # for disks that tell nothing of changes, and for folders that come and go
_SETTLE_SECONDS = 0.05  # a file that is being written is left alone until it has not changed for so long
_SETTLE_LOOKS = 10
_UNSEEN = (-1, -1, -1)
_Signature = tuple[tuple[int, int, int] | None, ...]  # instant of change, size and number of each file; None when not there


class SettingsWatch:
    """A thread that reloads; use it as a context, or `start` and `stop` it. What is refused changes nothing."""

    def __init__(self, in_force: InForce = IN_FORCE) -> None:
        self._in_force = in_force
        self._stopped = Flag()
        self._thread: Thread | None = None

    def start(self) -> Self:
        """Begin to watch; SettingsError when there are no valid settings to begin with."""
        if self._thread is None:
            files = self._in_force.state().files
            known = _signature(files)
            self._in_force.reload("the start of the watch")  # what changed since the settings were read
            self._stopped.clear()
            self._thread = Thread(target=self._watch, args=(files, known), name="settings watch", daemon=True)
            self._thread.start()
        return self

    def stop(self) -> None:
        """End the watch; the settings stay as they are."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def current(self) -> Settings:
        """The settings in force."""
        return self._in_force.current()

    def reload(self) -> Event | None:
        """Read every layer now; None when nothing differs."""
        return self._in_force.reload()

    def rollback(self, number: int | None = None) -> Event | None:
        """Put back the settings of an earlier event, else the good ones before."""
        return self._in_force.rollback(number)

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Have `subscriber(old, new)` told of every change; the answer ends it."""
        return self._in_force.subscribe(subscriber)

    def history(self) -> tuple[Event, ...]:
        """What happened, newest first."""
        return self._in_force.history()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _watch(self, files: tuple[Path, ...], known: _Signature) -> None:
        while not self._stopped.is_set():
            files = self._watch_these(files, known)
            known = (_UNSEEN,) * len(files)  # whatever changed while these files came into use is seen at the first look

    def _watch_these(self, files: tuple[Path, ...], known: _Signature) -> tuple[Path, ...]:
        """Reload at each change, until the settings come from other files, or the watch ends; the files from then on."""
        for _ in self._looks(files):
            if _signature(files) == known:
                continue
            now = self._settled(files)
            changed = [str(path) for path, old, new in zip(files, known, now, strict=True) if old != new]
            known = now
            self._in_force.reload(", ".join(changed))
            if (others := self._in_force.state().files) != files:
                return others
        return files

    def _looks(self, files: tuple[Path, ...]) -> Iterator[object]:
        """Something whenever a file may have changed, and now and then anyway."""
        folders = {path.parent for path in files if path.parent.is_dir()}
        try:
            yield from watchfiles.watch(
                *folders,
                watch_filter=lambda _, path: Path(path) in files,
                debounce=50,
                step=20,
                stop_event=self._stopped,
                rust_timeout=int(_LOOK_SECONDS * 1000),
                yield_on_timeout=True,
                raise_interrupt=False,
                recursive=False,
            )
        except OSError:  # as many watches as the system allows are taken
            while not self._stopped.wait(_LOOK_SECONDS):
                yield None

    def _settled(self, files: tuple[Path, ...]) -> _Signature:
        """The files once nobody is writing them, or after half a second."""
        seen = _signature(files)
        for _ in range(_SETTLE_LOOKS):
            if self._stopped.wait(_SETTLE_SECONDS) or seen == (seen := _signature(files)):
                break
        return seen


def _signature(files: tuple[Path, ...]) -> _Signature:
    return tuple(map(_mark, files))


def _mark(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
