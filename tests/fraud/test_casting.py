"""Who falls: holders of what the rail needs, in the typology's segments, each once as far as possible."""

import pandas as pd

from synfin_core.calibration import load_calibration
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


def test_nobody_falls_twice_while_others_of_a_kind_have_not() -> None:
    """With few cases for many customers, victims are different people across all typologies."""
    dataset = generate(Spec.create(count=200_000, fraud_rate=0.004, seed=3, start="2025-05-01", end="2025-05-31"))
    victims = dataset.table("fraud_cases").to_pandas().victim_customer_id.dropna()

    assert len(victims) > 100
    assert victims.nunique() > 0.97 * len(victims)


def test_what_else_a_victim_holds_says_nothing() -> None:
    """Who falls by bank account holds a wallet as often as anybody of the segment, even where few fall."""
    dataset = generate(Spec.create(count=200_000, fraud_rate=0.004, seed=3, start="2025-05-01", end="2025-05-31"))
    falls = dataset.sql("""WITH wallets AS (SELECT DISTINCT customer_id FROM accounts WHERE account_type = 'wallet')
        SELECT count(*) AS n, count(*) FILTER (victim_customer_id IN (FROM wallets)) AS with_wallet FROM fraud_cases
        WHERE victim_customer_id IS NOT NULL AND fraud_case_id NOT IN
            (SELECT fraud_case_id FROM transactions WHERE rail = 'Wallet' AND fraud_case_id IS NOT NULL)""").to_pandas()
    living = dataset.sql("""SELECT count(DISTINCT customer_id) FILTER (account_type = 'wallet') / count(DISTINCT customer_id)
        AS share FROM accounts""").to_pandas()
    [(n, with_wallet)], [[share]] = falls.to_numpy(), living.to_numpy()

    assert n > 100
    assert abs(with_wallet / n - share) < 3.5 * (share * (1 - share) / n) ** 0.5


def test_victims_belong_to_the_segments_of_their_typology(crimes: Dataset) -> None:
    """As fraud.yaml lists them, but for a few cases whose rail nobody of these segments can use in a shard."""
    listed = {typology.id: typology.victims for typology in load_calibration().typologies}
    cases = crimes.sql("""SELECT fraud_type, segment FROM fraud_cases JOIN customers
        ON customer_id = victim_customer_id""").to_pandas()
    fits = [segment in listed[name] for name, segment in zip(cases.fraud_type, cases.segment, strict=True)]

    assert len(cases) > 500 and sum(fits) > 0.98 * len(fits)


def test_the_rail_comes_first_and_its_holder_after(rows: pd.DataFrame) -> None:
    """Stolen card details are paid with on credit cards as often as fraud.yaml's rail mix says."""
    wanted = next(one for one in load_calibration().typologies if one.id == "card_cnp").rails["credit_card"]
    charges = rows[(rows.fraud_type == "card_cnp") & rows.is_fraud]
    by_credit = charges.groupby("fraud_case_id").initiation_mode.agg(
        lambda modes: modes.astype(str).isin(["e-commerce", "tap"]).all()
    )

    assert len(by_credit) > 50
    assert abs(by_credit.mean() - wanted) < 3 * (wanted * (1 - wanted) / len(by_credit)) ** 0.5
