"""qr_scam: a tiny payment comes back double, then the same payee takes growing sums within minutes."""


def test_the_test_comes_back_double_before_the_next_scan(told) -> None:  # type: ignore[no-untyped-def]
    """Where a case begins with a test, it is 1, 2 or 5 rupees, and twice as much comes back before the second scan."""
    legs = told("qr_scam").set_index(["case", "leg"]).sort_index()
    tests, back = legs.xs(0, level="leg").query("rupees > 0"), legs.xs(200, level="leg")
    second = legs.xs(1, level="leg").loc[tests.index]

    assert tests.rupees.isin([1, 2, 5]).all() and tests.index.equals(back.index) and 300 < len(tests) < 500
    assert (back.rupees == 2 * tests.rupees).all()
    assert ((tests.time < back.time) & (back.time < second.time)).all()


def test_sums_grow_to_one_payee(told) -> None:  # type: ignore[no-untyped-def]
    """Scans of a case share one payee and end within forty minutes; the last is above the first that is no test."""
    scans = told("qr_scam").query("role == 'transfer'")
    cases = scans.groupby("case")

    assert (scans.payee == 0).all() and (scans.way == "upi_person_qr").all()
    assert (cases.weight.last() >= cases.weight.first()).all()
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 2_400
