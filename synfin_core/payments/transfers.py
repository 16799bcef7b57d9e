"""People send money to people: relatives and friends in linked shards, and persons outside; by UPI, IMPS, NEFT."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.amounts import PERSON, lognormal, round_like_people
from synfin_core.payments.declines import upi_outcome
from synfin_core.payments.moments import LOCAL, batched, moments, own_residue, separate
from synfin_core.payments.rows import NO_SLOT, NOBODY, Rows
from synfin_core.payments.styles import CODE, HOURS_OF, codes
from synfin_core.randomness import U64, Pick, Streams, mix64
from synfin_core.timeline import DAY
from synfin_core.world.outside import outside_party
from synfin_core.world.people import People
from synfin_core.world.population import PRIMARY, SECOND, TOWN_LINK

SIGMA = 1.9  # payments.yaml p2p_ticket, assumed
BANK_SIGMA = 1.6  # transfers by IMPS and NEFT, assumed
UPI_CAP = 100_000.0  # payments.yaml limits.p2p_daily_inr (upi_limits)
IMPS_CAP = 500_000.0  # payments.yaml imps.per_txn_limit (fe_jun24)
COLLECT_CAP = 2_000.0  # payments.yaml initiation_mode (npci_collect25)
COLLECT_ENDED = "2025-10-01"  # calendar.yaml policy_dates (npci_collect25)
REGULARS = 6  # regular payees by link (p2p_payees.regular_per_customer 4-15 over all links), assumed
TICKET_FIT = 0.97  # own transfers count among UPI transfers with larger sums; with them the mean is the published one, fitted
TO_REGULARS, TO_KNOWN = 0.80, 0.92  # p2p_payees share_to_regulars, plus known occasional, assumed
OCCASIONALS = 40
PERSONS = 40_000_000
COLLECT_SHARE = 0.03  # payments.yaml initiation_mode (npci_collect25)
COLLECT_FIT = 3.35  # of UPI payments 0.37 are transfers, and 0.8 of those small enough for a request; fitted
_MODES = codes("upi_contact", "upi_id", "upi_person_qr")
BANK_MULTIPLE = 0.10  # mean IMPS or NEFT transfer over monthly income, assumed


@dataclass(frozen=True)
class Linked:
    """One link's transfers as both of its shards see them: rows paid by `people`, and what the others pay to them."""

    paid: Rows
    received: Rows


def linked(people: People, others: People, link: int, n: int, stream: int) -> Linked:
    """All n transfers of the link between two shards, from its key alone; each side takes what it pays and receives."""
    first, second = (people, others) if people.shard <= others.shard else (others, people)
    streams = people.population.streams("transfers", link, first.shard)
    rows, forward = _both_ways(first, second, streams, link, n, stream)
    if link == TOWN_LINK or people.shard == others.shard:
        return Linked(rows, rows.take(slice(0, 0)))
    mine = forward if people is first else ~forward
    paid, received = rows.take(mine), rows.take(~mine & (rows.status == 0))
    paid.payee[:] = NOBODY
    received.payer[:] = NOBODY
    return Linked(paid, received)


def _both_ways(first: People, second: People, streams: Streams, link: int, n: int, stream: int) -> tuple[Rows, NDArray[np.bool_]]:
    """n transfers and whether each goes from the first shard to the second."""
    same = first.shard == second.shard
    outgo = np.array([first.p2p_rate.sum(), second.p2p_rate.sum()])
    forward = np.ones(n, bool) if same else streams.unit("direction", n) < outgo[0] / outgo.sum()
    draws = _Draws.of(streams, n)
    rows = Rows.of(stream, n, time=np.empty(n, np.int64), amount=np.empty(n), style=np.empty(n, np.uint8))
    rows.payee_slot[:] = PRIMARY
    for giver, taker, mine in ((first, second, forward), (second, first, ~forward)):
        at = np.flatnonzero(mine)
        who = Pick(giver.p2p_rate).draw(streams, "payer", n)[at].astype(np.int32)
        _fill(rows, at, giver, taker, who, draws.take(at), link)
    rows.time = separate(rows.time)
    return rows, forward


