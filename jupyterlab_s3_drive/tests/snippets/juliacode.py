"""Julia: its snippets are parsed, by tree-sitter. Julia itself is in no registry of the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter_julia
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_julia.language()))

# https://docs.julialang.org/en/v1/manual/strings/
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", '"': '"', "$": "$"}


def is_valid(code: str) -> bool:
    """Tell whether it is a program."""
    return not _parse(code).has_error


def strings(code: str) -> list[str | None]:
    """Return what the strings of a program are; None for one that holds an expression."""
    return list(_strings(_parse(code)))


def _parse(code: str) -> Node:
    return _PARSER.parse(code.encode()).root_node


def _strings(node: Node) -> Iterator[str | None]:
    if node.type == "string_literal":
        yield _string(node)
    for child in node.children:
        yield from _strings(child)


def _string(node: Node) -> str | None:
    if any(child.type == "string_interpolation" for child in node.children):
        return None
    text = (node.text or b"").decode()
    return re.sub(r"\\(?:U([0-9a-f]{1,8})|u([0-9a-f]{1,4})|(.))", _unescaped, text[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    long, short, name = found.groups()
    return _ESCAPES[name] if name else chr(int(long or short, 16))
