"""Train Model: what a model catches, in payments and rupees."""

from synfin_core.studio import shell
from synfin_core.studio.training import screen

screen.draw(shell.frame("Train Model"))
