"""Learning who is a thief: examples, splits, models, what they are worth, and where they are kept."""

import os

# OpenMP reads this once, when scikit-learn is imported: threads that wait by spinning cost boosting three to twenty times its
# CPU time as soon as another program wants the cores.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
