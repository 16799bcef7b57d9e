"""`synfinance serve`: the API and its keys from the command line."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from synfin_core.cli import main
from synfin_core.client import ScoringClient


def test_keys_are_made_listed_and_revoked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A key is shown once; the list never has it."""
    shelf = ["--library", str(tmp_path)]
    assert main(["serve", "key", "add", "card team", *shelf]) == 0
    key, words = capsys.readouterr().out.splitlines()
    assert key.startswith("sf_") and len(key) > 40 and "card team" in words
    assert main(["serve", "key", "add", "other", "--json", *shelf]) == 0
    other = json.loads(capsys.readouterr().out)
    assert main(["serve", "key", "revoke", other["id"], *shelf]) == 0
    capsys.readouterr()
    assert main(["serve", "key", "list", "--json", *shelf]) == 0
    rows = json.loads(text := capsys.readouterr().out)

    assert [(row["name"], row["revoked_at"] is None) for row in rows] == [("card team", True), ("other", False)]
    assert key not in text and other["key"] not in text and "sha256" not in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--address", "0.0.0.0"], "the API would answer anybody at 0.0.0.0; make a key first"),
        (["--history", "nothing"], "nothing"),
        (["key", "add", " "], "1 to 60 printable characters are allowed"),
        (["key", "revoke", "12345678"], "no key that is in use has the id '12345678'"),
        (["--port", "99999"], "65535"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    words: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr; nothing was started."""
    place = ["key", *words[1:]] if words[0] == "key" else words
    assert main(["serve", *place, "--library", str(tmp_path)]) in (1, 2)
    told = capsys.readouterr().err
    assert sentence in told and told.count("\n") == 1


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port), "--library", str(tmp_path)]) == 2
    assert f"127.0.0.1:{port} cannot be listened at" in capsys.readouterr().err


def test_it_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """Without a model it is there, says that it is not ready, and ends well."""
    command = [sys.executable, "-m", "synfin_core.cli", "serve", "--port", "0", "--library", str(tmp_path)]
    server = subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout is not None
    told = server.stdout.readline()
    with ScoringClient(told.split("/predict")[0].removeprefix("scores at ")) as client:
        assert client.health()["ok"] is False
    server.send_signal(signal.SIGTERM)
    _, errors = server.communicate(timeout=20)

    assert server.returncode == 0 and "Traceback" not in errors
    assert '"event": "api ended"' in errors
