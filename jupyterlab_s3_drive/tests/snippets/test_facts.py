"""What the samples claim to be known of a file is what the frontend finds out of its bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from . import cases
from .environments import AVAILABLE
from .samples import RARE, SAMPLES

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="scripts/test installs the libraries")

_COMPARED = ("format", "variant", "compression", "encoding", "encodingErrors", "table", "doubt")


def _files(folder: Path) -> list[str]:
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return [each.relative_to(folder).as_posix() for each in files]


def test_files_are_seen_for_what_they_are(samples: Path) -> None:
    wanted = [
        sample for sample in SAMPLES if sample.kind == "file" and (samples / sample.name).exists()
    ]
    assert {each.id for each in SAMPLES if each.kind == "file" and each.where != RARE} <= {
        each.id for each in wanted
    }
    found = cases.ask([{"look": str(samples / sample.name)} for sample in wanted])
    compared: list[dict[str, Any]] = [
        {name: each.get(name) for name in _COMPARED} for each in found
    ]
    for sample, facts in zip(wanted, compared, strict=True):
        assert facts == {name: sample.facts.get(name) for name in _COMPARED}, sample.id


def test_folders_are_seen_for_what_they_are(samples: Path) -> None:
    folders = [each for each in SAMPLES if each.kind == "folder" and (samples / each.name).exists()]
    found = cases.ask([{"plan": _files(samples / each.name)} for each in folders])
    for sample, plan in zip(folders, found, strict=True):
        assert plan["zarr"] == (sample.variant if sample.format == "zarr" else None), sample.id
        assert plan["isDelta"] == (sample.variant == "delta"), sample.id
        if sample.format not in ("zarr", "binary"):
            assert plan["extension"] == sample.options["extension"], sample.id
            assert plan["partitions"] == sample.options.get("partitions", []), sample.id
