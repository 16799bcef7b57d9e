"""The guides in docs/: what they tell to type works, what they link to is there, and what is generated is up to date."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from docs.make_dictionary import PAGE, page
from docs.make_readme import CONSOLE, ROOT
from synfin_core import __version__
from synfin_core.cli import main
from synfin_core.store.library import Library
from synfin_core.studio.screens import SCREENS
from tests.deploy.conftest import parse

DOCS = ROOT / "docs"
GUIDES = sorted(
    path
    for path in (*DOCS.glob("*.md"), ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md")
    if path.name not in ("benchmark.md", "calibration.md")
)
TYPOLOGY = DOCS / "typology.md"
PLACEHOLDER = "0123456789ab"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
TAKEN_ON_TRUST = ("openssl", "py", "python3.11", "source", "cp", "kubectl")  # of the system
each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)


def _blocks(guide: Path, *languages: str) -> list[str]:
    return [text for language, text in BLOCK.findall(guide.read_text()) if language in languages]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a library and settings of its own."""
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "mine.yaml").touch()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("SYNFINANCE_SETTINGS", str(tmp_path / "settings" / "mine.yaml"))
    return tmp_path / "work"


@pytest.mark.parametrize(
    "guide", [path for path in GUIDES if "```console" in path.read_text() and path != TYPOLOGY], ids=lambda path: path.name
)
def test_what_a_guide_tells_to_type_works(guide: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command of its console blocks, one after the other, from an empty folder; each writes what it names."""
    commands = [line for block in CONSOLE.findall(guide.read_text()) for line in block.splitlines()]

    for line in commands:
        words = shlex.split(line.removeprefix("$ synfinance "))
        assert line.startswith("$ synfinance ")
        assert main([_newest() if word == PLACEHOLDER else word for word in words]) == 0, capsys.readouterr().err
        if "--output" in words:
            assert list(place.glob(f"{Path(words[words.index('--output') + 1]).stem}.*"))


def _newest() -> str:
    return Library().list()[0].id


@pytest.mark.parametrize("guide", [path for path in GUIDES if path != TYPOLOGY and "```python" in path.read_text()])
def test_the_python_of_a_guide_runs(guide: Path, place: Path) -> None:
    """Each block by itself."""
    for code in _blocks(guide, "python"):
        subprocess.run([sys.executable, "-c", code], cwd=place, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=True)


@each_guide
def test_what_is_not_run_here_names_only_what_exists(guide: Path) -> None:
    """Commands that need a network, a server or a container engine: their files, options and targets are there."""
    for line in (line for block in _blocks(guide, "sh", "powershell") for line in block.splitlines()):
        words = [word for word in shlex.split(line) if not re.match(r"[A-Z_]+=", word)]
        assert [
            word for word in words if word.startswith("deploy/") and not word.endswith("/.env") and not (ROOT / word).exists()
        ] == []
        match words:
            case ["synfinance", *rest]:
                parse(rest)
            case ["pip", command, *rest]:
                assert _unknown_to_pip(command, rest) == []
            case ["docker", *_]:
                if inside := re.search(r" (?:run|exec) .*\bsynfinance(?::\S+)? (\w.*)", line):
                    parse(shlex.split(inside[1]))
            case ["make", target]:
                assert f"\n{target}:" in (ROOT / "Makefile").read_text()
            case _:
                assert words[0] in TAKEN_ON_TRUST or line == ".venv\\Scripts\\activate"


def _unknown_to_pip(command: str, words: list[str]) -> list[str]:
    """Options that this pip does not have, and files of ours that are not there."""
    told = subprocess.run([sys.executable, "-m", "pip", command, "--help"], capture_output=True, text=True, check=True).stdout
    options = [word for word in words if word.startswith("-") and not re.search(rf"(?<!\S){word}\b", told)]
    return options + [word for word in words if word.endswith(".txt") and not (ROOT / word).exists()]


@each_guide
def test_links_and_names_lead_somewhere(guide: Path) -> None:
    """Pages that are linked to, and files that are named with their folder."""
    text = guide.read_text()
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    named = re.findall(r"`((?:config|deploy|docs|examples|synfin_core|tests)/[\w./]+)`", text)

    assert [link for link in links if not (guide.parent / link).exists()] == []
    assert [path for path in named if not (ROOT / path).exists() and "fake_fine" not in path] == []


def test_the_index_lists_every_guide() -> None:
    """docs/README.md leads to all pages of docs/."""
    listed = set(re.findall(r"\]\((\w[\w-]*\.md)\)", (DOCS / "README.md").read_text()))
    assert listed == {path.name for path in DOCS.glob("*.md")} - {"README.md"}


def test_every_place_names_the_same_version() -> None:
    """Of images and of the citation: the version of the package."""
    text = "".join(path.read_text() for path in (ROOT / "deploy").rglob("*") if path.is_file())
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text())["version"]

    assert set(re.findall(r"synfinance:(\d[\w.]*)", text + (DOCS / "deploy.md").read_text())) == {__version__}
    assert str(cited) == __version__


def test_the_dictionary_is_that_of_the_schema() -> None:
    """`make dictionary` renews it."""
    assert PAGE.read_text() == page()


def test_every_screen_is_told_in_its_own_words() -> None:
    """In the order of the menu, each with the sentence that it opens with."""
    told = re.findall(r"## (.+)\n\n(.+)\n", (DOCS / "screens.md").read_text())
    assert told == [(screen.title, screen.purpose) for screen in SCREENS]


def test_a_kind_of_fraud_is_added_as_the_guide_says(place: Path) -> None:
    """Its block, its file and its twin, in a copy; then its commands run there."""
    [block], [story, twin] = _blocks(TYPOLOGY, "yaml"), _blocks(TYPOLOGY, "python")
    for name in ("synfin_core", "config"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    id = yaml.safe_load(block)[0]["id"]
    (place / f"synfin_core/fraud/typologies/{id}.py").write_text(story)
    _replace(place / "synfin_core/anomalies/twins/shared_bill.py", r"LOOKS_LIKE = .*\n", twin)
    fraud = place / "config/calibration/fraud.yaml"
    _replace(fraud, r"(- id: wrong_transfer\n(?:.*\n)*?    gen_case_share: )0\.0176\n", r"\g<1>0.0100\n")
    _replace(fraud, r"(?=  - id: wrong_transfer\n)", block)

    for line in "".join(CONSOLE.findall(TYPOLOGY.read_text())).splitlines():
        words = [sys.executable, "-m", "synfin_core.cli", *shlex.split(line)[2:]]
        run = subprocess.run(words, cwd=place, env={"PYTHONPATH": str(place)}, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
    rows = (place / "fines.csv").read_text().splitlines()
    assert sum(id in row for row in rows) > 100


def _replace(path: Path, pattern: str, by: str) -> None:
    text, times = re.subn(pattern, by, path.read_text(), count=1)
    assert times == 1
    path.write_text(text)
