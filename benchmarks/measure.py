"""Run a command and watch what all its processes use together."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psutil

_EVERY = 0.05  # seconds between looks at the memory


@dataclass(frozen=True)
class Measured:
    """Wall seconds and peak memory of a command, and what it printed."""

    seconds: float
    peak_mb: float
    output: str


def measure(command: Sequence[str]) -> Measured:
    """Run `command` to its end; memory is the peak of the sum over all its processes, shared pages counted once."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _memory_mb(process.pid))
            time.sleep(_EVERY)
        seconds = time.perf_counter() - started
        output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise SystemExit(f"'{' '.join(command)}' ended with code {process.returncode}.")
    return Measured(seconds, peak, output)


def measure_module(module: str, *arguments: str) -> tuple[Measured, dict[str, Any]]:
    """Run one of our modules, which prints one line of JSON."""
    measured = measure([sys.executable, "-m", module, *arguments])
    return measured, json.loads(measured.output)


def _memory_mb(pid: int) -> float:
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0.0
    return sum(map(_own_memory, family)) / 2**20


def _own_memory(process: psutil.Process) -> int:
    """Proportional set size where the system tells it, else resident size; 0 for a process that has just ended."""
    try:
        return int(getattr(process.memory_full_info(), "pss", 0) or process.memory_info().rss)
    except psutil.Error:
        return 0
