"""`synfinance batch`: many runs from one YAML file, one after the other."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synfin_core.cli.generate import Shown, generate, generate_dataset
from synfin_core.cli.options import Request, words
from synfin_core.errors import Cancelled, SpecError, SynfinError, WrongUse, YamlError, closest
from synfin_core.settings.strict_yaml import strict_yaml
from synfin_core.spec import Spec, read_yaml_file
from synfin_core.store.library import Library
from synfin_core.store.selection import select

KEYS = ("spec", "output", "format", "table", "name", "overwrite")
_FORM = "a list of runs is allowed, each with 'spec' and 'output', or with 'spec' and 'name' to keep it in the library"


@dataclass(frozen=True)
class Run:
    """One run of the file: what to make, and where it goes; without `output` to the library."""

    spec: Spec
    output: Path | None
    formats: tuple[str, ...]
    table: str
    name: str | None
    overwrite: bool


def run_batch(file: Path, workers: int, library: Library, quiet: bool) -> None:
    """Carry out every run; each failure is one line, and all of them together an error at the end."""
    listed = _listed(file)
    failed = 0
    for number, said in enumerate(listed, 1):
        try:
            _carry_out(_read(said), workers, library, quiet)
        except Cancelled:
            raise
        except SynfinError as error:
            failed += 1
            print(f"synfinance: run {number}: {' '.join(str(error).split())}", file=sys.stderr)
    if failed:
        raise SynfinError(f"{failed} of {len(listed)} runs of {file} failed")


def _carry_out(run: Run, workers: int, library: Library, quiet: bool) -> None:
    request = Request(run.spec, workers, quiet, json=False)
    if run.output is None:
        generate_dataset(request, library, run.name)
    else:
        generate(Shown(run.table), request, run.output, run.formats, run.overwrite)


def _listed(file: Path) -> list[Any]:
    try:
        listed = strict_yaml(read_yaml_file(file))
    except (SpecError, YamlError) as error:
        raise SpecError(f"{file}: {error}") from error
    if not isinstance(listed, list) or not listed:
        raise WrongUse(f"{file} holds no list; {_FORM}")
    return listed


def _read(said: Any) -> Run:
    """One run as it stands in the file."""
    if not isinstance(said, Mapping) or "spec" not in said:
        raise WrongUse(f"this run has no 'spec'; {_FORM}")
    for key in said:
        if key not in KEYS:
            raise WrongUse(f"unknown key {str(key)[:60]!r}{closest(str(key)[:60], KEYS)}; allowed are {', '.join(KEYS)}")
    spec = said["spec"]
    return Run(
        spec=Spec.from_dict(spec) if isinstance(spec, Mapping) else Spec.from_yaml(str(spec)),
        output=Path(str(said["output"])) if said.get("output") else None,
        formats=words(str(said.get("format", ""))),
        table=select(str(said.get("table", "transactions"))).relation,
        name=str(said["name"]) if said.get("name") else None,
        overwrite=said.get("overwrite") is True,
    )
