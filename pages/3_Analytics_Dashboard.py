"""Analytics Dashboard: the dataset in hand, in charts."""

from synfin_core.studio import shell

shell.coming(
    "Analytics Dashboard",
    "volume and fraud rate over time, with counts beside every rate;",
    "amounts, hours, places, rails and kinds of fraud, each of them a filter;",
    "the payments behind any bar, to read and to download.",
)
