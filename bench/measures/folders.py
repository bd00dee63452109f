"""Deleting and renaming whole folders, and what is done with a selection of files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .. import data
from ..environments import Missing
from ..ground import PROXY, Ground

_REPEATS = 3


def folders(ground: Ground) -> None:
    """Delete and rename as the panel does, and by `mc`, in turns."""
    sizes = ground.sizes
    for turn in range(min(_REPEATS, sizes.repeats)):
        _pair(ground, turn, "delete", sizes.deleted, _delete, _mc_delete)
        _pair(ground, turn, "rename", sizes.renamed, _rename, _mc_rename)
        for name, (ours, theirs) in _SELECTED.items():
            _pair(ground, turn, name, sizes.selected, ours, theirs)
    for name in ("delete", "rename", *_SELECTED):
        data.remove_folder(ground.store, f"{name}/")


Way = Callable[[Ground, str, str], float]


def _pair(ground: Ground, turn: int, name: str, count: int, ours: Way, theirs: Way) -> None:
    """Do the same work on two fresh folders, and see each time that it is done."""
    ways = [("ours", ours), ("mc", theirs)]
    for who, way in ways if turn % 2 == 0 else reversed(ways):
        source, target = f"{name}/{who}/", f"{name}/{who}-renamed/"
        data.remove_folder(ground.store, f"{name}/")
        data.make_folder(ground.store, source, count)

        def work(way: Way = way, source: str = source, target: str = target) -> float:
            seconds = way(ground, source, target)
            left = len(data.keys(ground.client, source))
            arrived = len(data.keys(ground.client, target))
            # A folder that was renamed or emptied may have a marker of its own.
            wanted = 0 if "delete" in name else count
            stay = count if "copy" in name or "upload" in name else 0
            if not stay <= left <= stay + 1 or not wanted <= arrived <= wanted + 1:
                raise Missing(f"{name}: {left} objects are left, {arrived} arrived of {wanted}.")
            return seconds

        ground.attempt(f"{name}.{who}", work)


def _delete(ground: Ground, source: str, target: str) -> float:
    with ground.monitor() as monitor:
        seconds: float = ground.driver.do("remove", PROXY, path=ground.path(source))
    ground.results.add("delete.status", *monitor.status)
    ground.results.add("delete.idle", *monitor.idle)
    return seconds


def _rename(ground: Ground, source: str, target: str) -> float:
    with ground.monitor() as monitor:
        seconds: float = ground.driver.do(
            "rename", PROXY, path=ground.path(source), target=ground.path(target)
        )
    ground.results.add("rename.status", *monitor.status)
    ground.results.add("rename.idle", *monitor.idle)
    return seconds


def _mc_delete(ground: Ground, source: str, target: str) -> float:
    return ground.mc.remove(source)


def _mc_rename(ground: Ground, source: str, target: str) -> float:
    return ground.mc.move(source, target)


def _selection(what: str) -> Way:
    def way(ground: Ground, source: str, target: str) -> float:
        names = [key.removeprefix(source) for key in data.keys(ground.client, source)]
        path, into = ground.path(source).rstrip("/"), ground.path(target).rstrip("/")
        seconds: float = ground.driver.do(
            "select", PROXY, what=what, path=path, names=names, target=into
        )
        return seconds

    return way


def _mc_copy(ground: Ground, source: str, target: str) -> float:
    return ground.mc.copy(source, target)


def _upload(ground: Ground, source: str, target: str) -> float:
    files = [str(path) for path in sorted(_local(ground).iterdir())]
    seconds: float = ground.driver.do("upload", PROXY, path=ground.path(target), files=files)
    return seconds


def _mc_upload(ground: Ground, source: str, target: str) -> float:
    return ground.mc.upload_folder(_local(ground), target)


def _local(ground: Ground) -> Path:
    """Return a folder of this machine with as many files as a selection."""
    folder = ground.folder / "selection"
    if not folder.exists():
        folder.mkdir()
        for index in range(ground.sizes.selected):
            (folder / data.name_of(index)).write_bytes(b"x")
    return folder


_SELECTED: dict[str, tuple[Way, Way]] = {
    "select-move": (_selection("move"), _mc_rename),
    "select-copy": (_selection("copy"), _mc_copy),
    "select-delete": (_selection("delete"), _mc_delete),
    "select-upload": (_upload, _mc_upload),
}
