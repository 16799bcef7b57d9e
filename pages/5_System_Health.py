"""System Health: whether this installation is well."""

from synfin_core.studio import shell
from synfin_core.studio.health import screen

shell.frame("System Health")
screen.draw()
