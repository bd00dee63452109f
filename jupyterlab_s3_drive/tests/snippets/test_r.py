"""R's own parser reads what cannot run here, and finds the names again that stand in it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from . import cases
from .results import FAILED, PARSED, Results
from .samples import ODD_NAMES, SAMPLES, Sample, sample

_FOLDER = "données/"
_CHECK = (
    "for (file in commandArgs(TRUE)) tryCatch("
    'invisible(parse(file, encoding = "UTF-8", keep.source = FALSE)),'
    " error = function(e) cat(basename(file), conditionMessage(e), '\\n'))"
)


class Snippet(NamedTuple):
    """One of R."""

    sample: Sample
    operation: str
    library: str
    key: str

    @property
    def request(self) -> dict[str, Any]:
        """What the frontend would ask."""
        asked = cases.request(self.sample, self.key, self.operation, self.library)
        return {**asked, "language": "r"}


def _all() -> list[Snippet]:
    wanted = [(each, operation) for each in SAMPLES for operation in ("read", "write")]
    wanted += [(sample("mixed/"), "list")]
    questions = [cases.request(each, _FOLDER + each.name, what) for each, what in wanted]
    return [
        Snippet(each, operation, library, _FOLDER + each.name)
        for (each, operation), libraries in zip(wanted, cases.offered(questions, "r"), strict=True)
        for library in libraries
    ]


def _codes(snippets: list[Snippet]) -> list[str]:
    answers = cases.ask([{"request": each.request} for each in snippets])
    for snippet, found in zip(snippets, answers, strict=True):
        assert "code" in found, (snippet, found)
    return [each["code"] for each in answers]


def _program() -> str:
    found = shutil.which("Rscript")
    if found is None:
        pytest.skip("there is no R")
    return found


def _wrong(codes: list[str], folder: Path) -> dict[int, str]:
    """Return what R says to the codes that it cannot parse."""
    files = [folder / f"{number}.R" for number in range(len(codes))]
    for file, code in zip(files, codes, strict=True):
        file.write_text(code)
    done = subprocess.run(
        [_program(), "-e", _CHECK, *map(str, files)], capture_output=True, timeout=100, check=True
    )
    lines = [line for line in done.stdout.decode().splitlines() if ".R " in line]
    return {int(line.split(".R ", 1)[0]): line for line in lines}


def test_r_parses_every_snippet(tmp_path: Path, results: Results) -> None:
    snippets = _all()
    for each in snippets:
        results.expect(f"r {each.operation}", each.sample.label, each.library, each.sample.id)
    codes = _codes(snippets)
    wrong = _wrong(codes, tmp_path)
    for number, each in enumerate(snippets):
        outcome = FAILED if number in wrong else PARSED
        where = (f"r {each.operation}", each.sample.label, each.library, each.sample.id)
        results.add(*where, outcome)
    assert not wrong, [(codes[number], said) for number, said in wrong.items()]


def test_r_finds_what_it_cannot_parse(tmp_path: Path) -> None:
    assert set(_wrong(["x <- 1", "x <- (", 'x <- "\\q"'], tmp_path)) == {1, 2}


def test_r_reads_names_as_they_are(tmp_path: Path) -> None:
    literals = cases.ask([{"literal": "rLiteral", "text": name} for name in ODD_NAMES])
    file = tmp_path / "names.R"
    file.write_text("".join(f"cat({each}, '\\u0001', sep = '')\n" for each in literals))
    command = [_program(), "-e", 'source(commandArgs(TRUE)[1], encoding = "UTF-8")', str(file)]
    done = subprocess.run(
        command,
        capture_output=True,
        timeout=60,
        check=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
    )
    assert done.stdout.decode().split("\x01")[:-1] == ODD_NAMES
