"""A batch of events as arrays: what a bank sees that is no payment."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from synfin_core.features.columns import NOBODY, Columns, only
from synfin_core.features.log import Ints

KINDS = {
    "login": "login",
    "device_bound": "device bound",
    "sim_changed": "SIM changed",
    "pin_set": "PIN set",
    "payee_added": "payee added",
    "limit_changed": "limit changed",
    "contact_changed": "contact changed",
    "remote_access": "remote-access flag",
    "deposit_broken": "deposit broken",
    "loan_drawn": "loan drawn",
    "mandate_made": "mandate made",
    "card_blocked": "card blocked",
    "complained": "complaint",
}
READ = ("occurred_at", "customer_id", "event", "payee_customer_id", "merchant_id")


@dataclass(frozen=True, eq=False)
class Events:
    """[event] by time: whose, of whom a complaint is (NOBODY otherwise), when, and 1 under the name of its kind."""

    customers: Ints
    complained_of: Ints
    seconds: Ints
    kinds: dict[str, Ints]


def events_of(table: pa.Table) -> Events:
    """The events of a table, in any order; a complaint names whom the payment went to as its payee or merchant."""
    read = Columns(only(table, READ, "events"))
    seconds = read.microseconds("occurred_at") // 1_000_000
    order = np.argsort(seconds, kind="stable")
    kinds = {name: read.is_word("event", word)[order].astype(np.int64) for name, word in KINDS.items()}
    about = np.where(kinds["complained"] > 0, read.parties("payee_customer_id")[order], NOBODY)
    return Events(read.parties("customer_id")[order], about, seconds[order], kinds)
