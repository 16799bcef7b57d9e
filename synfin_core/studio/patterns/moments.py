"""A case as a story: events, payments and what the bank learns, as moments in time order, each in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from synfin_core.analytics.cases import Case
from synfin_core.analytics.trail import kind_of, of_the_story
from synfin_core.studio.words import money, plural

LANES = ("What happens", "The account", "Mules and shops", "The bank")
HAPPENS, ACCOUNT, MULES, BANK = LANES
TOGETHER = timedelta(hours=1)  # payments of a kind with no longer gaps are told together, assumed
MANY = 4  # of a kind in a row, from which on they are told together, assumed
_ALWAYS_TOGETHER = ("layer", "exit")
_EVENT_WORDS = {
    "payee added": "A new payee is added",
    "limit changed": "The transfer limit is raised",
    "contact changed": "The contact details are changed",
    "deposit broken": "A fixed deposit is broken early",
    "deposit opened": "A deposit is opened",
    "loan drawn": "An instant loan is drawn",
    "SIM changed": "The SIM of the number is changed",
    "device bound": "A new device is bound to the account",
    "PIN set": "A new PIN is set",
    "remote-access flag": "A screen-sharing app runs on the phone",
    "login": "Somebody logs in",
    "mandate made": "A mandate is made",
    "mandate revoked": "A mandate is revoked",
    "card blocked": "The card is blocked",
    "complaint": "A complaint is made",
}
_STAGE_WORDS = {
    "declined": "The bank's own check stops",
    "reported": "Reported as fraud:",
    "lien": "A lien is put on",
    "confirmed": "Found to be fraud:",
    "doubted": "Taken for the customer's own doing:",
    "corrected": "Corrected to {label}:",
}
_ROLE_WORDS = {
    "bait": "{source} sends {money} as bait",
    "deposit": "{source} is talked into paying {money} to {target}",
    "pay-back": "{source} pays {money} back",
    "drain": "A thief sends {money} from the victim's account to {target}",
    "test charge": "A try with small sums: {money} to {target}",
    "charge": "{money} is charged at {target}",
    "funding": "{target} gets {money} from own means ({kind})",
    "transfer": "{source} pays {money} to {target}",
    "fee": "A fee of {money} is paid to {target}",
    "withdrawal": "{money} is taken out as cash",
    "mandate debit": "A mandate debits {money} for {target}",
    "loan": "A loan of {money} is paid out",
    "repayment": "{money} is paid back to {target}",
    "claim": "{money} is claimed back from {source}",
    "purchase": "{money} is spent at {target}",
    "layer": "{source} passes {money} on to {target}",
    "exit": "{source} takes {money} out ({target})",
}


@dataclass(frozen=True)
class Moment:
    """One step of the story; `ends_at` is later where several payments are told together, `ids` are theirs."""

    at: datetime
    ends_at: datetime
    lane: str
    title: str
    words: str
    amount_inr: float = 0.0
    ids: tuple[int, ...] = ()
    is_refused: bool = False


def moments(case: Case, legs: pd.DataFrame) -> tuple[Moment, ...]:
    """The whole story in time order; `legs` are the case's with `source` and `target` (trail.with_parties)."""
    found = [*_events(case), *_payments(legs), *_outcome(case), *_learned(case)]
    return tuple(sorted(found, key=lambda moment: (moment.at, LANES.index(moment.lane))))


def _events(case: Case) -> Iterator[Moment]:
    for event in case.events.itertuples():
        at = event.occurred_at.to_pydatetime()
        words = _EVENT_WORDS.get(event.event, _title(event.event))
        yield Moment(at, at, HAPPENS, _title(event.event), f"{words} ({event.channel}).")


def _payments(legs: pd.DataFrame) -> Iterator[Moment]:
    run: list[Any] = []
    for leg in of_the_story(legs).itertuples():
        if run and not _goes_on(run[-1], leg):
            yield from _told(run)
            run = []
        run.append(leg)
    yield from _told(run)


def _goes_on(last: Any, leg: Any) -> bool:
    """Whether a payment belongs to the run of the one before it."""
    alike = last.source == leg.source or (last.target == leg.target and leg.role not in _ALWAYS_TOGETHER)
    return last.role == leg.role and alike and leg.transacted_at - last.transacted_at <= TOGETHER


