"""Good figures are looked at twice: a column that is the label is named, and so are people who are stopped more than others."""

from synfin_core.learning.encoding import Encoding
from synfin_core.learning.split import Sides
from synfin_core.learning.suspicion import telling, unequal


def test_only_a_label_in_disguise_tells_alone(sides: Sides) -> None:
    """None of our features does; one that repeats the label is named."""
    encoding = Encoding.fitted(sides.train.features)
    matrix = encoding.matrix(sides.train.features)
    assert telling(encoding, matrix, sides.target) == ()

    disguised = matrix.copy()
    disguised[:, encoding.names.index("amount_inr")] = sides.target
    [said] = telling(encoding, disguised, sides.target)
    assert said.startswith("Column 'amount_inr' alone tells fraud from honest")


def test_who_is_stopped_far_more_often_is_named_in_one_sentence() -> None:
    """Groups of people with enough payments; rails are no people, and near the usual is nobody."""

    def stopped(share: float | None, payments: int = 1_000) -> dict[str, float | int | None]:
        return {"honest_stopped": share, "payments": payments}

    found = {
        "payer_segment": {"pensioner": stopped(0.05), "student": stopped(0.01, 9_000), "none": stopped(0.9)},
        "payer_language": {"Bhili": stopped(0.2, 50), "Hindi": stopped(0.01, 9_000), "Odia": stopped(None)},
        "rail": {"IMPS": stopped(0.5), "UPI": stopped(0.01, 9_000)},
    }
    [said] = unequal(found)

    assert "segment pensioner (3.6 times as often)" in said
    assert "student" not in said and "Bhili" not in said and "IMPS" not in said
    assert unequal({"rail": found["rail"]}) == ()
