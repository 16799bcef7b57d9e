"""What a state remembers between batches: one log for each kind of history."""

from dataclasses import dataclass, field

from synfin_core.features.events import KINDS
from synfin_core.features.log import Log

HORIZON = 30 * 86_400  # seconds: the longest window
LAST_PLACES = 10
LOG_UNITS, NANO_NATS = 10_000, 1_000_000_000  # fractions are kept as whole numbers, so that any cut into batches adds up alike
_PAYER = ("paid", "paid_paise", "failed", "new_payees", "log", "log_squared", "information", "given_back")
_PAYEE = ("asked", "asked_failed", "received", "received_paise", "received_log", "new_payers", "got_back")


def _pairs(*values: str) -> Log:
    """One entry for each pair ever seen."""
    return Log(values, horizon=0)


@dataclass(frozen=True, eq=False)
class Memory:
    """Logs by customer or merchant, by device, by pair, by customer who walks, and of events."""

    parties: Log = field(default_factory=lambda: Log(_PAYER + _PAYEE, HORIZON))
    devices: Log = field(default_factory=lambda: Log(("new_users",), HORIZON))
    bonds: Log = field(default_factory=lambda: _pairs("paise"))
    own_devices: Log = field(default_factory=_pairs)
    own_categories: Log = field(default_factory=_pairs)
    own_parts_of_day: Log = field(default_factory=_pairs)
    own_towns: Log = field(default_factory=_pairs)
    steps: Log = field(default_factory=lambda: Log(("latitude", "longitude"), 0, LAST_PLACES))
    alarms: Log = field(default_factory=lambda: Log(tuple(KINDS), HORIZON))
    complaints: Log = field(default_factory=lambda: Log((), HORIZON))

    def fork(self) -> "Memory":
        """The same memories, to go their own way."""
        return Memory(**{name: log.fork() for name, log in vars(self).items()})
