"""The table of labels: each thing that a bank came to know of a payment, from when on, rightly or wrongly.

What becomes known after the last day of the period stands here too. The truth is in `transactions` alone.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.fraud.loader import marked
from synfin_core.fraud.reporting import NEVER, after, delay_h
from synfin_core.fraud.story import IS_FRAUD, IS_LAUNDERING
from synfin_core.labels import Knowledge, knowledge
from synfin_core.mules.layering import Parcels
from synfin_core.payments.declines import REASON
from synfin_core.payments.rows import FAILED, SUCCESS
from synfin_core.payments.running import Ints
from synfin_core.payments.styles import where
from synfin_core.randomness import U64, chance, mix64
from synfin_core.records.arrow import ids, instants, table, text
from synfin_core.records.devices import item_hashes, log_between, uniform
from synfin_core.records.outcomes import is_own
from synfin_core.records.payments import transaction_ids
from synfin_core.simulate import Shard
from synfin_core.timeline import DAY, HOUR

STAGES = ("declined", "reported", "lien", "confirmed", "doubted", "corrected")
LABELS = ("fraud", "laundering", "honest")
SOURCES = ("customer", "bank rule", "bank", "network", "police")
REASONS = (
    "declined as suspected fraud",
    "the customer confirms the payment",
    "reported by the customer",
    "reported for many cards at once",
    "found by bank or merchant",
    "lien on the trail of a reported case",
    "lien lifted: the receiver knew nothing",
    "first information report",
    "chargeback upheld",
    "found to be fraud",
    "found to be the customer's own doing",
    "found to be fraud after all",
    "reported by mistake",
)
_STAGE, _LABEL, _SOURCE, _REASON = ({word: code for code, word in enumerate(words)} for words in (STAGES, LABELS, SOURCES, REASONS))
TRACED = 3 * DAY  # payments of a mule after it was paid that a lien may follow, assumed
THINNED = 256  # one payment in so many is looked at for a mistake, by its number
_SEAT_BITS, _TIME_BITS = 32, 48
_BY_CARD = where(lambda style: style.rail == "Card")
_OWN_MONEY = where(lambda style: style.kind == "own transfer")


@dataclass(frozen=True, eq=False)
class Told:
    """One thing that became known of each row `at`, at `time` (NEVER: it did not), as codes of the words above."""

    at: Ints
    time: Ints
    stage: Ints
    label: Ints
    source: Ints
    reason: Ints
    layer: Ints

    @classmethod
    def of(cls, at: Ints, time: Ints, stage: str, label: str, source: Any, reason: Any, layer: Any = 0) -> "Told":
        """Words stand for all rows; sources and reasons may be codes of each."""
        n = len(at)
        said = (_STAGE[stage], _LABEL[label], _SOURCE.get(source, 0) if isinstance(source, str) else source)
        why = _REASON[reason] if isinstance(reason, str) else reason
        return cls(at, time, *(np.broadcast_to(code, n) for code in (*said, why, layer)))


def labels(shard: Shard, case_id: NDArray[np.int64]) -> pa.Table:
    """What became known of each payment of the shard, in the order of what told it."""
    rows, cases = shard.books.rows, shard.cases
    known = knowledge(shard.people.calibration, cases.key, cases.last, cases.planned / 100)
    told = [*_by_rule(shard), *_of_cases(shard, known), *_on_mules(shard, known), *_by_mistake(shard)]
    at, time, stage, label, source, reason, layer = (
        np.concatenate([getattr(one, name) for one in told])
        for name in ("at", "time", "stage", "label", "source", "reason", "layer")
    )
    kept = time < NEVER
    at, case = at[kept], rows.case[at[kept]]
    return table(
        "labels",
        {
            "transaction_id": ids(transaction_ids(shard, at)),
            "labelled_at": instants(time[kept], np.datetime64(shard.people.population.period.start)),
            "stage": text(stage[kept], STAGES),
            "label": text(label[kept], LABELS),
            "source": text(source[kept], SOURCES),
            "reason": text(reason[kept], REASONS),
            "layer": layer[kept],
            "fraud_case_id": ids(np.append(case_id, 0)[case], case < 0),
        },
    )


def _by_rule(shard: Shard) -> list[Told]:
    """Attempts that the payer's bank declined as suspected fraud; an honest customer soon says that it was no such thing."""
    rows = shard.books.rows
    at = np.flatnonzero((rows.reason == REASON["59"]) & (rows.status == FAILED))
    honest = at[~IS_FRAUD[rows.role[at]]]
    later = rows.time[honest] + _between(shard, item_hashes(shard, honest), "rule_corrected_hours", HOUR)
    return [
        Told.of(at, rows.time[at], "declined", "fraud", "bank rule", "declined as suspected fraud"),
        Told.of(honest, later, "corrected", "honest", "customer", "the customer confirms the payment"),
    ]


def _of_cases(shard: Shard, known: Knowledge) -> list[Told]:
    """Payments by which somebody loses: reported, confirmed or doubted first, and corrected."""
    rows, calibration = shard.books.rows, shard.people.calibration
    at = np.flatnonzero((rows.case >= 0) & IS_FRAUD[rows.role])
    case = rows.case[at]
    story = shard.cases.story[case]
    own, many = marked(calibration, is_own)[story], marked(calibration, lambda one: one.many_victims)[story]
    pushed = marked(calibration, lambda one: one.typology.family == "authorised_push")[story]
    teller = _codes(_SOURCE, (own, "bank"), (many, "network"), other="customer")
    why = _codes(
        _REASON, (own, "found by bank or merchant"), (many, "reported for many cards at once"), other="reported by the customer"
    )
    card = _BY_CARD[rows.style[at]]
    finder = _codes(_SOURCE, (card, "network"), (pushed, "police"), other="bank")
    found = _codes(_REASON, (card, "chargeback upheld"), (pushed, "first information report"), other="found to be fraud")
    return [
        Told.of(at, known.reported[case], "reported", "fraud", teller, why),
        Told.of(at, known.confirmed[case], "confirmed", "fraud", finder, found),
        Told.of(at, known.doubted[case], "doubted", "honest", "bank", "found to be the customer's own doing"),
        Told.of(at, known.corrected[case], "corrected", "fraud", "bank", "found to be fraud after all"),
    ]


