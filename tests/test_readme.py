"""What README.md shows is what the reader gets."""

import re

from docs.make_readme import README, ROOT, played


def test_the_examples_print_what_the_readme_shows() -> None:
    """Every command and every Python example is run; the output stands there as it comes (`make readme` renews it)."""
    text = README.read_text()

    assert played(text) == text


def test_the_readme_names_only_what_exists() -> None:
    """Each file, folder and make target that the text names is there."""
    text = README.read_text()
    targets = re.findall(r"`make ([a-z]+)`", text)
    paths = re.findall(r"`([\w.]+/[\w./]*|[\w]+\.(?:py|md|yaml))`", text)

    assert targets
    assert paths
    assert [target for target in targets if f"\n{target}:" not in (ROOT / "Makefile").read_text()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []
