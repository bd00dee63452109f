"""A parser of Julia reads every snippet."""

from __future__ import annotations

from . import juliacode, texts
from .results import FAILED, PARSED, Results


def test_a_parser_reads_every_snippet(results: Results) -> None:
    snippets = texts.snippets("julia", "données/")
    written = zip(snippets, texts.written(snippets), strict=True)
    wrong = {
        each.id: text["code"] for each, text in written if not juliacode.is_valid(text["code"])
    }
    for each in snippets:
        results.add(*each.where, FAILED if each.id in wrong else PARSED)
    assert not wrong
    assert {each.operation for each in snippets} == {"read", "write", "list"}


def test_the_parser_finds_what_is_wrong() -> None:
    assert juliacode.is_valid('x = f(g, "a"; b = 1)')
    assert not juliacode.is_valid("x = f(g")
    assert not juliacode.is_valid('x = "')
    assert juliacode.strings('f("a$b", "c")') == [None, "c"]
