"""Numbers as a reader expects them: thousands separators, per cent, rupees, sizes."""


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
    """'₹1,234.50'; whole rupees from a lakh up."""
    return f"₹{amount:,.0f}" if amount >= 100_000 else f"₹{amount:,.2f}"


def size(n_bytes: int) -> str:
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
