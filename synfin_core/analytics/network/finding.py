"""The words of the network analysis: findings, their members, and how strong they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Kind = Literal["shared device", "shared merchant", "shared payee", "pass-through", "in-out path", "cycle", "burst"]
KINDS: dict[Kind, str] = {
    "shared device": "one device pays for customers who otherwise use devices of their own",
    "shared merchant": "one merchant takes unusual sums from customers new to it, more than it usually does",
    "shared payee": "payers new to an account pay it, and their money leaves it again within hours",
    "pass-through": "credits of an account leave it again within hours, nearly whole",
    "in-out path": "the same money passes through accounts one after the other",
    "cycle": "money comes back to an account that it had left",
    "burst": "many payers reach one account or merchant within a day",
}
Thing = Literal["account", "merchant", "device", "customer"]


@dataclass(frozen=True, order=True)
class Member:
    """An account, merchant, device or customer, by its id."""

    thing: Thing
    id: int


@dataclass(frozen=True)
class Finding:
    """What was found around `centre`: its other members in order, its payments, and why.

    `strength` is 0-1: one minus what chance would explain of it. Money is in rupees.
    """

    kind: Kind
    centre: Member
    members: tuple[Member, ...]
    strength: float
    evidence: str
    first_at: datetime
    last_at: datetime
    amount_inr: float
    payments: tuple[int, ...]

    def as_dict(self) -> dict[str, Any]:
        """The finding in plain JSON types."""
        return {
            "kind": self.kind,
            "centre": vars(self.centre),
            "members": [vars(member) for member in self.members],
            "strength": round(self.strength, 4),
            "evidence": self.evidence,
            "first_at": self.first_at.isoformat(),
            "last_at": self.last_at.isoformat(),
            "amount_inr": round(self.amount_inr, 2),
            "payments": list(self.payments),
        }


def accounts(ids: Any) -> tuple[Member, ...]:
    """Accounts as members, each once, in the order in which they come."""
    return tuple(Member("account", int(id)) for id in dict.fromkeys(ids))