@dataclass(frozen=True)
class _Draws:
    """What chance decides about transfers, one entry each."""

    payee: U64
    when: U64
    mode: NDArray[np.uint16]
    amount: NDArray[np.uint16]
    round: NDArray[np.uint16]
    fate: NDArray[np.uint16]

    @classmethod
    def of(cls, streams: Streams, n: int) -> "_Draws":
        """The draws of n transfers."""
        short = {name: streams.u16(name, n) for name in ("mode", "amount", "round", "fate")}
        return cls(payee=streams.raw("payee", n), when=streams.raw("when", n), **short)

    def take(self, at: NDArray[np.int64]) -> "_Draws":
        """The draws of the chosen transfers."""
        return _Draws(*(getattr(self, field.name)[at] for field in fields(self)))


def _fill(
    rows: Rows, at: NDArray[np.int64], giver: People, taker: People, who: NDArray[np.int32], draws: _Draws, link: int
) -> None:
    """The transfers of one direction, in place."""
    whom = _payees(giver, taker, who, draws.payee, link)
    time = own_residue(moments(giver, who, HOURS_OF[_MODES[0]], "upi_p2p", draws.when), link + 1)
    amount = np.minimum(giver.p2p_ticket[who] * TICKET_FIT * lognormal(SIGMA, draws.amount), UPI_CAP)
    rows.payer[at], rows.payee[at], rows.time[at] = who, whom, time
    rows.payer_party[at], rows.payee_party[at] = giver.index[who], taker.index[whom]
    rows.style[at] = style = _styles(giver, time, draws.mode, amount)
    second_account = giver.has_second[who] & ((draws.payee & np.uint64(0xFF)) < 50)
    rows.payer_slot[at] = slot = np.where(second_account, SECOND, PRIMARY).astype(np.uint8)
    status, rows.reason[at] = upi_outcome(giver, who, slot, style, draws.fate)
    rows.status[at] = np.minimum(status, 1)
    rows.amount[at] = round_like_people(amount, draws.round, PERSON)
    rows.place[at] = giver.place_at(who, time)


def _payees(giver: People, taker: People, who: NDArray[np.int32], noise: NDArray[np.uint64], link: int) -> NDArray[np.int32]:
    """Whom: a regular payee by rank, an occasional one, or somebody new; who receives more is chosen more often."""
    share = (noise >> np.uint64(40)) & np.uint64(0xFFFF)
    rank = np.where(share < TO_REGULARS * 65_536, _ranks(noise, REGULARS), REGULARS + _ranks(noise, OCCASIONALS))
    known = mix64((giver.index.astype(np.uint64)[who] << np.uint64(8)) | rank.astype(np.uint64), 0xF00D + link)
    hashes = np.where(share < TO_KNOWN * 65_536, known, noise << np.uint64(24))
    whom = Pick(taker.received).of(hashes).astype(np.int32)
    if giver.shard == taker.shard:
        whom = np.where(whom == who, (whom + 1) % len(taker), whom).astype(np.int32)
    return whom


def _ranks(noise: NDArray[np.uint64], n: int) -> NDArray[np.int64]:
    """Ranks 0..n-1, the first ones far more often (Zipf with s = 1)."""
    uniform = ((noise >> np.uint64(8)) & np.uint64(0xFFFF)).astype(np.float64) / 65_536
    return np.minimum(((n + 1.0) ** uniform).astype(np.int64), n) - 1


