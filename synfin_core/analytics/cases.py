"""Cases of a dataset: which there are of a typology, one with all its rows, and a fresh one made on demand."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from synfin_core.analytics.catalogue import card
from synfin_core.errors import WrongUse
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset

MOST_LISTED = 50
FRESH = {"count": 20_000, "fraud_rate": 0.001, "min_cases": 1, "start": date(2025, 1, 1), "end": date(2025, 6, 30)}
TELLING_LEGS = 12  # a case with about so many payments can be told in two minutes, assumed
_DIGITS = 18  # the most that an id has

# Cases with a loss first, then whole ones, reported ones, those of a usual victim, and those of a length that can be told.
_LIST = f"""
    SELECT fraud_case_id, started_at, n_legs, loss_inr, reported_at IS NOT NULL AS is_reported, is_truncated
    FROM fraud_cases LEFT JOIN customers ON customer_id = victim_customer_id
    WHERE CAST(fraud_type AS VARCHAR) = '{{typology}}'
    ORDER BY loss_inr <= 0, is_truncated, reported_at IS NULL, NOT coalesce(CAST(segment AS VARCHAR) IN ({{victims}}), FALSE),
             abs(n_legs - {TELLING_LEGS}), fraud_case_id
    LIMIT {MOST_LISTED}"""

_LEGS = """
    SELECT transaction_id, transacted_at, CAST(rail AS VARCHAR) AS rail, CAST(kind AS VARCHAR) AS kind, payer_customer_id,
           payer_account_id, payee_customer_id, payee_account_id, merchant_id, CAST(m.name AS VARCHAR) AS merchant, amount_inr,
           CAST(status AS VARCHAR) AS status, CAST(decline_reason AS VARCHAR) AS decline_reason, is_fraud, is_laundering,
           CAST(fraud_role AS VARCHAR) AS role, CAST(payers.bank AS VARCHAR) AS payer_bank,
           CAST(payees.bank AS VARCHAR) AS payee_bank
    FROM transactions LEFT JOIN merchants m USING (merchant_id)
         LEFT JOIN accounts payers ON payers.account_id = payer_account_id
         LEFT JOIN accounts payees ON payees.account_id = payee_account_id
    WHERE fraud_case_id = {id} AND transacted_at BETWEEN TIMESTAMP '{started_at}' AND TIMESTAMP '{ended_at}'
    ORDER BY transacted_at"""

_EVENTS = """
    SELECT occurred_at, customer_id, CAST(event AS VARCHAR) AS event, CAST(channel AS VARCHAR) AS channel
    FROM events WHERE fraud_case_id = {id} ORDER BY occurred_at, event_id"""

_LABELS = """
    SELECT labelled_at, CAST(stage AS VARCHAR) AS stage, CAST(label AS VARCHAR) AS label, CAST(source AS VARCHAR) AS source,
           CAST(reason AS VARCHAR) AS reason, layer, transaction_id
    FROM labels WHERE fraud_case_id = {id} ORDER BY labelled_at, layer, transaction_id"""


@dataclass(frozen=True, eq=False)
class Case:
    """A case with its row of `fraud_cases` and its payments, events and labels in time order.

    `payer_bank` and `payee_bank` of a leg are empty for outside parties, whose accounts no simulated bank keeps.
    """

    facts: dict[str, Any]
    legs: pd.DataFrame
    events: pd.DataFrame
    labels: pd.DataFrame

    @property
    def id(self) -> int:
        """Id of the case."""
        return int(self.facts["fraud_case_id"])

    @property
    def typology(self) -> str:
        """Id of its typology."""
        return str(self.facts["fraud_type"])

    @property
    def losses(self) -> pd.DataFrame:
        """The payments by which somebody loses, attempted or completed."""
        return self.legs[self.legs["is_fraud"]]

    @property
    def last_loss_at(self) -> datetime:
        """When the last of them was."""
        at: pd.Timestamp = self.losses["transacted_at"].iloc[-1]
        return at.to_pydatetime()


def cases_of(dataset: Dataset, typology: str) -> pd.DataFrame:
    """Up to MOST_LISTED cases of a typology, those first that tell most: id, start, payments, rupees lost, reported, truncated."""
    chosen = card(typology)
    victims = ", ".join(f"'{segment}'" for segment in chosen.victims)
    return dataset.sql(_LIST.format(typology=chosen.id, victims=victims)).to_pandas()


def case_of(dataset: Dataset, id: str | int) -> Case:
    """The case of that id; WrongUse when the dataset has none."""
    word = str(id)
    found = []
    if word.isascii() and word.isdigit() and len(word) <= _DIGITS:
        found = dataset.sql(f"SELECT * FROM fraud_cases WHERE fraud_case_id = {int(word)}").to_pylist()
    if not found:
        raise WrongUse(f"the case of this link, {word[:20]}, is not in this dataset; choose one from the list.")
    facts = found[0]
    words = {"id": facts["fraud_case_id"], "started_at": facts["started_at"], "ended_at": facts["ended_at"]}
    return Case(facts, *(dataset.sql(query.format(**words)).to_pandas() for query in (_LEGS, _EVENTS, _LABELS)))


def fresh(typology: str, seed: int) -> Dataset:
    """A small dataset in memory with at least one whole case of the typology (0.1-0.3 s: python -m benchmarks.patterns)."""
    return generate(Spec.create(**FRESH, typologies=(card(typology).id,), seed=seed))
