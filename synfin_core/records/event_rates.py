"""How often each event happens to honest customers, where it is seen, and which events follow payments."""

from typing import NamedTuple

from synfin_core.timeline import DAY, HOUR, MINUTE

KINDS = (
    "login",
    "device bound",
    "SIM changed",
    "PIN set",
    "payee added",
    "limit changed",
    "contact changed",
    "remote-access flag",
    "deposit opened",
    "deposit broken",
    "loan drawn",
    "mandate made",
    "mandate revoked",
    "card blocked",
    "complaint",
)
KIND = {name: code for code, name in enumerate(KINDS)}
CHANNELS = ("mobile app", "web", "branch", "telecom", "call centre")


class Rate(NamedTuple):
    """Events a customer and month that come by chance, and the source of the figure."""

    a_month: float
    source: str


# Beside these come the events that follow payments and new devices, below.
RATES = {
    "login": Rate(1.5, "assumed; banks see far more, which would only lengthen the table"),
    "PIN set": Rate(0.02, "assumed"),
    "payee added": Rate(0.1, "assumed"),
    "limit changed": Rate(0.01, "assumed"),
    "contact changed": Rate(0.008, "assumed"),
    "remote-access flag": Rate(0.003, "assumed"),
    "deposit opened": Rate(0.01, "assumed"),
    "deposit broken": Rate(0.005, "assumed"),
    "loan drawn": Rate(0.005, "assumed"),
    "card blocked": Rate(0.005, "assumed"),
}
REINSTALLS = Rate(0.02, "payments.yaml devices.app_reinstall_per_month, assumed")
SIM_CHANGES = Rate(0.004, "payments.yaml devices.sim_change_per_month, assumed")
TRIALS = Rate(0.044, "payments.yaml upi.autopay: 20 million mandates revoked a month (autopay25) by 450 million users")

LOGIN_BEFORE = 0.08  # of days whose first payment is made by app or web; about 1.5 a month, assumed
NEW_SIM_WITH_DEVICE = 0.05  # of new devices that come with a new SIM, assumed
PIN_AFTER_BINDING = 0.90  # of new devices and SIMs after which the PIN is set anew, assumed
DEPOSIT_PAISE = 2_000_000  # own money from or to elsewhere from which it may be a deposit, assumed
DEPOSIT_SHARE = 0.25  # of such transfers that come with a deposit broken or opened, assumed
CARD_BLOCKED = 0.30  # of complaints about a card payment before which the card is blocked, assumed
COMPLAINTS = {
    "reversed": 0.10,
    "technical": 0.01,
    "declined": 0.002,
    "bought": 0.0002,
    "sent": 0.0001,
}  # share of payments that are complained about, by how they ended, assumed

# How long before (or after) its payment an event happens, log-uniform in microseconds; all assumed.
LOGIN_GAP = (10_000_000, 5 * MINUTE)
PAYEE_GAP = (MINUTE, 30 * MINUTE)
PAYEE_EARLY, PAYEE_EARLY_GAP = 0.10, (30 * MINUTE, DAY)  # some payees are added well before
DEPOSIT_GAP = (2 * MINUTE, 12 * HOUR)
MANDATE_GAP = (DAY // 2, 20 * DAY)
TRIAL_LENGTH = (DAY, 25 * DAY)
SIM_GAP = (10 * MINUTE, 16 * HOUR)
COMPLAINT_GAP = (10 * MINUTE, 72 * HOUR)
STORY_GAP = (15 * MINUTE, 20 * HOUR)

# Where an event is seen, with shares; those of payments are seen where the payment is made. Assumed.
SEEN = {
    "login": {"mobile app": 0.9, "web": 0.1},
    "payee added": {"mobile app": 0.7, "web": 0.3},
    "SIM changed": {"telecom": 1.0},
    "deposit opened": {"mobile app": 0.5, "branch": 0.5},
    "deposit broken": {"mobile app": 0.5, "branch": 0.5},
    "loan drawn": {"mobile app": 0.8, "branch": 0.2},
    "card blocked": {"mobile app": 0.6, "call centre": 0.4},
    "complaint": {"mobile app": 0.4, "call centre": 0.6},
}  # the others: mobile app
OF_ACCOUNT = (
    "PIN set",
    "payee added",
    "limit changed",
    "deposit opened",
    "deposit broken",
    "loan drawn",
    "mandate made",
    "mandate revoked",
    "card blocked",
    "complaint",
)  # kinds that concern an account
