"""The honest life around a case: whom it happened to, their payments before and after, and the balance all along."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from synfin_core.analytics.cases import Case
from synfin_core.analytics.catalogue import segment_words
from synfin_core.store.dataset import Dataset

BEFORE, AFTER = timedelta(days=30), timedelta(days=14)  # around the case that are shown
MOST_SHOWN = 1_500  # payments, those nearest to the case

_HERO = """
    SELECT customer_id, name, age, CAST(gender AS VARCHAR) AS gender, CAST(segment AS VARCHAR) AS segment,
           CAST(occupation AS VARCHAR) AS occupation, CAST(city AS VARCHAR) AS city, income_month_inr
    FROM customers WHERE customer_id IN ({ids})"""

_PAYMENTS = """
    SELECT * FROM (
        SELECT transaction_id, transacted_at, amount_inr, CAST(kind AS VARCHAR) AS kind, CAST(category AS VARCHAR) AS category,
               CAST(status AS VARCHAR) AS status, payee_customer_id IS NOT DISTINCT FROM {id} AS comes_in,
               payer_account_id, payee_account_id, balance_after_inr, fraud_case_id IS NOT DISTINCT FROM {case} AS of_case
        FROM transactions
        WHERE (payer_customer_id = {id} OR payee_customer_id = {id})
              AND transacted_at BETWEEN TIMESTAMP '{start}' AND TIMESTAMP '{end}'
        ORDER BY abs(epoch(transacted_at - TIMESTAMP '{middle}')) LIMIT {most})
    ORDER BY transacted_at"""


@dataclass(frozen=True, eq=False)
class Life:
    """A customer, and all they paid and were paid around a case; `balance` in rupees of the account that the case used most.

    `payments` has transacted_at, amount_inr, comes_in, of_case, kind, category, status, balance.
    """

    customer_id: int
    words: str
    payments: pd.DataFrame
    starts: datetime
    ends: datetime


def hero_of(case: Case) -> int | None:
    """The customer whom the story is about: the victim, else who pays or claims most often; None when nobody is known."""
    if case.facts["victim_customer_id"] is not None:
        return int(case.facts["victim_customer_id"])
    legs = case.losses
    parties = legs["payer_customer_id"].fillna(legs["payee_customer_id"]).dropna()
    return int(parties.value_counts(sort=True).sort_index(kind="stable").idxmax()) if len(parties) else None


def life_around(dataset: Dataset, case: Case, hero: int) -> Life | None:
    """What else this customer did from BEFORE the case to AFTER it; None for a party outside, of whom no life is known."""
    people = dataset.sql(_HERO.format(ids=hero)).to_pylist()
    if not people:
        return None
    starts, ends = case.facts["started_at"] - BEFORE, case.facts["ended_at"] + AFTER
    middle = case.facts["started_at"] + (case.facts["ended_at"] - case.facts["started_at"]) / 2
    query = _PAYMENTS.format(id=hero, case=case.id, start=starts, end=ends, middle=middle, most=MOST_SHOWN)
    payments = dataset.sql(query).to_pandas()
    payments["balance"] = _balance(payments, _account(case, hero))
    return Life(hero, _words(people[0]), payments, starts, ends)


def _words(person: dict[str, Any]) -> str:
    """'Asha Rao, 67, pensioner in Pune'; of a town that is 'Other Kerala' the state is told."""
    return f"{person['name']}, {person['age']}, {segment_words(person['segment'])} in {person['city'].removeprefix('Other ')}"


def _account(case: Case, hero: int) -> int | None:
    """The hero's account that the case took from most often, else the one that it paid."""
    legs = case.legs
    paid = legs.loc[legs["is_fraud"] & (legs["payer_customer_id"] == hero), "payer_account_id"].dropna()
    received = legs.loc[legs["payee_customer_id"] == hero, "payee_account_id"].dropna()
    used = paid if len(paid) else received
    return int(used.mode().iloc[0]) if len(used) else None


def _balance(payments: pd.DataFrame, account: int | None) -> pd.Series:
    """Rupees in the account after each payment: as recorded where it pays, plus what has come in since then."""
    pays = payments["payer_account_id"] == account
    comes = (payments["payee_account_id"] == account) & (payments["status"] != "failed") & ~pays
    come_in = payments["amount_inr"].where(comes, 0.0).cumsum()
    anchor = (payments["balance_after_inr"] - come_in).where(pays).ffill()
    return (anchor + come_in).where(pays | comes)
