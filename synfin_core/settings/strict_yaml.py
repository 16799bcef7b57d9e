"""YAML that people write by hand: short, plain, without references, repeated keys or a guess at days."""

import os
import reprlib
from pathlib import Path
from typing import Any

import yaml

from synfin_core.errors import YamlError

MAX_BYTES = 65_536


class _Loader(yaml.SafeLoader):
    """Refuses repeated keys and references; leaves days as text, so that one rule reads them."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """A node; references are refused, because nested ones grow without end."""
        if self.check_event(yaml.AliasEvent):
            raise YamlError(f"reference on line {self.current_event.start_mark.line + 1}; such a file repeats nothing")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping whose keys are all different."""
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise YamlError(f"key {reprlib.repr(key.value)} is repeated on line {key.start_mark.line + 1}")
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_text(path: str | os.PathLike[str]) -> bytes:
    """The content of a file, no longer than one byte above what is allowed; OSError when it cannot be read."""
    with Path(path).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def strict_yaml(content: str | bytes) -> Any:
    """What YAML text says; YamlError names the line."""
    if len(content) > MAX_BYTES:
        raise YamlError(f"the text is longer than {MAX_BYTES:,} bytes; a few lines of 'key: value' are enough")
    try:
        return yaml.load(content, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(f"broken YAML on line {line}: {error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlError("not YAML that can be read; lines of 'key: value' are allowed") from error
