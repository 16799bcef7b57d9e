"""The settings in force in this process: a bad change never gets through, and a good one can be taken back."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock, RLock, Thread
from typing import Literal

from synfin_core.errors import SettingsError, SynfinError
from synfin_core.settings.comparison import Change, changes
from synfin_core.settings.loading import State, load
from synfin_core.settings.model import Settings
from synfin_core.settings.places import variables

Subscriber = Callable[[Settings, Settings], object]  # gets the old and the new; an error refuses the new ones
Kind = Literal["loaded", "changed", "refused", "rolled back"]
_KEPT = 100  # events, and good states that can be gone back to
_SUBSCRIBER_SECONDS = 5.0  # whoever takes longer refuses


@dataclass(frozen=True)
class Event:
    """Something that happened to the settings; `at` is UTC. What was refused left them as they were."""

    number: int
    at: datetime
    kind: Kind
    source: str  # the files that changed, or 'asked for', or 'variables'
    changes: tuple[Change, ...] = ()
    error: str = ""


class InForce:
    """Any number of threads may read and change; a reader never waits, and always sees one whole state."""

    def __init__(self, read: Callable[[], State] = load) -> None:
        self._read = read
        self._state: State | None = None
        self._variables: Mapping[str, str] = {}
        self._changing = RLock()  # one change after the other, those who are told included
        self._guard = Lock()  # of the lists below, for an instant
        self._events: deque[Event] = deque(maxlen=_KEPT)
        self._good: dict[int, State] = {}  # by the number of the event that first put it in force
        self._subscribers: list[Subscriber] = []
        self._count = self._at = 0  # events so far; the one whose state is in force

    def current(self) -> Settings:
        """The settings in force; SettingsError only when there are none to fall back on."""
        return self.state().settings

    def state(self) -> State:
        """The settings in force and where each came from; read anew once this program changed a SYNFINANCE_* variable."""
        state = self._state
        if state is not None and self._variables == variables():
            return state
        with self._changing:
            state, said = self._state, variables()
            return state if state is not None and self._variables == said else self._read_anew(state, said)

    def reload(self, source: str = "asked for") -> Event | None:
        """Read every layer again; the event says what came of it, None that nothing differs."""
        with self._changing:
            before, said = self._state or self.state(), variables()
            try:
                after = self._read()
            except SettingsError as error:
                return self._tell("refused", source, error=" ".join(error.problems))
            self._variables = said
            return self._change(before, after, "changed", source)

    def rollback(self, number: int | None = None) -> Event | None:
        """Put back the state of event `number`, else the good one before; it holds until a file changes."""
        with self._changing:
            before = self._state or self.state()
            earlier = [one for one in self._good if one < self._at]
            wanted = number if number is not None else max(earlier, default=0)
            if wanted not in self._good:
                raise SettingsError(f"there are no settings of event {wanted} to go back to; allowed are {_listed(self._good)}.")
            event = self._change(before, self._good[wanted], "rolled back", "asked for")
            if event is None or event.kind == "rolled back":
                self._at = wanted
            return event

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Have `subscriber` told of every change, in order; the answer ends it."""
        with self._guard:
            self._subscribers.append(subscriber)
        return lambda: self._forget(subscriber)

    def history(self) -> tuple[Event, ...]:
        """What happened, newest first."""
        with self._guard:
            return tuple(reversed(self._events))

    def good(self) -> tuple[int, ...]:
        """Events whose settings can be gone back to, oldest first."""
        with self._guard:
            return tuple(self._good)

    def _read_anew(self, before: State | None, said: Mapping[str, str]) -> State:
        """The first settings, or those after the program itself changed a variable."""
        after = self._read()
        self._variables = said
        if before is None:
            self._state = after
            self._keep(self._tell("loaded", "the start"), after)
        else:
            self._change(before, after, "changed", "variables")
        return self._state or after

    def _change(self, before: State, after: State, kind: Kind, source: str) -> Event | None:
        """Put `after` in force and tell everybody; when one refuses, all are told back and nothing has changed."""
        differing = changes(before, after)
        self._state = after
        if not differing:
            return None
        with self._guard:
            subscribers = tuple(self._subscribers)
        for place, subscriber in enumerate(subscribers):
            if refusal := _refusal(subscriber, before.settings, after.settings):
                self._state = before
                for told in subscribers[:place]:
                    _refusal(told, after.settings, before.settings)
                return self._tell("refused", source, differing, refusal)
        event = self._tell(kind, source, differing)
        if kind == "changed":
            self._keep(event, after)
        return event

    def _tell(self, kind: Kind, source: str, differing: tuple[Change, ...] = (), error: str = "") -> Event:
        with self._guard:
            self._count += 1
            event = Event(self._count, datetime.now(UTC), kind, source, differing, error)
            self._events.append(event)
        return event

    def _keep(self, event: Event, state: State) -> None:
        with self._guard:
            self._at = event.number
            self._good[event.number] = state
            if len(self._good) > _KEPT:
                del self._good[min(self._good)]

    def _forget(self, subscriber: Subscriber) -> None:
        with self._guard:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)


def _refusal(subscriber: Subscriber, old: Settings, new: Settings) -> str:
    """Why a subscriber does not take the new settings; '' when it does. It runs apart, so that it cannot hang or end us."""
    answers: list[str] = []

    def ask() -> None:
        try:
            subscriber(old, new)
        except SynfinError as refused:
            answers.append(str(refused))
        else:
            answers.append("")

    asked = Thread(target=ask, name="settings subscriber", daemon=True)
    asked.start()
    asked.join(_SUBSCRIBER_SECONDS)
    return answers[0] if answers else "a part of the program failed or hung when it was told of them."


def _listed(numbers: Mapping[int, State]) -> str:
    return f"the events {', '.join(map(str, numbers))}"


IN_FORCE = InForce()


def current() -> Settings:
    """The settings in force in this process."""
    return IN_FORCE.current()
