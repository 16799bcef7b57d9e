"""Train Model: what a model catches, in payments and rupees."""

from synfin_core.studio import shell

shell.coming(
    "Train Model",
    "a model trained on earlier payments and tested on later ones;",
    "what it catches at an alert budget, beside a simple rule;",
    "the features that carry it, and a model card to download.",
)
