"""What the Generate screen shows of a dataset, asked of it once, right after it is made."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from synfin_core import Dataset

SAMPLE_COLUMNS = (
    "transacted_at", "amount_inr", "is_fraud", "rail", "kind", "initiation_mode", "channel", "category", "city",
    "state", "payer_segment", "status", "decline_reason", "balance_after_inr", "fraud_type", "fraud_role",
    "fraud_reason",
)  # fmt: skip

_TOTALS = """
    select count(*) as n_rows, min(transacted_at)::date as first_day, max(transacted_at)::date as last_day,
           median(amount_inr) as median_inr,
           coalesce(sum(amount_inr) filter (is_fraud and status = 'success')
                    / sum(amount_inr) filter (status = 'success'), 0) as fraud_value_share
    from transactions"""

_BY_HOUR = """
    select hour(transacted_at) as hour, count(*) filter (not is_fraud) as honest, count(*) filter (is_fraud) as fraud
    from transactions group by all"""

# Steps of 1, 2, 5: each amount counts in the step that starts at or below it.
_BY_AMOUNT = """
    with sized as (select amount_inr, is_fraud, pow(10, floor(log10(greatest(amount_inr, 1)))) as decade
                   from transactions)
    select decade * case when amount_inr >= 5 * decade then 5 when amount_inr >= 2 * decade then 2 else 1 end
               as from_inr,
           count(*) filter (not is_fraud) as honest, count(*) filter (is_fraud) as fraud
    from sized group by all order by from_inr"""

# Ids say nothing about order, so the smallest ids are a fair pick; of fraud, each typology has its turn.
_SAMPLE = f"""
    select {", ".join(SAMPLE_COLUMNS)} from (
        (select * from transactions where not is_fraud order by transaction_id limit 15) union all
        (select * from transactions where is_fraud
         order by row_number() over (partition by fraud_type order by transaction_id), transaction_id limit 5))
    order by transacted_at"""


@dataclass(frozen=True)
class Summary:
    """Figures, two small tables for the charts, and a sample of 20 rows."""

    rows: int
    first_day: date
    last_day: date
    median_inr: float
    requested_rate: float
    made_rate: float
    n_fraud_rows: int
    n_cases: int
    n_victims: int
    n_mules: int
    fraud_value_share: float
    fingerprint: str
    notes: tuple[str, ...]
    by_hour: pd.DataFrame
    by_amount: pd.DataFrame
    sample: pd.DataFrame

    @property
    def cases_per_million(self) -> float:
        """Fraud cases in a million payments."""
        return self.n_cases / self.rows * 1_000_000

    @property
    def fraud_value_bps(self) -> float:
        """Rupees taken by fraud out of 10,000 rupees paid."""
        return self.fraud_value_share * 10_000


def summarize(dataset: Dataset) -> Summary:
    """Ask the dataset for everything that the screen shows."""
    fraud = dataset.manifest["fraud"]
    totals = dataset.sql(_TOTALS).to_pylist()[0]
    return Summary(
        rows=totals["n_rows"],
        first_day=totals["first_day"],
        last_day=totals["last_day"],
        median_inr=totals["median_inr"],
        fraud_value_share=totals["fraud_value_share"],
        **{name: fraud[name] for name in ("requested_rate", "made_rate", "n_fraud_rows")},
        **{name: fraud[name] for name in ("n_cases", "n_victims", "n_mules")},
        fingerprint=dataset.manifest["fingerprints"]["transactions"],
        notes=tuple(dataset.manifest["notes"]),
        by_hour=_all_hours(dataset.sql(_BY_HOUR).to_pandas()),
        by_amount=dataset.sql(_BY_AMOUNT).to_pandas(),
        sample=dataset.sql(_SAMPLE).to_pandas(),
    )


def _all_hours(counts: pd.DataFrame) -> pd.DataFrame:
    """One row for each of the 24 hours, also where nobody paid."""
    return counts.set_index("hour").reindex(range(24), fill_value=0).rename_axis("hour").reset_index()
