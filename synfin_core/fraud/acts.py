"""Cases of one story in one shard: who loses, how much, and each leg in rupees; the same for both shards that see them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.loader import Story
from synfin_core.fraud.moves import sizes
from synfin_core.fraud.story import TO_MERCHANT, TO_MULE, Cases, Legs, leg_draw
from synfin_core.payments.amounts import ONLINE, PERSON, round_like_people
from synfin_core.payments.moments import batched, inside
from synfin_core.payments.styles import CODE, IS_UPI, codes
from synfin_core.payments.transfers import IMPS_CAP, UPI_CAP
from synfin_core.randomness import mix64
from synfin_core.world.people import People
from synfin_core.world.population import N_LINKS

TRIAL = (5.0, 60.0)  # rupees of the least that anybody would try with, assumed
CARD_SHARE = 0.3  # of a credit limit at most in one case, so that honest use and fraud both fit, assumed
COMPLAINTS = {"DL": 755.0, "HR": 381.0, "TS": 261.0}  # per lakh, 2023 (i4c_ceo_jan24); the rest of India at 129
_UPI_MODES = codes("upi_contact", "upi_id", "upi_person_qr")


@dataclass(frozen=True, eq=False)
class Acts:
    """Legs inside the period with their victims (positions in the shard) and amounts in paise."""

    story: Story
    cases: Cases
    link: NDArray[np.int64]
    ordinal: NDArray[np.int64]
    victim: NDArray[np.int64]
    legs: Legs
    payer: NDArray[np.int64]
    paise: NDArray[np.float64]

    @property
    def to_mules(self) -> NDArray[np.int64]:
        """Legs that mules receive."""
        return np.flatnonzero(self.legs.direction == TO_MULE)


def acts_of(people: People, story: Story, numbers: NDArray[np.int64]) -> Acts:
    """All legs of the story's cases with these numbers, whose victims are these people."""
    population = people.population
    cases = Cases.of(story.typology, population.keys, numbers, population.period.length, population.period.start.toordinal())
    link = (mix64(cases.key, 0x117C) % np.uint64(N_LINKS)).astype(np.int64)
    ordinal = np.zeros(len(cases), np.int64)
    for number in range(N_LINKS):
        ordinal[link == number] = np.arange((link == number).sum())
    order = _likely_victims(people, story)
    victim = order[np.arange(len(cases)) % len(order)]
    legs = story.legs(cases)
    legs = legs.take(inside(people.population.period, legs.time))
    payer = victim[legs.case]
    if story.many_victims:
        payer = order[(np.arange(len(cases))[legs.case] * 7919 + legs.payee) % len(order)]
    return Acts(story, cases, link, ordinal, victim, *_priced(people, story, cases, victim, legs, payer))


def _likely_victims(people: People, story: Story) -> NDArray[np.int64]:
    """Customers in the order in which they fall: the typology's segments, by complaints of their state; holders of cards first."""
    rails = story.typology.rails
    eligible = people.in_segments(story.typology.victims)
    if rails.get("credit_card", 0) > 0.5:
        eligible = people.has_card & (people.in_segments(story.typology.victims) | story.many_victims)
    codes_of = [state.code for state in people.calibration.states]
    rate = np.array([COMPLAINTS.get(code, 129.0) for code in codes_of])[people.state]
    noise = (
        mix64(people.index.astype(np.uint64), people.population.keys.key(f"victims {story.typology.id}")) >> np.uint64(11)
    ) * 2.0**-53
    order = np.argsort(-np.log(np.maximum(noise, 1e-12)) / rate, kind="stable")
    chosen = order[eligible[order]]
    return chosen if len(chosen) else order


def _priced(
    people: People, story: Story, cases: Cases, victim: NDArray[np.int64], legs: Legs, payer: NDArray[np.int64]
) -> tuple[Legs, NDArray[np.int64], NDArray[np.float64]]:
    """Legs on a rail that may carry them, their payers, and amounts in paise as round as honest ones."""
    size = sizes(cases, people.income[victim], usual_income(people, story))
    on_card = np.bincount(legs.case, legs.direction == TO_MERCHANT, len(cases)) > 0
    size = np.where(on_card & people.has_card[victim], np.minimum(size, CARD_SHARE * people.credit_limit[victim]), size)
    amount = np.where(legs.rupees > 0, legs.rupees, _within(story, cases, legs, legs.weight * size[legs.case]))
    draws = (leg_draw(cases, legs.case, legs.leg, "round") * 65_536).astype(np.uint16)
    paise = np.where(
        legs.direction == TO_MERCHANT,
        round_like_people(amount, draws, ONLINE),
        round_like_people(amount, draws, PERSON),
    )
    style = legs.style.copy()
    upi_push = (legs.direction == TO_MULE) & IS_UPI[style]
    mode = (leg_draw(cases, legs.case, legs.leg, "mode") * 65_536).astype(np.int64)
    style[upi_push] = _UPI_MODES[np.minimum(mode[upi_push] // 26_000, 2)]
    style[upi_push & (paise > UPI_CAP * 100)] = CODE["imps_out"]
    style[(legs.direction == TO_MULE) & (paise > IMPS_CAP * 100)] = CODE["neft_out"]
    credit = np.isin(style, codes("credit_ecom", "credit_abroad"))
    style[credit & ~people.has_card[payer]] = CODE["debit_ecom"]
    columns = {name: getattr(legs, name) for name in Legs.__dataclass_fields__}
    waits = (leg_draw(cases, legs.case, legs.leg, "batch") * 65_536).astype(np.uint16)
    time = np.where(style == CODE["neft_out"], batched(legs.time, waits), legs.time)
    return Legs(**{**columns, "style": style, "time": time}), payer, paise


def _within(story: Story, cases: Cases, legs: Legs, amount: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rupees up to the typology's largest payment (amount_inr.per_txn); the smallest ones are trials like small purchases."""
    least, most = TRIAL
    trial = least * (most / least) ** leg_draw(cases, legs.case, legs.leg, "trial")
    return np.clip(amount, trial, story.typology.figures["amount_inr"]["per_txn"][1])


def usual_income(people: People, story: Story) -> float:
    """Mean monthly income of the typology's victims."""
    segments = [one for one in people.calibration.segments if one.id in story.typology.victims]
    weights = np.array([one.pop_share for one in segments])
    middles = np.array([np.sqrt(max(one.income_month[0], 1000.0) * one.income_month[1]) for one in segments])
    return float(weights @ middles / weights.sum())
