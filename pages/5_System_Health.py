"""System Health: whether this installation is well."""

from synfin_core.studio import health, shell

shell.frame("System Health")
health.draw()
