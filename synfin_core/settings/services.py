"""Settings of what listens or connects: the studio, the scoring API, PostgreSQL."""

from synfin_core.settings.fields import DatabaseUrl, Keys, Number, Section, Whole, number, secret, text, whole

_ADDRESS = r"[A-Za-z0-9.:_-]{1,253}"
_ADDRESS_FORM = "a host name or an IP address"
_PORT = (1, 65_535, "port")


class Studio(Section):
    """The screens in the browser."""

    address: str = text(
        _ADDRESS, _ADDRESS_FORM, "Address that the studio listens on; 127.0.0.1 is this machine alone.", restart=True
    )
    port: Whole | None = whole(*_PORT, "Port that the studio listens on; nothing means 8501 unless taken.", restart=True)
    max_rows: Whole = whole(1_000, 10**9, "payments", "Most payments that one press of Generate may ask for.")
    ask_above: Whole = whole(1_000, 10**9, "payments", "Above so many payments the studio asks once more.")
    demo_rows: Whole = whole(1_000, 10_000_000, "payments", "Payments of the dataset that an empty studio offers.")
    max_download_mb: Whole = whole(1, 10_000_000, "MB", "Largest file that is handed to a browser.")


class Api(Section):
    """The scoring API."""

    address: str = text(
        _ADDRESS,
        _ADDRESS_FORM,
        "Address that the API listens on; 127.0.0.1 is this machine alone, all others need keys.",
        restart=True,
    )
    port: Whole = whole(*_PORT, "Port that the API listens on.", restart=True)
    keys: Keys = secret(
        "a list of keys of 16 or more characters, separated by commas,",
        "Keys that callers show, beside those that 'synfinance serve key add' made.",
    )
    history: str | None = text(
        r"[0-9a-f]{12}",
        "the id of a dataset, or nothing",
        "Dataset whose payments and events are known from the start.",
        restart=True,
    )
    max_batch: Whole = whole(1, 10_000, "payments", "Most payments in one request.")
    max_body_mb: Whole = whole(1, 1_000, "MB", "Largest request; more is refused before it is read.")
    late_seconds: Number = number(0, 86_400, "seconds", "A payment this much older than the last one counts as just made.")
    waiting: Whole = whole(1, 1_000_000, "payments", "Payments that may wait for their scores; more are refused.")


class Database(Section):
    """PostgreSQL, for those who want it; without an address nothing connects."""

    url: DatabaseUrl = secret("an address as postgresql://user:password@host/name", "Where PostgreSQL answers.", restart=True)
    pool_size: Whole = whole(1, 100, "connections", "Connections held open.", restart=True)
    connect_seconds: Number = number(0.1, 300, "seconds", "How long a connection may take to come about.")
