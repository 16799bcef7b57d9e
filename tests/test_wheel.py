"""The wheel alone is enough: built, its source put aside, installed in a clean environment, run from an empty folder."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.deploy.test_dockerfile import health_check

ROOT = Path(__file__).resolve().parent.parent
MOST_BYTES = 5_000_000  # issue: a wheel stays below 5 MB


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands that the wheel installs, in an environment that sees the installed dependencies only."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*_cache", ".git", ".venv", "__pycache__", "*.egg-info", "build"))
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place / "dist"), str(source)]
    subprocess.run(build, check=True, capture_output=True)
    shutil.rmtree(source)
    [wheel] = (place / "dist").glob("*.whl")
    assert wheel.stat().st_size < MOST_BYTES
    subprocess.run([sys.executable, "-m", "venv", str(place / "env")], check=True)
    [packages] = (place / "env").glob("lib/python*/site-packages")
    beside = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "beside.pth").write_text("\n".join(beside))
    pip = [sys.executable, "-m", "pip", "--python", str(place / "env"), "install", "--quiet", "--no-deps", "--ignore-installed"]
    subprocess.run([*pip, str(wheel)], check=True)
    return place / "env" / "bin"


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SYNFINANCE_LIBRARY")}
    return kept | {"SYNFINANCE_LIBRARY": str(folder / "library")}


def test_the_command_line_runs_from_an_empty_folder(scripts: Path, tmp_path: Path) -> None:
    """Generate to a file without a checkout at hand."""
    command = [str(scripts / "synfinance"), "generate", "transactions", "--output", "a.csv", "--count", "500", "--seed", "7"]
    subprocess.run(command, cwd=tmp_path, env=_environment(tmp_path), check=True, capture_output=True)
    assert len((tmp_path / "a.csv").read_text().splitlines()) == 501


def test_the_code_is_that_of_the_wheel(scripts: Path, tmp_path: Path) -> None:
    """Nothing is imported from the checkout."""
    code = "import synfin_core, sys; sys.stdout.write(synfin_core.__file__)"
    told = subprocess.run(
        [str(scripts / "python"), "-c", code], cwd=tmp_path, env=_environment(tmp_path), check=True, capture_output=True, text=True
    )
    assert Path(told.stdout).is_relative_to(scripts.parent)


def test_the_studio_starts_from_an_empty_folder(scripts: Path, tmp_path: Path) -> None:
    """`synfinance-web` answers on a port of this machine only, and the health check of the image finds it well."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [str(scripts / "synfinance-web"), "--port", str(port)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=_environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as studio:
        try:
            assert re.search("<title>", _answer(f"http://127.0.0.1:{port}/", studio))
            asked = {"SYNFINANCE_STUDIO__PORT": str(port)}
            subprocess.run([str(scripts / "python"), "-c", health_check()], env=_environment(tmp_path) | asked, check=True)
        finally:
            studio.terminate()
            studio.wait(timeout=20)


def _answer(url: str, studio: "subprocess.Popen[str]") -> str:
    for _ in range(150):
        assert studio.poll() is None, studio.stdout.read() if studio.stdout else ""
        try:
            with urllib.request.urlopen(url, timeout=2) as reply:
                return reply.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer in 30 s")
