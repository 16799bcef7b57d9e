"""Numbers as a reader in India expects them: separators, per cent, rupees in lakh and crore, sizes, ages."""

import re
from datetime import UTC, datetime

_LAKH, _CRORE = 100_000, 10_000_000


def short_count(rows: int) -> str:
    """10000 -> '10K', 1000000 -> '1M': labels of a slider."""
    if rows >= 1_000_000:
        return f"{rows / 1_000_000:g}M"
    return f"{rows / 1_000:g}K" if rows >= 1_000 else str(rows)


def whole(number: float) -> str:
    """1234567 -> '1,234,567'."""
    return f"{number:,.0f}"


def plural(number: int, noun: str) -> str:
    """'1 victim', '1,200 victims'."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def percent(share: float) -> str:
    """A share of 0-1 as per cent, with as many digits as a small one needs: '1.00%', '0.00068%'."""
    value = share * 100
    if value == 0 or value >= 0.1:
        return f"{value:.2f}%"
    return f"{value:.2g}%"


def rupees(amount: float) -> str:
    """'₹1,234.50', '₹99,999.99'; whole rupees from a lakh up, grouped as in India: '₹25,00,000'."""
    if abs(amount) < _LAKH:
        return f"₹{amount:,.2f}"
    thousands, rest = divmod(round(abs(amount)), 1_000)
    pairs: list[str] = []
    while thousands >= 100:
        thousands, pair = divmod(thousands, 100)
        pairs.insert(0, f"{pair:02}")
    return f"{'-' if amount < 0 else ''}₹{','.join([str(thousands), *pairs, f'{rest:03}'])}"


def money(amount: float) -> str:
    """A sum in short: '₹750', '₹4.52 lakh', '₹12.3 crore', '₹1,204 crore'."""
    for unit, name in ((_CRORE, "crore"), (_LAKH, "lakh")):
        if amount >= unit:
            value = amount / unit
            return f"₹{value:,.0f} {name}" if value >= 100 else f"₹{value:.3g} {name}"
    return f"₹{amount:,.0f}"


def size(n_bytes: float) -> str:
    """'820 KB', '41 MB', '1.2 GB'."""
    if n_bytes >= 1_000_000_000:
        return f"{n_bytes / 1_000_000_000:.1f} GB"
    if n_bytes >= 1_000_000:
        return f"{n_bytes / 1_000_000:.0f} MB"
    return f"{max(n_bytes / 1_000, 1):.0f} KB"


def seconds(duration: float) -> str:
    """'under a second', '12 s', '3 min'."""
    if duration < 1:
        return "under a second"
    return f"{duration:.0f} s" if duration < 90 else f"{duration / 60:.0f} min"


def age(instant: str) -> str:
    """How long ago an ISO instant was: 'just now', '5 min ago', '3 h ago', '2 days ago'; '' when it is none."""
    try:
        passed = (datetime.now(UTC) - datetime.fromisoformat(instant)).total_seconds() / 60
    except (ValueError, TypeError):
        return ""
    if passed < 2:
        return "just now"
    if passed < 120:
        return f"{passed:.0f} min ago"
    return f"{passed / 60:.0f} h ago" if passed < 48 * 60 else f"{passed / 1_440:.0f} days ago"


def literal(text: str) -> str:
    """Text from outside as Markdown that shows it as it is: no link, no picture, no formula."""
    return re.sub(r"([\\`*\[\]$<])", r"\\\1", text)
