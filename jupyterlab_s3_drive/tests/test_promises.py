"""What the documents name exists: files, and the tests of each promise of `docs/security.md`."""

from __future__ import annotations

import re

import pytest

from jupyterlab_s3_drive.tests.kit.servers import REPOSITORY

pytestmark = pytest.mark.skipif(
    not (REPOSITORY / "docs").is_dir(), reason="what is installed has no documents"
)


def promises() -> dict[str, list[tuple[str, str]]]:
    """Return the tests of each promise, as file and name; `*` is every test of the file."""
    text = (REPOSITORY / "docs" / "security.md").read_text(encoding="utf-8")
    table = text.split("## Each promise", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("| ").split("|") for line in table.splitlines() if line.startswith("|")]
    return {
        row[0].strip(): re.findall(r"`([^`]+?)::([^`]+)`", "".join(row[1:])) for row in rows[2:]
    }


def is_a_test(file: str, name: str) -> bool:
    """Return whether a file has such a test."""
    folder = REPOSITORY / ("jupyterlab_s3_drive/tests" if file.endswith(".py") else ".")
    path = folder / file
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    if name == "*":
        return bool(re.search(r"\bdef test_|\b(?:it|test)(?:\.each)?\(", text))
    if file.endswith(".py"):
        return re.search(rf"\bdef {re.escape(name)}\(", text) is not None
    return f"'{name}" in text or f"`{name}" in text


def test_each_promise_has_tests_that_exist() -> None:
    found = promises()
    assert len(found) > 20
    assert [promise for promise, tests in found.items() if not tests] == []
    missing = [
        f"{file}::{name}"
        for tests in found.values()
        for file, name in tests
        if not is_a_test(file, name)
    ]
    assert missing == []


def test_a_test_that_is_not_there_is_noticed() -> None:
    assert not is_a_test("test_access.py", "test_refuses_nobody")
    assert not is_a_test("test_nothing.py", "*")
    assert not is_a_test("src/s3/objects/__tests__/soundpage.spec.ts", "takes everything")


#: How a path of the repository begins.
_ROOMS = ("docs", "examples", "jupyterlab_s3_drive", "scripts", "src", "ui-tests")


def paths_in(text: str) -> set[str]:
    """Return the paths of the repository that a document names, but for those of files to be made: `path` (new)."""
    found = re.findall(r"`([\w.@/-]+)`(?! \(new)", text)
    return {path for path in found if path.split("/")[0] in _ROOMS and "/" in path}


def test_files_that_documents_name_exist() -> None:
    documents = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    named = {
        path: document.name
        for document in documents
        for path in paths_in(document.read_text(encoding="utf-8"))
    }
    assert len(named) > 100
    assert {path: name for path, name in named.items() if not _is_there(path)} == {}


def _is_there(path: str) -> bool:
    # A build makes them.
    made = ("jupyterlab_s3_drive/labextension", "jupyterlab_s3_drive/_version.py")
    return path.startswith(made) or (REPOSITORY / path).exists()


def test_a_file_that_is_not_there_is_noticed() -> None:
    text = "`src/nothing.ts`, `src/new.ts` (new room), `s3/none`, `src`"
    assert paths_in(text) == {"src/nothing.ts"}
    assert not _is_there("src/nothing.ts")
