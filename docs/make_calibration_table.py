"""Write docs/calibration.md: every published figure beside what the generator makes (`make calibration`)."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from synfin_core.fidelity.purses import lift_table, purse_table, purses, purses_by_role
from synfin_core.fidelity.scorecard import Scorecard, scorecard
from synfin_core.fidelity.table import calibration_table
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset

PAGE = Path(__file__).resolve().parent / "calibration.md"
SPEC = Spec.create(count=2_000_000, fraud_rate=0.01, seed=7, start="2025-01-01", end="2025-12-31")

_READING = (
    "A figure fits within a tenth of the target, or within three standard errors between customers where that is more.",
    "An input is read by the generator: agreement shows only that it was used. Figures that are recollected, assumed,",
    "or of another time are shown and not held to the tolerance. Sources: `config/calibration/SOURCES.md`.",
)


def main() -> None:
    """Generate, measure, write."""
    with TemporaryDirectory() as folder:
        dataset = generate(SPEC, workers=2, folder=Path(folder) / "parts")
        text = "\n".join(_page(dataset)) + "\n"
    PAGE.write_text(text, encoding="utf-8")
    print(f"wrote {PAGE.name}: {text.splitlines()[4]}")


def _page(dataset: Dataset) -> Iterator[str]:
    found = scorecard(dataset)
    yield from (
        "# Calibration",
        "",
        "Published figures beside what the generator makes. Made by `make calibration`.",
        "",
    )
    yield _summary(found)
    yield from ("", "Measured on successful payments outside fraud cases (declines: on attempts) of this spec:", "")
    yield from ("```yaml", SPEC.to_yaml().strip(), "```", "")
    yield from _READING
    yield from ("", *calibration_table(found.rows), "", "## Purses", "", *purse_table(purses(dataset)))
    yield from ("", *purse_table(purses_by_role(dataset)), "", *lift_table(dataset))


def _summary(found: Scorecard) -> str:
    held, evidence = found.held, found.evidence
    fits = f"{sum(row.fits for row in held)} of {len(held)} figures that are quoted or derived fit"
    known = f"{sum(row.fits for row in evidence)} of the {len(evidence)} that are no inputs"
    return f"{fits}, {known}; {len(found.rows) - len(held)} more are shown."


if __name__ == "__main__":
    main()
