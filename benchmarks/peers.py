"""Two other generators, installed from PyPI into an environment of their own and run on the same machine."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq

from benchmarks.measure import measure

PACKAGES = ("tpchgen-cli==4.*", "graphfaker==1.3.*")


@dataclass(frozen=True)
class Peer:
    """What a peer made, how wide, and how fast."""

    name: str
    rows: int
    columns: int
    seconds: float
    peak_mb: float

    @property
    def rows_per_second(self) -> float:
        """Rows over wall seconds, the start of the program included."""
        return self.rows / self.seconds


def run_peers(workers: int, sizes: tuple[int, ...]) -> list[list[Peer]]:
    """Install both peers, run both at about so many million rows, and throw everything away; a list for each size."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        programs = home / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
        subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
        install = [str(programs / "pip"), "install", "-qq", "--disable-pip-version-check", *PACKAGES]
        subprocess.run(install, check=True)
        places = [(size, home / str(size)) for size in sizes]
        return [[_tpchgen(programs, place, workers, size), _graphfaker(programs, place, workers, size)] for size, place in places]


def _tpchgen(programs: Path, home: Path, workers: int, millions: int) -> Peer:
    """TPC-H `lineitem`, of which a scale of 1 has 6 million rows, in its default Parquet."""
    made = home / "tpch"
    options = [
        "-s",
        f"{0.175 * millions:g}",
        "--tables",
        "lineitem",
        "--num-threads",
        str(workers),
        "--output-dir",
        str(made),
        "-q",
    ]
    return _peer("tpchgen-cli (Rust)", [str(programs / "tpchgen-cli"), "parquet", *options], [made / "lineitem.parquet"])


def _graphfaker(programs: Path, home: Path, workers: int, millions: int) -> Peer:
    """Payments of its fraud domain, of which a scale of 0.01 has 0.9 million, in its default Parquet, without its report."""
    made = home / "graph"
    options = [
        "--scale",
        f"{0.01 * millions:g}",
        "--workers",
        str(workers),
        "--seed",
        "7",
        "--no-report",
        "--quiet",
        "--out",
        str(made),
    ]
    payments = [made / "edges" / f"{kind}.parquet" for kind in ("PAYS", "TRANSFERS", "WIRES")]
    return _peer("GraphFaker (Python)", [str(programs / "graphfaker"), "fraud", *options], payments)


def _peer(name: str, command: list[str], files: list[Path]) -> Peer:
    files[0].parent.parent.mkdir(parents=True, exist_ok=True)
    measured = measure(command)
    found = [pq.read_metadata(file) for file in files]
    return Peer(name, sum(file.num_rows for file in found), found[0].num_columns, measured.seconds, measured.peak_mb)
