"""What must hold between settings, and cannot be said by the bounds of one."""

from collections.abc import Iterator

from synfin_core.errors import closest
from synfin_core.settings.assurance import GATES
from synfin_core.settings.model import Settings
from synfin_core.settings.shape import Place

Contradiction = tuple[Place, str]  # where to mend it, and what to say after the key


def contradictions(settings: Settings) -> Iterator[Contradiction]:
    """Every pair of settings that do not go together."""
    yield from _sizes(settings)
    yield from _waits(settings)
    yield from _gates(settings)
    if settings.environment == "production":
        yield from _production(settings)


def _sizes(settings: Settings) -> Iterator[Contradiction]:
    made, kept, screens = settings.generation, settings.library, settings.studio
    if made.in_memory_rows > kept.parts_above:
        yield (
            ("generation", "in_memory_rows"),
            f"is {made.in_memory_rows:,}; at most library.parts_above ({kept.parts_above:,}) is allowed",
        )
    if screens.demo_rows > screens.max_rows:
        yield ("studio", "demo_rows"), f"is {screens.demo_rows:,}; at most studio.max_rows ({screens.max_rows:,}) is allowed"
    if settings.health.disk_free_mb < kept.free_disk_mb:
        yield (
            ("health", "disk_free_mb"),
            f"is {settings.health.disk_free_mb:,}; at least library.free_disk_mb ({kept.free_disk_mb:,}) is allowed, "
            "or the library would refuse to write while health says that all is well",
        )


def _waits(settings: Settings) -> Iterator[Contradiction]:
    for name, retry in settings.resilience.retries.items():
        if retry.base_delay_seconds > retry.max_delay_seconds:
            yield (
                ("resilience", "retries", name, "base_delay_seconds"),
                f"is {retry.base_delay_seconds:g}; at most its max_delay_seconds ({retry.max_delay_seconds:g}) is allowed",
            )


def _gates(settings: Settings) -> Iterator[Contradiction]:
    for name in settings.quality.gates:
        if name not in GATES:
            yield ("quality", "gates", name), f"is no gate{closest(name, GATES)}; allowed are {', '.join(GATES)}"


def _production(settings: Settings) -> Iterator[Contradiction]:
    if settings.logging.level == "DEBUG":
        yield ("logging", "level"), "is DEBUG; in production INFO, WARNING or ERROR is allowed"
