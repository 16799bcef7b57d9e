"""How fast the scoring API answers: one payment at a time at 100 requests a second, and 10,000 in a request.

`python -m benchmarks.serving [--seconds N] [--batches N]` trains a model, serves it, and prints the figures.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
import numpy as np

from benchmarks.hardware import hardware_class
from synfin_core.features.payments import READ
from synfin_core.learning.course import Course, take
from synfin_core.learning.registry import Registry
from synfin_core.run import generate, keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library

RATE, BATCH = 100, 10_000  # requests a second, payments of a batch
WARM = 50  # requests before the clock starts
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
UNLIMITED = {f"SYNFINANCE_RESILIENCE__LIMITERS__API__{name}": "1000000" for name in ("RATE", "CAPACITY")}
_IN_ORDER = f"SELECT {', '.join(READ)} FROM transactions ORDER BY transacted_at"


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30, help="how long single payments come")
    parser.add_argument("--batches", type=int, default=20, help="requests of 10,000 payments")
    parser.add_argument("--history", type=int, default=200_000, help="payments that are known from the start")
    asked = parser.parse_args()
    print(hardware_class(), flush=True)
    payments = later(RATE * asked.seconds + WARM + BATCH * asked.batches)
    with TemporaryDirectory() as folder:
        known = train(Path(folder), asked.history)
        with served(Path(folder), "--history", known) as address:
            singles = payments[: RATE * asked.seconds + WARM]
            spent = cpu_seconds(address)
            print(told(asyncio.run(one_by_one(address, singles))))
            print(f"  {(cpu_seconds(address) - spent) / len(singles) * 1e3:.1f} ms of processor time each")
            print(in_batches(address, payments[len(singles) :]))


def later(n: int) -> list[dict[str, Any]]:
    """So many payments of the year after, in the order of time, as JSON tells them."""
    rows = generate(Spec(count=n, seed=8, start="2026-01-01", end="2026-03-31")).sql(_IN_ORDER).to_pylist()
    return [row | {"transacted_at": row["transacted_at"].isoformat()} for row in rows]


def train(library: Path, n: int) -> str:
    """Keep a dataset of 2025 and a promoted model of it; the id of the dataset."""
    id = keep(Spec(count=n, fraud_rate=0.01, seed=7), Library(library)).id
    Registry(library).promote(take(Course(id), library).id)
    return id


@contextmanager
def served(library: Path, *options: str, **environment: str) -> Iterator[str]:
    """The API in a process of its own, ready to score; its address."""
    command = [sys.executable, "-m", "synfin_core.cli", "serve", "--port", "0", "--library", str(library), *options]
    surroundings = {**os.environ, **UNLIMITED, "SYNFINANCE_LOGGING__FILE": str(library / "api.log"), **environment}
    server = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True)
    try:
        address = (server.stdout or sys.stdin).readline().split("/predict")[0].removeprefix("scores at ")
        with httpx2.Client() as client:
            while client.get(f"{address}/ready").status_code != 200:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def cpu_seconds(address: str) -> float:
    """What the server has used so far, as it says itself."""
    lines = httpx2.get(f"{address}/metrics").text.splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("process_cpu_seconds_total ")))


async def one_by_one(address: str, payments: list[dict[str, Any]]) -> np.ndarray:
    """[request] milliseconds until the answer; requests come by chance, 100 a second, whether others were answered or not."""
    gaps = np.random.default_rng(1).exponential(1 / RATE, len(payments))
    idle: list[Connection] = []
    tasks, due = [], time.perf_counter()
    for body, gap in zip(map(json.dumps, payments), gaps, strict=True):
        due += gap
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        tasks.append(asyncio.create_task(ask(address, body.encode(), idle)))
    return np.array(await asyncio.gather(*tasks))[WARM:]


async def ask(address: str, body: bytes, idle: list[Connection]) -> float:
    """Milliseconds until the answer, over a connection that nobody uses; plain sockets, so that little of it is our own work."""
    began = time.perf_counter()
    host, port = address.removeprefix("http://").split(":")
    reader, writer = idle.pop() if idle else await asyncio.open_connection(host, int(port))
    head = f"POST /predict HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    said = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    await reader.readexactly(int(said.split("content-length: ")[1].split("\r\n")[0]))
    if " 200 " not in said.splitlines()[0]:
        raise SystemExit(f"the API answered {said.splitlines()[0]}")
    idle.append((reader, writer))
    return (time.perf_counter() - began) * 1e3


def told(milliseconds: np.ndarray) -> str:
    """The figures of single payments."""
    p50, p95, p99 = np.percentile(milliseconds, [50, 95, 99])
    return f"single, {RATE}/s: median {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms, slowest {milliseconds.max():.1f} ms"


def in_batches(address: str, payments: list[dict[str, Any]]) -> str:
    """The figures of batches, one after the other, the first not counted."""
    parts = [payments[first : first + BATCH] for first in range(0, len(payments), BATCH)]
    bodies = [json.dumps({"payments": part}).encode() for part in parts]
    seconds = []
    with httpx2.Client(base_url=address, timeout=60, headers={"Content-Type": "application/json"}) as client:
        for body in bodies:
            began = time.perf_counter()
            client.post("/predict_batch", content=body).raise_for_status()
            seconds.append(time.perf_counter() - began)
    rate = BATCH * len(seconds[1:]) / sum(seconds[1:])
    return f"batch of {BATCH:,}: {rate:,.0f} payments/s, median {np.median(seconds[1:]) * 1e3:.0f} ms a request"


if __name__ == "__main__":
    main()
