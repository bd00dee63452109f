"""Nothing leads out of the contents root: not a name, not a link, not one that comes in between."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.services.contents.filemanager import FileContentsManager

from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.transfers.files import Landing, SourceFile
from jupyterlab_s3_drive.transfers.names import content_type, numbered_name, relative_path
from jupyterlab_s3_drive.transfers.workspace import Workspace, split_path

pytestmark = pytest.mark.one_store("the dangers are on the side of the workspace")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in `tmp_path/root`, with a secret beside it."""
    (tmp_path / "root" / "folder").mkdir(parents=True)
    (tmp_path / "secret").write_bytes(b"secret")
    return Workspace(FileContentsManager(root_dir=str(tmp_path / "root")))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of the workspace."""
    return tmp_path / "root"


def land(
    workspace: Workspace, *segments: str, body: bytes = b"new", overwrite: str = "fail"
) -> str:
    """Write a file as a transfer does."""
    landing = Landing(workspace, segments)
    try:
        landing.write(body, 0)
        return str(landing.commit(overwrite, len(body)))  # type: ignore[arg-type]
    finally:
        landing.close()


def hostile() -> st.SearchStrategy[str]:
    """Return segments of paths, those that lead elsewhere often."""
    odd = ["..", ".", "", "...", "\0", "a\0b", "a", "~", "x" * 300, "etc", " ", "\n", "\\", "é"]
    return st.one_of(st.sampled_from(odd), st.text(max_size=8))


@given(st.lists(hostile(), max_size=6).map("/".join))
def test_no_path_leads_out(path: str) -> None:
    for parse in (lambda: split_path(path), lambda: relative_path(path.encode("utf-8", "replace"))):
        try:
            segments = parse()
        except S3DriveError:
            continue
        assert not {"", ".", ".."} & set(segments)
        assert not any("/" in segment or "\0" in segment for segment in segments)


@given(st.binary(max_size=12))
def test_no_key_leads_out(key: bytes) -> None:
    try:
        segments = relative_path(key)
    except S3DriveError:
        return
    assert not {"", ".", ".."} & set(segments)
    assert "/".join(segments).encode() == key.removesuffix(b"/")


def test_resolving(workspace: Workspace, root: Path, tmp_path: Path) -> None:
    (root / "folder" / "file").write_bytes(b"x")
    (root / "inside").symlink_to(root / "folder")
    (root / "outside").symlink_to(tmp_path)
    (root / "beside").symlink_to(tmp_path / "root-too")
    (tmp_path / "root-too").mkdir()
    assert workspace.resolve("") == workspace.resolve("/") == ()
    assert workspace.resolve("inside/file") == ("folder", "file")
    for path, code in {
        "outside": "OutsideWorkspace",
        "outside/secret": "OutsideWorkspace",
        "beside": "OutsideWorkspace",
        "..": "OutsideWorkspace",
        "folder/../../secret": "OutsideWorkspace",
        "nothing": "NotFound",
        "a\0b": "NameNotAllowed",
        "x" * 300: "NotFound",
    }.items():
        with pytest.raises(S3DriveError) as caught:
            workspace.resolve(path)
        assert caught.value.code == code, path


def test_a_root_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "root").symlink_to(tmp_path / "real")
    workspace = Workspace(FileContentsManager(root_dir=str(tmp_path / "root")))
    land(workspace, "a", "b")
    assert (tmp_path / "real" / "a" / "b").read_bytes() == b"new"


def test_a_folder_swapped_for_a_link(workspace: Workspace, root: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (away / "file").write_bytes(b"secret")
    (root / "folder" / "file").write_bytes(b"x")
    source = workspace.resolve("folder/file")
    os.rename(root / "folder", root / "was")
    (root / "folder").symlink_to(away)
    for touch in (
        lambda: SourceFile(workspace, source),
        lambda: Landing(workspace, ("folder", "new")),
        lambda: Landing(workspace, ("folder", "below", "new")),
        lambda: workspace.scan(("folder",)),
        lambda: workspace.make_folder(("folder", "below")),
        lambda: workspace.kind(("folder", "file")),
    ):
        with pytest.raises(OSError):
            touch()
    assert {each.name for each in away.iterdir()} == {"file"}


def test_a_swap_while_a_file_comes(workspace: Workspace, root: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    landing = Landing(workspace, ("folder", "file"))
    landing.write(b"new", 0)
    os.rename(root / "folder", root / "was")
    (root / "folder").symlink_to(away)
    assert landing.commit("fail", 3) == "file"
    landing.close()
    assert list(away.iterdir()) == []
    assert (root / "was" / "file").read_bytes() == b"new"


def test_racing_against_a_swapper(workspace: Workspace, root: Path, tmp_path: Path) -> None:
    away, folder, spare = tmp_path / "away", root / "folder", root / "spare"
    away.mkdir()
    (away / "file").write_bytes(b"secret")
    (folder / "file").write_bytes(b"mine")
    ended = threading.Event()

    def swap() -> None:
        while not ended.is_set():
            with suppress(OSError):
                os.rename(folder, spare)
                folder.symlink_to(away)
            time.sleep(0.0003)
            with suppress(OSError):
                folder.unlink()
            # A transfer may have made a folder where it found none.
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):
                os.rename(spare, folder)
            time.sleep(0.0003)

    thread = threading.Thread(target=swap)
    thread.start()
    read = written = 0
    try:
        for number in range(1500):
            try:
                source = SourceFile(workspace, workspace.resolve("folder/file"))
                assert source.read(0, source.size) == b"mine"
                source.close()
                read += 1
            except (OSError, S3DriveError):
                pass
            try:
                land(workspace, "folder", f"new-{number}")
                written += 1
            except (OSError, S3DriveError):
                pass
    finally:
        ended.set()
        thread.join()
    assert read and written
    assert {each.name for each in away.iterdir()} == {"file"}


def test_what_is_no_file(workspace: Workspace, root: Path, tmp_path: Path) -> None:
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(root / "socket"))
    (root / "link").symlink_to(tmp_path / "secret")
    for name in ("pipe", "socket", "folder"):
        with pytest.raises(S3DriveError) as caught:
            SourceFile(workspace, (name,))
        assert caught.value.code == "SpecialFile"
    with pytest.raises(OSError):
        SourceFile(workspace, ("link",))
    for name in ("pipe", "socket"):
        with pytest.raises(S3DriveError) as caught:
            land(workspace, name, overwrite="replace")
        assert caught.value.code == "SpecialFile"
    # The link itself is replaced, and nothing is written through it.
    assert land(workspace, "link", overwrite="replace") == "link"
    assert not (root / "link").is_symlink()
    assert (tmp_path / "secret").read_bytes() == b"secret"


def test_a_file_swapped_for_a_link(
    workspace: Workspace, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "file").write_bytes(b"x")
    (root / "link").symlink_to(tmp_path / "secret")
    seen = os.stat(root / "file")
    # As if it had been the file when it was looked at, and became a link before it was opened.
    monkeypatch.setattr(os, "stat", lambda *args, **kwargs: seen)
    with pytest.raises(OSError):
        SourceFile(workspace, ("link",))


def test_overwriting(workspace: Workspace, root: Path) -> None:
    (root / "a.csv").write_bytes(b"old")
    with pytest.raises(S3DriveError) as caught:
        land(workspace, "a.csv")
    assert caught.value.code == "Exists"
    assert land(workspace, "a.csv", overwrite="skip") == "None"
    assert (root / "a.csv").read_bytes() == b"old"
    assert land(workspace, "a.csv", overwrite="both") == "a (1).csv"
    assert land(workspace, "a.csv", overwrite="both") == "a (2).csv"
    assert land(workspace, "a.csv", overwrite="replace") == "a.csv"
    assert (root / "a.csv").read_bytes() == b"new"
    with pytest.raises(S3DriveError):
        land(workspace, "folder", overwrite="replace")
    assert not [each for each in root.iterdir() if each.name.startswith(".s3-drive-")]


def test_a_file_system_without_hard_links(
    workspace: Workspace, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    (root / "a").write_bytes(b"old")
    with pytest.raises(S3DriveError):
        land(workspace, "a")
    assert (root / "a").read_bytes() == b"old"
    assert land(workspace, "b") == "b"
    assert (root / "b").read_bytes() == b"new"
    assert {each.name for each in root.iterdir()} == {"a", "b", "folder"}


def test_only_a_whole_file_gets_its_name(workspace: Workspace, root: Path) -> None:
    landing = Landing(workspace, ("a",))
    landing.write(b"ne", 0)
    with pytest.raises(S3DriveError):
        landing.commit("fail", 3)
    landing.close()
    landing.close()
    with pytest.raises(OSError):
        landing.write(b"w", 2)
    assert {each.name for each in root.iterdir()} == {"folder"}


def test_a_file_that_changes(workspace: Workspace, root: Path) -> None:
    (root / "a").write_bytes(b"content")
    source = SourceFile(workspace, ("a",))
    source.check_unchanged()
    (root / "a").write_bytes(b"con")
    for check in (source.check_unchanged, lambda: source.read(0, 7)):
        with pytest.raises(S3DriveError) as caught:
            check()
        assert caught.value.code == "SourceChanged"
    source.close()
    with pytest.raises(OSError):
        source.read(0, 1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.CSV", "text/csv"),
        ("a.ipynb", "application/x-ipynb+json"),
        ("a.parquet", "application/vnd.apache.parquet"),
        ("a.csv.gz", "application/gzip"),
        ("a.png", "image/png"),
        ("a", "application/octet-stream"),
        (".env", "application/octet-stream"),
    ],
)
def test_kinds_of_content(name: str, kind: str) -> None:
    assert content_type(name) == kind


def test_further_names() -> None:
    expected = {"a.csv": "a (2).csv", "a.tar.gz": "a (2).tar.gz", ".env": ".env (2)", "a": "a (2)"}
    assert {name: numbered_name(name, 2) for name in expected} == expected
