"""R's own parser reads every snippet, and finds the names again that stand in it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from . import cases, rcode, texts
from .results import FAILED, PARSED, Results
from .samples import ODD_NAMES

_CHECK = (
    "for (file in commandArgs(TRUE)) tryCatch("
    'invisible(parse(file, encoding = "UTF-8", keep.source = FALSE)),'
    " error = function(e) cat(basename(file), conditionMessage(e), '\\n'))"
)


def _wrong(codes: list[str], folder: Path) -> dict[int, str]:
    """Return what R says to the codes that it cannot parse."""
    files = [folder / f"{number}.R" for number in range(len(codes))]
    for file, code in zip(files, codes, strict=True):
        file.write_text(code)
    done = subprocess.run(
        [rcode.program(), "-e", _CHECK, *map(str, files)],
        capture_output=True,
        timeout=100,
        check=True,
    )
    lines = [line for line in done.stdout.decode().splitlines() if ".R " in line]
    return {int(line.split(".R ", 1)[0]): line for line in lines}


def test_r_parses_every_snippet(tmp_path: Path, results: Results) -> None:
    snippets = texts.snippets("r", "données/")
    for each in snippets:
        results.expect(*each.where)
    codes = [each["code"] for each in texts.written(snippets)]
    wrong = _wrong(codes, tmp_path)
    for number, each in enumerate(snippets):
        results.add(*each.where, FAILED if number in wrong else PARSED)
    assert not wrong, [(codes[number], said) for number, said in wrong.items()]


def test_r_finds_what_it_cannot_parse(tmp_path: Path) -> None:
    assert set(_wrong(["x <- 1", "x <- (", 'x <- "\\q"'], tmp_path)) == {1, 2}


def test_r_reads_names_as_they_are(tmp_path: Path) -> None:
    literals = cases.ask([{"literal": "rLiteral", "text": name} for name in ODD_NAMES])
    file = tmp_path / "names.R"
    file.write_text("".join(f"cat({each}, '\\u0001', sep = '')\n" for each in literals))
    command = [rcode.program(), "-e", 'source(commandArgs(TRUE)[1], encoding = "UTF-8")', str(file)]
    done = subprocess.run(
        command,
        capture_output=True,
        timeout=60,
        check=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
    )
    assert done.stdout.decode().split("\x01")[:-1] == ODD_NAMES
