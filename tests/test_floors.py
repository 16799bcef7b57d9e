"""The rooms of the house keep to their floors; the screens keep to the studio."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCREENS = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
OUTSIDE = {"streamlit", "plotly", "pandas"}
PUBLIC_FACE = {"Dataset", "Spec", "__version__", "generate", "open_dataset", "studio"}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda path: path.name)
def test_a_screen_imports_only_the_studio(screen: Path) -> None:
    """app.py and pages ask, call and draw: Streamlit, Plotly, pandas, the studio and the public face are enough."""
    strangers = {name for name in _imported(screen) if not _allowed(name)}

    assert not strangers


def test_there_are_screens_to_look_at() -> None:
    """The entry and the five screens are where this test looks."""
    assert len(SCREENS) == 6


def test_importing_the_public_face_is_quick() -> None:
    """`import synfin_core` brings in no Arrow, DuckDB, pandas or Streamlit."""
    heavy = "{'duckdb', 'numpy', 'pandas', 'pyarrow', 'streamlit', 'yaml'}"
    code = f"import sys, synfin_core; print(*sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert answer.stdout.split() == []


def _imported(screen: Path) -> set[str]:
    """Dotted names that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(screen.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _allowed(name: str) -> bool:
    top = name.split(".")[0]
    if top == "synfin_core":
        return name == "synfin_core" or name.split(".")[1] in PUBLIC_FACE
    return top in OUTSIDE or top in sys.stdlib_module_names
