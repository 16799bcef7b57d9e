"""Analytics Dashboard: the dataset in hand, in charts; filter, drill, download, compare."""

from synfin_core.studio import shell
from synfin_core.studio.dashboard import screen

screen.draw(shell.frame("Analytics Dashboard"))
