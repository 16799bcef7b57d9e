"""A case and an innocent twin that looks like it, side by side and unlabelled: only what a bank can see of either."""

from dataclasses import dataclass

import pandas as pd

from synfin_core.analytics.cases import Case
from synfin_core.analytics.rule import scored
from synfin_core.store.dataset import Dataset

NAMES = ("A", "B")

# A twin of about the same length; ids say nothing, so the smallest is as good as any.
_TWINS = """
    SELECT twin_id, CAST(kind AS VARCHAR) AS kind, started_at, ended_at FROM twins
    WHERE CAST(looks_like AS VARCHAR) = '{typology}' ORDER BY abs(n_payments - {n}), twin_id LIMIT {most}"""

_PAYMENTS = """
    SELECT transaction_id, transacted_at AS at, CAST(rail AS VARCHAR) AS rail, CAST(kind AS VARCHAR) AS kind,
           coalesce(CAST(category AS VARCHAR), '') AS category, amount_inr, CAST(status AS VARCHAR) AS status,
           is_first_with_payee, balance_after_inr, payer_customer_id
    FROM transactions
    WHERE {where} AND CAST(kind AS VARCHAR) NOT IN ('own transfer', 'cash deposit')
          AND transacted_at BETWEEN TIMESTAMP '{start}' AND TIMESTAMP '{end}'
    ORDER BY transacted_at"""

_EVENTS = """
    SELECT occurred_at AS at, CAST(event AS VARCHAR) AS event, CAST(channel AS VARCHAR) AS channel
    FROM events WHERE {where} AND CAST(event AS VARCHAR) <> 'complaint' ORDER BY occurred_at"""

_MOST = 20  # twins to go through one after the other


@dataclass(frozen=True, eq=False)
class Suspect:
    """One side of the line-up: payments (at, rail, kind, amount_inr ...) and events (at, event, channel) of the customer's side.

    `score` is the highest that the simple rule gives to one of the payments, None where it looks at none of them.
    """

    name: str
    payments: pd.DataFrame
    events: pd.DataFrame
    score: int | None


@dataclass(frozen=True)
class Lineup:
    """Two suspects; `fraud` names the one that is, the case `case_id`; `kind` says what the other one is."""

    suspects: tuple[Suspect, Suspect]
    fraud: str
    case_id: int
    kind: str


def twins_like(dataset: Dataset, case: Case) -> pd.DataFrame:
    """Twins of the case's typology, those of about its length first: twin_id, kind, started_at, ended_at."""
    return dataset.sql(_TWINS.format(typology=case.typology, n=len(case.losses), most=_MOST)).to_pandas()


def lineup(dataset: Dataset, case: Case, twin: pd.Series) -> Lineup:
    """The case and one of `twins_like`; which stands first follows from their ids, and says nothing."""
    # What mules do among themselves has no counterpart in a twin.
    of_case = f"fraud_case_id = {case.id} AND NOT is_laundering"
    of_twin = f"twin_id = {int(twin['twin_id'])}"
    first = (case.id ^ int(twin["twin_id"])) & 1
    order = NAMES if first else NAMES[::-1]
    fraud = _suspect(dataset, order[0], of_case, f"fraud_case_id = {case.id}", case.facts)
    honest = _suspect(dataset, order[1], of_twin, of_twin, twin.to_dict())
    pair = (fraud, honest) if first else (honest, fraud)
    return Lineup(pair, order[0], case.id, str(twin["kind"]).replace("_", " "))


def _suspect(dataset: Dataset, name: str, where: str, events: str, span: dict[str, object]) -> Suspect:
    bounds = {"start": span["started_at"], "end": span["ended_at"]}
    payments = dataset.sql(_PAYMENTS.format(where=where, **bounds)).to_pandas()
    return Suspect(name, payments, dataset.sql(_EVENTS.format(where=events)).to_pandas(), _score(dataset, payments))


def _score(dataset: Dataset, payments: pd.DataFrame) -> int | None:
    who = payments["payer_customer_id"].dropna().unique()
    if not len(who):
        return None
    points = scored(dataset, who, payments["at"].iloc[0], payments["at"].iloc[-1])
    ours = points.loc[points["transaction_id"].isin(payments["transaction_id"]), "score"]
    return int(ours.max()) if len(ours) else None
