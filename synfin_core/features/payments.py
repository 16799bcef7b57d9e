"""A batch of payments as arrays, read from the observable columns alone."""

from functools import cached_property

import numpy as np
import pyarrow as pa

from synfin_core.errors import WrongUse
from synfin_core.features.columns import NOBODY, Columns, Flags, only
from synfin_core.features.log import Ints

READ = (
    "transaction_id",
    "transacted_at",
    "rail",
    "kind",
    "initiation_mode",
    "auth_method",
    "channel",
    "payer_customer_id",
    "payee_customer_id",
    "merchant_id",
    "category",
    "is_online",
    "amount_inr",
    "status",
    "balance_after_inr",
    "device_id",
    "device_os",
    "city",
    "state",
    "distance_from_home_km",
    "payer_segment",
    "payer_age_band",
    "payer_home_state",
)


class Payments(Columns):
    """Columns of a batch in the order of the stream, as NumPy arrays of its length."""

    @cached_property
    def at(self) -> Ints:
        """[payment] microseconds since 1970."""
        return self.microseconds("transacted_at")

    @cached_property
    def seconds(self) -> Ints:
        """[payment] whole seconds since 1970."""
        return self.at // 1_000_000

    @cached_property
    def paise(self) -> Ints:
        """[payment] amount."""
        return np.rint(self.numbers("amount_inr") * 100).astype(np.int64)

    @cached_property
    def failed(self) -> Flags:
        """[payment] declined: nothing moved. Known after the payment, so only later ones may see it."""
        return self.is_word("status", "failed")

    @cached_property
    def gives_back(self) -> Flags:
        """[payment] a refund, or a payment reversed."""
        return self.is_word("kind", "refund", "reversal")

    @cached_property
    def payer(self) -> Ints:
        """[payment] who pays: a customer or outside party, else the merchant that pays back."""
        return self.parties("payer_customer_id")

    @cached_property
    def payee(self) -> Ints:
        """[payment] who is paid: a customer or outside party, else the merchant; nobody where the money stays with the payer."""
        payee = self.parties("payee_customer_id")
        return np.where(payee == self.payer, NOBODY, payee)

    @cached_property
    def device(self) -> Ints:
        """[payment] device used."""
        return self.ids("device_id")

    @cached_property
    def what(self) -> Ints:
        """[payment] a number for what is paid for: the merchant category, else the kind of payment."""
        category = self.hashes("category")
        return np.where(category == NOBODY, self.hashes("kind"), category)

    @cached_property
    def hour(self) -> Ints:
        """[payment] hour of the day, 0-23."""
        return self.seconds // 3_600 % 24


def payments_of(table: pa.Table, clock: int) -> Payments:
    """The payments of a table, which must come in time order and not before `clock` (microseconds)."""
    payments = Payments(only(table, READ, "payments"))
    if any(payments.table[name].null_count for name in ("transacted_at", "amount_inr")):
        raise WrongUse("transacted_at or amount_inr is empty in some row; every payment needs both.")
    amounts = payments.numbers("amount_inr")
    if not ((amounts >= 0) & (amounts < _TOO_MUCH)).all():
        raise WrongUse(f"amount_inr holds a value that is no amount; from 0 to less than {_TOO_MUCH:,} rupees are allowed.")
    if len(payments) and (int(payments.at[0]) < clock or bool((np.diff(payments.at) < 0).any())):
        raise WrongUse("payments are out of time order; give them in the order of transacted_at, later ones later.")
    return payments


_TOO_MUCH = 1_000_000_000_000
