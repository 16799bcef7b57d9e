"""Write docs/dictionary.md: every table and column of a dataset, told by synfin_core/schema.py (`make dictionary`)."""

from pathlib import Path

from synfin_core.schema import SCHEMA_VERSION, TABLES
from synfin_core.store.dictionary import dictionary_markdown

PAGE = Path(__file__).resolve().parent / "dictionary.md"


def page() -> str:
    """The page as it must stand in docs/."""
    told = f"Schema {SCHEMA_VERSION}, written from `synfin_core/schema.py` by `make dictionary`."
    return dictionary_markdown(TABLES).replace("# Data dictionary\n", f"# Data dictionary\n\n{told}\n", 1)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
