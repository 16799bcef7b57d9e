"""What kind of machine this is, without saying whose."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

import psutil


def hardware_class() -> str:
    """Processor family, usable cores, memory and the versions that speed depends on."""
    memory = psutil.virtual_memory().total / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pyarrow", "duckdb"))
    return f"{_processor()}, {cores} cores, {memory:.0f} GB; Python {platform.python_version()}, {packages}"


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    told = re.search(r"^model name\s*:\s*(.+)$", listing.read_text(), re.MULTILINE) if listing.exists() else None
    return told.group(1).strip() if told else platform.machine()
