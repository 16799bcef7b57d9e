"""Rings, paths and bursts found in the columns that a bank can see, and how well they were found: `analyse`, `score`."""

from synfin_core.analytics.network.analysis import Network, analyse
from synfin_core.analytics.network.finding import KINDS, Finding, Member
from synfin_core.analytics.network.score import Score, score

__all__ = ["KINDS", "Finding", "Member", "Network", "Score", "analyse", "score"]
