"""How long each stage of a run took."""

import time


class Stages:
    """A stopwatch for stages that follow each other."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._seconds: dict[str, float] = {}

    def end(self, stage: str) -> None:
        """The stage that ends now; the next one begins."""
        now = time.perf_counter()
        self._seconds[stage] = now - self._last
        self._last = now

    def timings(self) -> dict[str, float]:
        """`seconds` in all, then seconds a stage, to the millisecond."""
        return {"seconds": round(self._last - self._began, 3)} | {name: round(took, 3) for name, took in self._seconds.items()}
