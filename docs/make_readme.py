"""Runs the examples of README.md and puts what they really print below them: `make readme`."""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CONSOLE = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)
PYTHON = re.compile(r"(```python\n)(.*?)(```\n\n```text\n)(.*?)(?=```)", re.DOTALL)


def played(text: str) -> str:
    """The text with the output of every example made anew, all in one empty folder."""
    with TemporaryDirectory() as folder:
        text = CONSOLE.sub(lambda block: _console(block[1], folder), text)
        return PYTHON.sub(lambda block: f"{block[1]}{block[2]}{block[3]}{_python(block[2], folder)}", text)


def _console(block: str, folder: str) -> str:
    """Each line that opens with `$ ` is run; what it prints on either stream follows."""
    synfinance = [sys.executable, "-m", "synfin_core.cli"]
    commands = [line for line in block.splitlines() if line.startswith("$ synfinance ")]
    return "".join(f"{line}\n{_output([*synfinance, *line.split()[2:]], folder)}" for line in commands)


def _python(code: str, folder: str) -> str:
    return _output([sys.executable, "-c", code], folder)


def _output(command: list[str], folder: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


if __name__ == "__main__":
    README.write_text(played(README.read_text()))
