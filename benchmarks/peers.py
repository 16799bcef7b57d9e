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


def run_peers(workers: int) -> list[Peer]:
    """Install both peers, run both, and throw everything away."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        programs = home / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
        subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
        install = [str(programs / "pip"), "install", "-qq", "--disable-pip-version-check", *PACKAGES]
        subprocess.run(install, check=True)
        return [_tpchgen(programs, home, workers), _graphfaker(programs, home, workers)]


def _tpchgen(programs: Path, home: Path, workers: int) -> Peer:
    """About 2.1 million rows of TPC-H `lineitem`, its default Parquet."""
    made = home / "tpch"
    options = ["-s", "0.35", "--tables", "lineitem", "--num-threads", str(workers), "--output-dir", str(made), "-q"]
    return _peer("tpchgen-cli (Rust)", [str(programs / "tpchgen-cli"), "parquet", *options], [made / "lineitem.parquet"])


def _graphfaker(programs: Path, home: Path, workers: int) -> Peer:
    """About 1.8 million payments of its fraud domain, its default Parquet, without its report."""
    made = home / "graph"
    options = [
        "--scale",
        "0.02",
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
    measured = measure(command)
    found = [pq.read_metadata(file) for file in files]
    return Peer(name, sum(file.num_rows for file in found), found[0].num_columns, measured.seconds, measured.peak_mb)