def _on_mules(shard: Shard, known: Knowledge) -> list[Told]:
    """Payments of mules once the lien reaches their layer; and of those whom they paid besides, who knew nothing."""
    rows, cases = shard.books.rows, shard.cases
    at = np.flatnonzero((rows.case >= 0) & IS_LAUNDERING[rows.role] & (rows.payer >= 0))
    case = rows.case[at].astype(np.int64)
    layer = _layers(shard, at)
    lien = np.maximum(known.lien(cases.key, layer, case), rows.time[at])
    innocent, paid_by, deeper = _innocent(shard, known)
    reached = np.maximum(known.lien(cases.key, deeper, paid_by), rows.time[innocent])
    lifted = reached + _between(shard, item_hashes(shard, innocent), "corrected_days", DAY)
    why = "lien on the trail of a reported case"
    return [
        Told.of(at, lien, "lien", "laundering", "police", why, layer),
        Told.of(innocent, reached, "lien", "laundering", "police", why, deeper),
        Told.of(innocent, lifted, "corrected", "honest", "police", "lien lifted: the receiver knew nothing", deeper),
    ]


def _layers(shard: Shard, at: Ints) -> Ints:
    """In which layer of its case the mule stands that pays each row; the first one where it stands in several."""
    rows, parcels = shard.books.rows, _parcels(shard)
    named = (parcels.case << _SEAT_BITS) + parcels.seat
    order = np.lexsort((parcels.layer, named))
    wanted = (rows.case[at].astype(np.int64) << _SEAT_BITS) + rows.payer[at]
    return parcels.layer[order[np.searchsorted(named[order], wanted)]]


def _innocent(shard: Shard, known: Knowledge) -> tuple[Ints, Ints, Ints]:
    """(row, case, layer) of honest payments to persons that the trail of a reported case leads on to, by mistake."""
    rows, parcels = shard.books.rows, _parcels(shard)
    parcels = parcels.take(known.reported[parcels.case] < NEVER)
    parcels = parcels.take(np.lexsort((parcels.time, parcels.seat)))
    to_person = (rows.case < 0) & (rows.payer >= 0) & (rows.payee_party >= 0) & (rows.status == SUCCESS) & ~_OWN_MONEY[rows.style]
    mules = np.zeros(len(shard.people) + 1, bool)  # the last one is whoever pays from outside
    mules[parcels.seat] = True
    at = np.flatnonzero(to_person & mules[rows.payer])
    at = at[chance(mix64(item_hashes(shard, at), 0x1F0), _wrong(shard)["paid_by_mule_lien_share"])]
    seat, time = rows.payer[at].astype(np.int64) << _TIME_BITS, rows.time[at]
    last = np.searchsorted((parcels.seat << _TIME_BITS) + parcels.time, seat + time) - 1
    near = np.flatnonzero(last >= 0)
    near = near[(parcels.seat[last[near]] == rows.payer[at[near]]) & (time[near] - parcels.time[last[near]] < TRACED)]
    return at[near], parcels.case[last[near]], parcels.layer[last[near]] + 1


def _parcels(shard: Shard) -> Parcels:
    """What mules of this shard received."""
    parcels = shard.cases.parcels
    return parcels.take((parcels.seat >= 0) & (parcels.seat < len(shard.people)))


def _by_mistake(shard: Shard) -> list[Told]:
    """Honest payments that somebody reports as fraud: forgotten, or made by another of the family."""
    rows = shard.books.rows
    at = np.flatnonzero(rows.item % THINNED == shard.people.population.keys.key("mistakes") % THINNED)
    at = at[(rows.case[at] < 0) & (rows.payer[at] >= 0) & (rows.status[at] == SUCCESS)]
    hashes = mix64(item_hashes(shard, at), 0x315)
    chosen = chance(hashes, _wrong(shard)["honest_reported_per_100000"] / 100_000 * THINNED)
    at, hashes = at[chosen], hashes[chosen]
    reported = after(rows.time[at], delay_h(shard.people.calibration, mix64(hashes, 1)))
    corrected = reported + _between(shard, hashes, "corrected_days", DAY)
    return [
        Told.of(at, reported, "reported", "fraud", "customer", "reported by the customer"),
        Told.of(at, corrected, "corrected", "honest", "bank", "reported by mistake"),
    ]


def _codes(codes: dict[str, int], *choices: tuple[NDArray[np.bool_], str], other: str) -> Ints:
    """The code of the first word whose mark is set, else of `other`."""
    return np.select([mark for mark, _ in choices], [codes[word] for _, word in choices], codes[other])


def _between(shard: Shard, hashes: U64, name: str, unit: int) -> Ints:
    """Microseconds until a wrong label is corrected (background.wrong_labels in fraud.yaml, assumed)."""
    low, high = _wrong(shard)[name]
    return log_between(uniform(hashes, 0x3C), low * unit, high * unit)


def _wrong(shard: Shard) -> Any:
    return shard.people.calibration.raw["fraud"]["background"]["wrong_labels"]
