"""Numbers read as people write them."""

from datetime import UTC, datetime, timedelta

import pytest

from synfin_core.studio import words


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0.00%"), (0.01, "1.00%"), (0.0099, "0.99%"), (0.0000068, "0.00068%"), (0.0002, "0.02%"), (0.2, "20.00%")],
)
def test_a_share_keeps_the_digits_it_needs(share: float, text: str) -> None:
    """A national fraud rate is not rounded to nothing."""
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0.5, "₹0.50"),
        (1234.5, "₹1,234.50"),
        (99999.99, "₹99,999.99"),
        (2500000.4, "₹25,00,000"),
        (1234567890, "₹1,23,45,67,890"),
        (-250000, "-₹2,50,000"),
    ],
)
def test_rupees_have_paise_below_a_lakh(amount: float, text: str) -> None:
    """Thousands separators always, paise where they matter."""
    assert words.rupees(amount) == text


@pytest.mark.parametrize(("n_bytes", "text"), [(10, "1 KB"), (819_400, "819 KB"), (41e6, "41 MB"), (1.24e9, "1.2 GB")])
def test_a_file_size_is_short(n_bytes: int, text: str) -> None:
    """One unit, no more digits than help."""
    assert words.size(n_bytes) == text


@pytest.mark.parametrize(("rows", "text"), [(500, "500"), (10_000, "10K"), (1_000_000, "1M"), (1_500_000, "1.5M")])
def test_a_slider_label_is_short(rows: int, text: str) -> None:
    """10K, not 10000."""
    assert words.short_count(rows) == text


def test_one_is_singular() -> None:
    """1 victim, 2 victims."""
    assert (words.plural(1, "victim"), words.plural(1200, "victim")) == ("1 victim", "1,200 victims")


@pytest.mark.parametrize(("duration", "text"), [(0.2, "under a second"), (12.3, "12 s"), (200, "3 min")])
def test_a_duration_is_rounded(duration: float, text: str) -> None:
    """Nobody needs milliseconds here."""
    assert words.seconds(duration) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "₹0"), (57_653.71, "₹57,654"), (452_000, "₹4.52 lakh"), (12.34e7, "₹12.3 crore"), (1.2e10, "₹1,200 crore")],
)
def test_a_sum_is_told_in_lakh_and_crore(amount: float, text: str) -> None:
    """As it is said in India."""
    assert words.money(amount) == text


@pytest.mark.parametrize(("minutes", "text"), [(0, "just now"), (5, "5 min ago"), (180, "3 h ago"), (5_760, "4 days ago")])
def test_an_age_is_short(minutes: int, text: str) -> None:
    """One unit is enough."""
    assert words.age((datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()) == text


@pytest.mark.parametrize("instant", ["", "yesterday", "2025-01-01T00:00:00"])
def test_an_age_that_nobody_knows_is_empty(instant: str) -> None:
    """An instant that is missing, broken, or without an offset."""
    assert words.age(instant) == ""


def test_text_from_outside_draws_no_picture_and_no_link() -> None:
    """Brackets and other marks of Markdown are shown as they are."""
    assert words.literal("![x](http://a) `b` $c$ <i>") == r"!\[x\](http://a) \`b\` \$c\$ \<i>"
