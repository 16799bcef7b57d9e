"""Generate: choose how many payments and how much fraud, press the button, look, download."""

from synfin_core.studio import generate, shell

generate.draw(shell.frame("Generate"))
