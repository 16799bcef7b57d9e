"""Things of one kind that a whole process shares by their names."""

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar


class Counting(Protocol):
    """Has figures, and can start afresh."""

    def get_stats(self) -> dict[str, Any]:
        """Figures in plain JSON types."""

    def reset(self) -> None:
        """Start afresh."""


T = TypeVar("T", bound=Counting)


class Registry(Generic[T]):
    """Made when first asked for; the settings of the first one who asks hold."""

    def __init__(self, make: Callable[..., T]) -> None:
        self._make = make
        self._known: dict[str, T] = {}
        self._lock = Lock()

    def get(self, name: str, **settings: Any) -> T:
        """The one of that name."""
        with self._lock:
            if name not in self._known:
                self._known[name] = self._make(name=name, **settings)
            return self._known[name]

    def find(self, name: str) -> T | None:
        """The one of that name, if anybody asked for it before."""
        return self._known.get(name)

    def stats(self) -> dict[str, dict[str, Any]]:
        """The figures of each, by name."""
        return {name: one.get_stats() for name, one in sorted(self._known.copy().items())}

    def reset(self) -> None:
        """Let each start afresh."""
        for one in self._known.copy().values():
            one.reset()
