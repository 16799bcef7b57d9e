"""`synfinance system`: how this installation is doing."""

from synfin_core.cli.groups import group
from synfin_core.cli.metrics import EXAMPLES, print_metrics

system = group("How this installation is doing.", EXAMPLES)
system.command("metrics", epilog=EXAMPLES)(print_metrics)
