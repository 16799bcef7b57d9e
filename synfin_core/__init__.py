"""Synthetic Indian payments with fraud in them: `generate`, `open_dataset`, `Spec`."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from synfin_core.spec import Spec
    from synfin_core.store.dataset import Dataset

__version__ = "0.1.0"
__all__ = ["Dataset", "Spec", "__version__", "generate", "open_dataset"]

_LAZY = {"Spec": "synfin_core.spec", "Dataset": "synfin_core.store.dataset"}


def generate(
    spec: "Spec | None" = None,
    *,
    workers: int = 1,
    folder: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    **values: Any,
) -> "Dataset":
    """Make a dataset from a Spec, or from its values: `generate(count=100_000, fraud_rate=0.01, seed=7)`."""
    from synfin_core.errors import WrongUse
    from synfin_core.run import generate as run
    from synfin_core.spec import Spec

    if spec is not None and values:
        raise WrongUse(f"both a spec and {', '.join(values)} came; give one of them")
    place = None if folder is None else Path(folder)
    chosen = spec if spec is not None else Spec.create(**values)
    return run(chosen, workers=workers, folder=place, progress=progress, cancelled=cancelled)


def open_dataset(path: str | Path) -> "Dataset":
    """Open a dataset that `generate(..., folder=path)` wrote."""
    from synfin_core.store.dataset import Dataset

    return Dataset.open(Path(path))


def __getattr__(name: str) -> Any:
    """Import a public class when it is first asked for, so that `import synfin_core` is fast."""
    if name not in _LAZY:
        raise AttributeError(f"module 'synfin_core' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)