def _told(run: list[Any]) -> Iterator[Moment]:
    """A run as one moment where it is long or only passes money on, else payment by payment."""
    if len(run) > 1 and (len(run) >= MANY or run[0].role in _ALWAYS_TOGETHER):
        yield _together(run)
    else:
        yield from (_alone(leg) for leg in run)


def _alone(leg: Any) -> Moment:
    at, refused = leg.transacted_at.to_pydatetime(), leg.status == "failed"
    words = _said(leg, leg.target, leg.amount_inr)
    words += f" by {leg.rail}" if leg.role in ("deposit", "transfer", "fee", "drain") else ""
    end = f"; refused: {leg.decline_reason}." if refused else "."
    return Moment(at, at, lane_of(leg), _title(leg.role), words + end, leg.amount_inr, (leg.transaction_id,), refused)


def _together(run: list[Any]) -> Moment:
    first, last = run[0], run[-1]
    moved = [leg for leg in run if leg.status != "failed"]
    total = sum(leg.amount_inr for leg in moved)
    targets = list(dict.fromkeys(leg.target for leg in run))
    to = ", ".join(targets) if len(targets) <= 3 else f"{len(targets)} accounts or shops"
    words = _said(first, to, total)
    minutes = max((last.transacted_at - first.transacted_at).total_seconds() / 60, 1)
    said = f"{words}, in {plural(len(run), 'payment')} within {plural(round(minutes), 'minute')}"
    refused = len(run) - len(moved)
    end = f", {refused} of them refused." if refused else "."
    ids = tuple(leg.transaction_id for leg in run)
    at, ends = first.transacted_at.to_pydatetime(), last.transacted_at.to_pydatetime()
    return Moment(at, ends, lane_of(first), f"{len(run)} × {first.role}", said + end, total, ids, not moved)


def _is_sham(leg: Any) -> bool:
    """A person, no merchant, 'pays back': a payment that proves one that was never made."""
    return leg.role == "claim" and kind_of(leg.source) == "payer"


def _said(leg: Any, target: str, amount: float) -> str:
    said = "{source} sends {money} and claims to have paid in full" if _is_sham(leg) else _ROLE_WORDS[leg.role]
    words = said.format(source=leg.source, target=target, money=money(amount), kind=leg.kind)
    return re.sub("^(Victim|Customer) ", lambda who: f"The {who[1].lower()} ", words)


def lane_of(leg: Any) -> str:
    """The account of the victim or customer where they take part, else that of mules and shops."""
    return ACCOUNT if leg.is_fraud or "hero" in (kind_of(leg.source), kind_of(leg.target)) else MULES


def _outcome(case: Case) -> Iterator[Moment]:
    """When the loser notices, and what comes back."""
    facts = case.facts
    told = "" if facts["reported_at"] else " It is never reported as fraud."
    yield Moment(facts["noticed_at"], facts["noticed_at"], HAPPENS, "Noticed", f"The loss is noticed.{told}")
    if facts["restored_at"]:
        words = f"{money(facts['restored_inr'])} of {money(facts['loss_inr'])} is given back."
        yield Moment(facts["restored_at"], facts["restored_at"], BANK, "Given back", words, facts["restored_inr"])


def _learned(case: Case) -> Iterator[Moment]:
    """What becomes known of the payments, told together by stage, teller and layer."""
    groups = case.labels.groupby(["stage", "label", "source", "reason", "layer"], sort=False)
    for (stage, label, source, reason, layer), rows in groups:
        at, ends = rows["labelled_at"].iloc[0].to_pydatetime(), rows["labelled_at"].iloc[-1].to_pydatetime()
        where = f" of layer {layer}" if stage == "lien" else ""
        words = f"{_STAGE_WORDS[stage].format(label=label)} {plural(len(rows), 'payment')}{where} ({source}: {reason})."
        yield Moment(at, ends, BANK, _title(stage), words, 0.0, tuple(rows["transaction_id"]))


def _title(words: str) -> str:
    """'SIM changed' and 'Payee added': the first letter large, the others as they are."""
    return words[:1].upper() + words[1:]
