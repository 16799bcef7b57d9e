"""System Health: whether this installation is well."""

from synfin_core.studio import shell

shell.coming(
    "System Health",
    "memory, processor and disk, as the operating system reports them;",
    "runs with their state, versions, and the last errors;",
    "a self-test that makes a small dataset and checks it.",
)
