"""The snippets of languages other than Python, and what the frontend writes for them."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from . import cases
from .samples import SAMPLES, Sample, sample
from .told import DATALAB, told


class Snippet(NamedTuple):
    """One snippet."""

    language: str
    sample: Sample
    operation: str
    library: str
    key: str

    @property
    def id(self) -> str:
        """A short name that no other snippet of the language has."""
        return f"{self.library}-{self.operation}-{self.sample.id}"

    @property
    def where(self) -> tuple[str, str, str, str]:
        """Its place in the results."""
        table = f"{self.language} {self.operation}"
        return table, self.sample.label, self.library, self.sample.id

    @property
    def request(self) -> dict[str, Any]:
        """What the frontend would ask."""
        asked = cases.request(self.sample, self.key, self.operation, self.library)
        return {**asked, "language": self.language}


@functools.cache
def snippets(language: str, folder: str) -> tuple[Snippet, ...]:
    """Return all snippets of a language, of files and folders in this folder."""
    wanted = [(each, operation) for each in SAMPLES for operation in ("read", "write")]
    wanted += [(sample("mixed/"), "list")]
    questions = [cases.request(each, folder + each.name, what) for each, what in wanted]
    offered = cases.offered(questions, language)
    return tuple(
        Snippet(language, each, operation, library, folder + each.name)
        for (each, operation), libraries in zip(wanted, offered, strict=True)
        for library in libraries
    )


def written(asked: Sequence[Snippet], env: Mapping[str, str] = DATALAB) -> list[dict[str, Any]]:
    """Return what the frontend writes for kernels with these variables."""
    store = told(env)
    requests = [{"request": {**each.request, "store": store}} for each in asked]
    answers: list[dict[str, Any]] = cases.ask(requests)
    for snippet, found in zip(asked, answers, strict=True):
        assert "code" in found, (snippet, found)
    return answers
