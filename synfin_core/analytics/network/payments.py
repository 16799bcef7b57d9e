"""The payments of a finding, to be read by a person."""

import pandas as pd

from synfin_core.analytics.network.data import Data
from synfin_core.analytics.network.finding import Finding

MOST = 50  # of a finding


def payments_of(data: Data, finding: Finding) -> pd.DataFrame:
    """The first MOST payments of a finding by time: transacted_at, accounts, merchant, device, amount_inr, rail, status."""
    ids = ", ".join(map(str, finding.payments[:MOST]))
    return data.sql(
        "SELECT transacted_at, payer_account_id, payee_account_id, merchant_id, device_id, amount_inr, "
        "CAST(rail AS VARCHAR) AS rail, CAST(status AS VARCHAR) AS status "
        f"FROM transactions WHERE transaction_id IN ({ids}) ORDER BY transacted_at, transaction_id"
    ).to_pandas()
