"""The notebooks of examples/ run from top to bottom, in an empty folder, with what is installed."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "examples").glob("*.ipynb"))


def test_the_examples_are_there() -> None:
    """A first dataset and a first model."""
    assert [path.stem for path in NOTEBOOKS] == ["01_first_dataset", "02_first_model"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cell fails, and each prints what it printed when it was written."""
    monkeypatch.setenv("PYTHONPATH", str(path.parent.parent))
    written = nbformat.read(path, as_version=4)
    run = nbformat.read(path, as_version=4)
    NotebookClient(run, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert _printed(run) == _printed(written)


def _printed(notebook: nbformat.NotebookNode) -> list[str]:
    """What the code cells wrote, as text; file sizes may differ from one Parquet writer to the next."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    lines = [line for output in outputs for line in (output.get("text") or output.data["text/plain"]).splitlines()]
    return [line for line in lines if not line.endswith(" MB")]