def _styles(people: People, time: NDArray[np.int64], draws: NDArray[np.uint16], amount: NDArray[np.float64]) -> NDArray[np.uint8]:
    """How: contact, UPI ID or QR; collect for small sums until it ended."""
    style = _MODES[np.minimum(draws // 26_000, 2)]
    ended = (np.datetime64(COLLECT_ENDED) - np.datetime64(people.population.period.start)).astype(int) * DAY
    collect = (draws > 65_535 * (1 - COLLECT_SHARE * COLLECT_FIT)) & (amount <= COLLECT_CAP) & (time < ended)
    return np.where(collect, CODE["upi_collect"], style).astype(np.uint8)


def outside_out(people: People, streams: Streams, stream: int, n: int) -> Rows:
    """n UPI transfers to persons outside the simulated customers."""
    who = Pick(people.p2p_rate).draw(streams, "who", n).astype(np.int32)
    time = own_residue(moments(people, who, HOURS_OF[_MODES[0]], "upi_p2p", streams.raw("when", n)), LOCAL)
    amount = np.minimum(people.p2p_ticket[who] * TICKET_FIT * lognormal(SIGMA, streams.u16("amount", n)), UPI_CAP)
    second = people.has_second[who] & (streams.u16("account", n) < 0.2 * 65_536)
    return Rows.of(
        stream,
        n,
        time=time,
        payer=who,
        payer_slot=np.where(second, SECOND, PRIMARY).astype(np.uint8),
        amount=amount,
        payee_party=_persons(people, streams, who, n),
        payee_slot=np.full(n, PRIMARY, np.uint8),
        style=_styles(people, time, streams.u16("mode", n), amount),
        place=people.place_at(who, time),
    )


def outside_in(people: People, streams: Streams, stream: int, n: int) -> Rows:
    """n UPI transfers from persons outside; what they send is what customers send out, shared out by `received`."""
    who = Pick(people.received).draw(streams, "who", n).astype(np.int32)
    time = own_residue(moments(people, who, HOURS_OF[_MODES[0]], "upi_p2p", streams.raw("when", n)), LOCAL)
    mean = (people.p2p_rate @ people.p2p_ticket) / people.p2p_rate.sum()
    amount = np.minimum(mean * TICKET_FIT * lognormal(SIGMA, streams.u16("amount", n)), UPI_CAP)
    return Rows.of(
        stream,
        n,
        time=time,
        payee=who,
        payee_slot=np.full(n, PRIMARY, np.uint8),
        amount=amount,
        payer_party=_persons(people, streams, who, n),
        payer_slot=np.full(n, NO_SLOT, np.uint8),
        style=np.full(n, CODE["upi_received"], np.uint8),
        place=people.place_at(who, time),
    )


def by_bank(people: People, streams: Streams, stream: int, n: int, incoming: bool) -> Rows:
    """n transfers by IMPS or NEFT, to outside or from there, in step with income."""
    who = Pick(people.income).draw(streams, "who", n).astype(np.int32)
    if incoming:
        style = np.full(n, CODE["imps_in"], np.uint8)
    else:  # by app, web or NEFT, assumed
        style = codes("imps_out", "imps_web", "neft_out")[np.minimum(streams.u16("rail", n) // 22_000, 2)]
    time = moments(people, who, HOURS_OF[style], "upi_p2p", streams.raw("when", n))
    time = own_residue(np.where(style == CODE["neft_out"], batched(time, streams.u16("batch", n)), time), LOCAL)
    amount = np.minimum(BANK_MULTIPLE * people.income[who] * lognormal(BANK_SIGMA, streams.u16("amount", n)), IMPS_CAP)
    party, slot = _persons(people, streams, who, n), np.full(n, PRIMARY, np.uint8)
    sides = (
        {"payee": who, "payee_slot": slot, "payer_party": party}
        if incoming
        else {"payer": who, "payer_slot": slot, "payee_party": party, "payee_slot": slot}
    )
    return Rows.of(stream, n, time=time, amount=amount, style=style, place=people.place_at(who, time), **sides)


def _persons(people: People, streams: Streams, who: NDArray[np.int32], n: int) -> NDArray[np.int64]:
    """Persons outside: regulars by rank of the customer, or somebody new."""
    noise = streams.raw("person", n)
    share = (noise >> np.uint64(40)) & np.uint64(0xFFFF)
    rank = np.where(share < TO_REGULARS * 65_536, _ranks(noise, REGULARS), REGULARS + _ranks(noise, OCCASIONALS))
    known = mix64((people.index.astype(np.uint64)[who] << np.uint64(8)) | rank.astype(np.uint64), 0xBEEF)
    return outside_party("person", np.where(share < TO_KNOWN * 65_536, known, noise << np.uint64(24)), PERSONS)
