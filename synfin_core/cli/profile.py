"""`--profile`: where the time of a run went, on stderr; `--profile-to`: Python's own profile as a file."""

import cProfile
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from synfin_core.cli.targets import refuse_early


def tell_timings(timings: Mapping[str, float]) -> None:
    """Seconds of each stage with its share, then the whole."""
    stages = {name: took for name, took in timings.items() if name != "seconds"}
    whole = sum(stages.values())
    lines = [f"{name:<8} {took:9.3f} s {took / max(whole, 1e-9):6.1%}" for name, took in stages.items()]
    print("\n".join([*lines, f"{'in all':<8} {whole:9.3f} s"]), file=sys.stderr)


@contextmanager
def profiled(file: Path | None) -> Iterator[None]:
    """Write what cProfile saw of this process to `file`, for `python -m pstats`; nothing without one."""
    if file is None:
        yield
        return
    refuse_early(file, overwrite=True)
    profile = cProfile.Profile()
    with profile:
        yield
    profile.dump_stats(file)
