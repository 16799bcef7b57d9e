"""What the server keeps going beside the screens."""

from contextlib import AbstractContextManager
from typing import Any

from synfin_core import __version__
from synfin_core.jobs.health import health_checker
from synfin_core.resilience import running as servers
from synfin_core.settings.in_force import current
from synfin_core.settings.watch import SettingsWatch

PROBE_SECONDS = 1.5  # a look at the health must never hold up who asks


def running() -> AbstractContextManager[SettingsWatch]:
    """From the start of the server to its end."""
    return servers.running("studio", __version__, health_report)


def health_report() -> dict[str, Any]:
    """The health of this installation in plain JSON types, within 1.5 seconds whatever hangs."""
    return health_checker(current().library.folder).check_health(within=PROBE_SECONDS)
