"""`python -m synfin_core.cli` is `synfinance`."""

import sys

from synfin_core.cli import main

sys.exit(main())
