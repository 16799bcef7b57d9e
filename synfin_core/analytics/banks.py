"""What each bank sees of one case: a payment is seen by the banks of its two accounts, and by no other."""

from dataclasses import dataclass

import pandas as pd

from synfin_core.analytics.cases import Case
from synfin_core.errors import WrongUse

_TO_ALL = ("network", "police")  # who tells the bank that was paid as well; the others tell the customer's bank


@dataclass(frozen=True, eq=False)
class Sight:
    """A bank's sight of a case: all its legs with `side` ('payer', 'payee', 'both', '' where unseen); labels that reach it."""

    bank: str
    legs: pd.DataFrame
    labels: pd.DataFrame

    @property
    def seen(self) -> pd.DataFrame:
        """The legs that it sees."""
        return self.legs[self.legs["side"] != ""]


def banks_of(case: Case) -> tuple[str, ...]:
    """The banks of a case, those that see most payments first."""
    both = pd.concat([case.legs["payer_bank"], case.legs["payee_bank"].where(case.legs["payee_bank"] != case.legs["payer_bank"])])
    counts = both.dropna().value_counts().rename_axis("bank").reset_index(name="n")
    return tuple(counts.sort_values(["n", "bank"], ascending=[False, True])["bank"])


def sight(case: Case, legs: pd.DataFrame, bank: str) -> Sight:
    """What `bank` sees of the legs (with parties) of a case; WrongUse when no account of it takes part."""
    known = banks_of(case)
    if bank not in known:
        raise WrongUse(f"no account of {bank[:60]!r} takes part in this case; its banks are {', '.join(known) or 'none'}.")
    pays, is_paid = legs["payer_bank"] == bank, legs["payee_bank"] == bank
    side = pd.Series("", legs.index).mask(is_paid, "payee").mask(pays, "payer").mask(pays & is_paid, "both")
    own = legs.loc[pays | (is_paid & legs["payer_bank"].isna()), "transaction_id"]
    told = case.labels["transaction_id"].isin(own) | (
        case.labels["source"].isin(_TO_ALL) & case.labels["transaction_id"].isin(legs.loc[side != "", "transaction_id"])
    )
    return Sight(bank, legs.assign(side=side), case.labels[told])
