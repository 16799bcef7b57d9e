"""The tables of accounts and cards."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.ledger import accounts as ledger_accounts
from synfin_core.randomness import mix64, scramble
from synfin_core.records.arrow import digits, ids, joined, rupees, table, text
from synfin_core.spec import Spec
from synfin_core.world.outside import outside_bank
from synfin_core.world.people import People, people_of
from synfin_core.world.population import CREDIT_CARD, N_LINKS, PRIMARY, SECOND, SLOTS, WALLET, Population

WALLETS = ("Paytm Wallet", "PhonePe Wallet", "Amazon Pay Wallet", "MobiKwik Wallet")  # recollected
CARD_KEY = 0x5EEDCA4D
NETWORKS = {
    "credit": (("Visa", 0.46), ("Mastercard", 0.36), ("RuPay", 0.16), ("Amex or Diners", 0.02)),
    "debit": (("RuPay", 0.58), ("Visa", 0.27), ("Mastercard", 0.15)),
}  # payments.yaml network_share_assumed, recollected


def bank_words(population: Population) -> tuple[str, ...]:
    """Names of banks, then of wallet companies, as the spec asks for them."""
    return bank_names(population.period.calibration, population.spec)


def bank_names(calibration: Calibration, spec: Spec) -> tuple[str, ...]:
    """Names of banks, then of wallet companies; letters where the spec asks for them."""
    banks = [bank.name for bank in calibration.banks]
    if spec.bank_names == "letters":
        banks = [f"Bank {chr(65 + index // 26) if index >= 26 else ''}{chr(65 + index % 26)}" for index in range(len(banks))]
    return (*banks, *WALLETS)


def bank_of_accounts(people: People) -> NDArray[np.int64]:
    """Index into `bank_words` of each account: customer * SLOTS + slot."""
    n_banks = len(people.calibration.banks)
    table_ = np.empty((len(people), SLOTS), np.int64)
    table_[:, PRIMARY], table_[:, SECOND] = people.bank, people.second_bank
    table_[:, CREDIT_CARD] = people.bank
    table_[:, WALLET] = n_banks + people.index % len(WALLETS)
    return table_.reshape(-1)


def bank_of_parties(people: People, party: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index into `bank_words` of the first account of parties outside the shard: customers of its partners, and parties outside."""
    population = people.population
    bank = outside_bank(population, party).astype(np.int64)
    for partner in {population.partner(link, people.shard) for link in range(N_LINKS)}:
        first, end = population.bounds(partner)
        here = (party >= first) & (party < end)
        bank[here] = people_of(population, partner).bank[party[here] - first]
    return bank


def accounts(people: People, lift: NDArray[np.int64]) -> pa.Table:
    """One row an account that exists; `lift` is what openings had to rise by (zero in a sound run)."""
    population = people.population
    opening, floor = ledger_accounts(people)
    opening = opening + lift
    at = np.flatnonzero(_held(people).reshape(-1))
    who, slot = at // SLOTS, at % SLOTS
    kind = np.where(slot == CREDIT_CARD, 2, np.where(slot == WALLET, 3, np.where((slot == PRIMARY) & people.is_current[who], 1, 0)))
    banks = bank_of_accounts(people)[at]
    number = population.account_ids(people.index[who], slot)
    ifsc = pa.array([bank.ifsc for bank in people.calibration.banks])
    branch = ifsc.take(pa.array(np.where(banks < len(ifsc), banks, 0), mask=banks >= len(ifsc)))
    return table(
        "accounts",
        {
            "account_id": ids(number),
            "customer_id": ids(population.customer_ids(people.index[who])),
            "account_type": text(kind, ("savings", "current", "credit card", "wallet")),
            "bank": text(banks, bank_words(population)),
            "branch_code": joined(branch, "0Z", digits(number % 100_000, 5)),
            "opened_on": _opened(population, number),
            "opening_balance_inr": rupees(opening[at]),
            "floor_inr": rupees(floor[at]),
        },
    )


def first_opened(people: People) -> NDArray[np.datetime64]:
    """[customer] the day on which the first account was opened."""
    slots = np.broadcast_to(np.arange(SLOTS), (len(people), SLOTS))
    number = people.population.account_ids(np.repeat(people.index, SLOTS), slots.reshape(-1))
    opened = _opened(people.population, number).reshape(len(people), SLOTS)
    return np.where(_held(people), opened, np.datetime64(people.population.period.start)).min(axis=1)


def _held(people: People) -> NDArray[np.bool_]:
    """[customer, slot] whether there is such an account; everybody has the first."""
    held = np.ones((len(people), SLOTS), bool)
    held[:, SECOND], held[:, CREDIT_CARD], held[:, WALLET] = people.has_second, people.has_card, people.has_wallet
    return held


def _opened(population: Population, number: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """The day on which each account was opened: 30 to 3,029 days before the period, assumed."""
    days = (mix64(number.astype(np.uint64)) % np.uint64(3_000)).astype(np.int64) + 30
    return np.datetime64(population.period.start) - days.astype("timedelta64[D]")


def card_ids(account: NDArray[np.int64]) -> NDArray[np.int64]:
    """Id of the card on each account."""
    return scramble(account - 1, CARD_KEY)


def cards(people: People) -> pa.Table:
    """A debit card on every bank account, a credit card for its holders."""
    population = people.population
    holders = ((PRIMARY, np.arange(len(people))), (SECOND, np.flatnonzero(people.has_second)))
    credit_holders = (CREDIT_CARD, np.flatnonzero(people.has_card))
    who = np.concatenate([some for _, some in (*holders, credit_holders)])
    slot = np.concatenate([np.full(len(some), slot) for slot, some in (*holders, credit_holders)])
    credit = slot == CREDIT_CARD
    number = population.account_ids(people.index[who], slot)
    draws = (mix64(number.astype(np.uint64), 5) >> np.uint64(11)) * 2.0**-53
    networks = [name for name, _ in NETWORKS["credit"]]
    code = np.empty(len(who), np.int64)
    for kind, mine in (("credit", credit), ("debit", ~credit)):
        edges = np.cumsum([share for _, share in NETWORKS[kind]])
        names = np.array([networks.index(name) for name, _ in NETWORKS[kind]])
        code[mine] = names[np.minimum(np.searchsorted(edges, draws[mine]), len(names) - 1)]
    return table(
        "cards",
        {
            "card_id": ids(card_ids(number)),
            "account_id": ids(number),
            "customer_id": ids(population.customer_ids(people.index[who])),
            "card_type": text(credit.astype(np.int8), ("debit", "credit")),
            "network": text(code, networks),
            "last_four": joined(digits(number % 10_000, 4)),
        },
    )
