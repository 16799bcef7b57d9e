"""fake_support: a test of a few rupees, then large debits while the call lasts, some just under a limit."""

import numpy as np

from synfin_core.fraud.typologies.fake_support import LIMITS


def test_a_tiny_test_comes_before_debits_of_the_same_hour(told) -> None:  # type: ignore[no-untyped-def]
    """Each case tries 1, 2, 5 or 10 rupees first, half by a debit and half by a credit, and all is over within the hour."""
    legs = told("fake_support")
    tests = legs[legs.role.isin(["test charge", "bait"])]
    cases = legs.groupby("case")

    assert tests.rupees.isin([1, 2, 5, 10]).all() and len(tests) == 1_000
    assert (cases.leg.first() == 0).all() and 0.45 < (cases.role.first() == "bait").mean() < 0.55
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 3_600


def test_some_debits_stay_just_under_a_limit(told) -> None:  # type: ignore[no-untyped-def]
    """About a third are whole rupees within 3% below 5,000, 10,000, 20,000, 50,000 or 1,00,000, and never on it."""
    debits = told("fake_support").query("leg > 0")
    kept = debits[debits.rupees > 0].rupees.to_numpy()
    limits = np.array(list(LIMITS))
    above = limits[np.searchsorted(limits, kept)]

    assert 0.30 < len(kept) / len(debits) < 0.40
    assert np.all(kept == np.floor(kept)) and np.all(kept < above) and np.all(kept >= 0.969 * above)


def test_cards_are_charged_and_accounts_send(told) -> None:  # type: ignore[no-untyped-def]
    """Debits by card go to merchants as charges, others to mules as transfers."""
    debits = told("fake_support").query("leg > 0")
    by_card = debits.way.isin(["debit_ecom", "credit_ecom"])

    assert (debits.role == np.where(by_card, "charge", "transfer")).all()
    assert debits.direction[by_card].nunique() == 1 and debits.direction[~by_card].nunique() == 1
