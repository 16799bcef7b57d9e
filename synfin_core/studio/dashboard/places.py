"""States as squares of a grid, each near its neighbours: no outline, nothing from elsewhere."""

from functools import cache

from synfin_core.calibration import load_calibration

# Row from the north and column from the west; drawn by hand.
TILES = {
    "JK": (0, 2), "LA": (0, 3),
    "PB": (1, 2), "HP": (1, 3),
    "CH": (2, 2), "HR": (2, 3), "UK": (2, 4), "SK": (2, 7), "AR": (2, 10),
    "RJ": (3, 2), "DL": (3, 3), "UP": (3, 4), "BR": (3, 5), "ML": (3, 8), "AS": (3, 9), "NL": (3, 10),
    "GJ": (4, 1), "MP": (4, 3), "CG": (4, 4), "JH": (4, 5), "WB": (4, 6), "TR": (4, 8), "MZ": (4, 9), "MN": (4, 10),
    "DH": (5, 1), "MH": (5, 2), "TS": (5, 3), "OD": (5, 4),
    "GA": (6, 2), "KA": (6, 3), "AP": (6, 4),
    "LD": (7, 1), "KL": (7, 3), "TN": (7, 4), "PY": (7, 5), "AN": (7, 8),
}  # fmt: skip


@cache
def names() -> dict[str, str]:
    """Names of the states by their codes."""
    return {state.code: state.name for state in load_calibration().states}
