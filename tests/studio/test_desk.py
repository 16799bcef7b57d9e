"""Errors as a visitor may read them: no path, no traceback."""

import logging
from pathlib import Path

import pytest

from synfin_core.errors import StorageError
from synfin_core.studio import desk


def test_a_sentence_loses_the_path_of_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library lies is for its owner to know."""
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(tmp_path))
    error = StorageError(f"there is no dataset 0123456789ab in {tmp_path}; {tmp_path / 'datasets' / 'x'} is gone.")

    assert desk.told(error) == "there is no dataset 0123456789ab in the library; the library/x is gone."


def test_an_error_that_nobody_foresaw_is_told_by_its_id(caplog: pytest.LogCaptureFixture) -> None:
    """The log has the traceback under the id, the visitor a sentence with the id."""
    with caplog.at_level(logging.ERROR):
        sentence = desk.unforeseen(TypeError("/secret/path"))

    id = sentence.rstrip(".").rpartition(" ")[2]
    assert "/secret" not in sentence
    assert id in caplog.text and "/secret/path" in caplog.text
