"""The words of the network analysis: findings, who is in them, and how strong they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

Kind = Literal["shared device", "shared merchant", "shared payee", "pass-through", "in-out path", "cycle", "burst"]
KINDS: dict[Kind, str] = {
    "shared device": "one device pays for customers who otherwise use devices of their own",
    "shared merchant": "several customers complain about payments of one week to a merchant",
    "shared payee": "payers new to an account meet there, and their money goes on or they complain",
    "pass-through": "credits of an account leave it again within hours, nearly whole",
    "in-out path": "the same money passes through accounts one after the other",
    "cycle": "money comes back to an account that it had left",
    "burst": "far more payers than usual reach one account or merchant within a day",
}
Thing = Literal["account", "merchant", "device", "customer"]


@dataclass(frozen=True, order=True)
class Member:
    """An account, merchant, device or customer, by its id."""

    thing: Thing
    id: int


Link = tuple[Member, Member]


@dataclass(frozen=True)
class Finding:
    """What was found around `centre`: who paid whom there (`links`), the ids of its payments, and why.

    `strength` is 0-1: one minus what chance would explain of it. Money is in rupees.
    """

    kind: Kind
    centre: Member
    links: tuple[Link, ...]
    strength: float
    evidence: str
    first_at: datetime
    last_at: datetime
    amount_inr: float
    payments: tuple[int, ...]

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The centre, and then everybody linked, each once."""
        return tuple(dict.fromkeys((self.centre, *(member for link in self.links for member in link))))

    def as_dict(self) -> dict[str, Any]:
        """The finding in plain JSON types."""
        return {
            "kind": self.kind,
            "centre": vars(self.centre),
            "members": [vars(member) for member in self.members[1:]],
            "strength": round(self.strength, 4),
            "evidence": self.evidence,
            "first_at": self.first_at.isoformat(),
            "last_at": self.last_at.isoformat(),
            "amount_inr": round(self.amount_inr, 2),
            "payments": list(self.payments),
        }


def account(id: float) -> Member:
    """The account of this id."""
    return Member("account", int(id))


def paid_by(payers: Iterable[float], payee: Member) -> tuple[Link, ...]:
    """A link from each of these accounts to the payee, each once."""
    return tuple((account(id), payee) for id in dict.fromkeys(payers))


def pays(payer: Member, payees: Iterable[float]) -> tuple[Link, ...]:
    """A link from the payer to each of these accounts, each once."""
    return tuple((payer, account(id)) for id in dict.fromkeys(payees))
