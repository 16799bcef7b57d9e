"""The pipeline: generate, check, gate, report; for one spec or many."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from synfin_core.errors import StorageError
from synfin_core.quality.page import page
from synfin_core.quality.report import Report, report_on
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.export import whole
from synfin_core.store.failures import told_as_storage_error

FORMATS = ("html", "json")


def run_pipeline(
    specs: Mapping[str, Spec],
    folder: Path,
    *,
    workers: int = 1,
    overwrite: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[Report]:
    """Make each dataset, by its name, and write `<name>.html` and `<name>.json` to `folder`; the data itself is not kept."""
    with told_as_storage_error(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for name in specs:
        for path in paths_of(folder / name):
            if path.exists() and not overwrite:
                raise StorageError(f"{path} exists already; choose another folder or allow it to be overwritten (--overwrite).")
    for name, spec in specs.items():
        report = report_on(generate(spec, workers=workers, progress=progress, cancelled=cancelled), name)
        write_report(report, folder / name, overwrite)
        yield report


def paths_of(stem: Path, formats: tuple[str, ...] = FORMATS) -> list[Path]:
    """Where the report called `stem` stands, one file a format."""
    return [stem.with_name(f"{stem.name}.{format}") for format in formats]


def write_report(report: Report, stem: Path, overwrite: bool = False, formats: tuple[str, ...] = FORMATS) -> list[Path]:
    """Write the report beside each other in each format; each is whole or not there."""
    paths = paths_of(stem, formats)
    for path, format in zip(paths, formats, strict=True):
        text = page(report) if format == "html" else json.dumps(report.as_dict(), indent=2, ensure_ascii=False, default=str) + "\n"
        with whole(path, overwrite) as unfinished:
            unfinished.write_text(text, encoding="utf-8")
    return paths
