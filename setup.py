"""Puts the studio, its pages and the figures inside the wheel, so that `synfinance-web` runs from an empty folder."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HOUSE = ("app.py", "pages", "config", ".streamlit")


class BuildWithHouse(build_py):
    """Copies what stands beside the package in the checkout to `synfin_core/installed/` of the wheel."""

    def run(self) -> None:
        """Build the package, then bring in the house; an editable install finds it in the checkout."""
        super().run()
        if self.editable_mode:
            return
        for name in HOUSE:
            source, target = Path(name), Path(self.build_lib, "synfin_core", "installed", name)
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, target)


setup(cmdclass={"build_py": BuildWithHouse})
