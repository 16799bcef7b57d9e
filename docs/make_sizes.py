"""Prints what each layer of the image weighs, from the packages that are installed here and the wheel in dist/ (`make sizes`).

No container engine is needed: a layer of packages is the sum of the files of every package that the studio needs, as pip lists
them, with the bytecode that pip compiles. The base image is not among them.
"""

from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement

from synfin_core.store.disk import in_words

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 8  # packages that are named one by one


def packages() -> dict[str, int]:
    """Bytes of every package that the image installs, by name, largest first."""
    sizes = {name: _bytes(distribution(name)) for name in _needed()}
    return dict(sorted(sizes.items(), key=lambda pair: -pair[1]))


def table(sizes: dict[str, int], wheel: Path) -> list[str]:
    """Lines of Markdown: the layers, and the largest packages of the first."""
    with ZipFile(wheel) as opened:
        unpacked = sum(file.file_size for file in opened.infolist())
    return [
        "| layer | packages | size |",
        "| --- | --: | --: |",
        f"| dependencies | {len(sizes)} | {in_words(sum(sizes.values()))} |",
        f"| SynFinance itself (wheel of {in_words(wheel.stat().st_size)}) | 1 | {in_words(unpacked)} |",
        *(f"| of the dependencies: {name} | 1 | {in_words(size)} |" for name, size in list(sizes.items())[:LARGEST]),
    ]


def _needed() -> set[str]:
    """Every package that requirements.txt and the extra `redis` name, and what these need in turn."""
    lines = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if line and not line.startswith("#")]
    waiting = [Requirement(line) for line in [*lines, "redis"]]
    found: set[str] = set()
    while waiting:
        asked = waiting.pop()
        if asked.name.lower() not in found:
            found.add(asked.name.lower())
            waiting += _requirements(asked)
    return found


def _requirements(asked: Requirement) -> Iterator[Requirement]:
    """What a package needs on this system, with the extras that were asked for."""
    for line in distribution(asked.name).requires or ():
        needed = Requirement(line)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *asked.extras)):
            yield needed


def _bytes(package: Distribution) -> int:
    """Bytes of its files."""
    paths = [Path(str(package.locate_file(file))) for file in package.files or ()]
    return sum(path.stat().st_size for path in paths if path.is_file())


if __name__ == "__main__":
    [built] = (ROOT / "dist").glob("*.whl")
    print("\n".join(table(packages(), built)))
