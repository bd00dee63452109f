"""What is installed holds the product and the demo, and nothing that only tests or the bench need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = "jupyterlab_s3_drive"
FILES = (".gitignore", "pyproject.toml", "package.json", "README.md", "LICENSE", "install.json")
FOLDERS = (PACKAGE, "bench", "jupyter-config", "scripts")


def _build(target: str, folder: Path) -> Path:
    """Build what `pip` would build of a folder, without its frontend, and return the file."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", "built"],
        cwd=folder,
        env={**os.environ, "SKIP_JUPYTER_BUILDER": "1"},
        capture_output=True,
        check=True,
    )
    (file,) = (folder / "built").iterdir()
    return file


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of what is built from, as building writes into it; its frontend is one empty file."""
    folder = tmp_path / "sources"
    left_out = shutil.ignore_patterns("__pycache__", "labextension", "_version.py")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    frontend = folder / PACKAGE / "labextension" / "static"
    frontend.mkdir(parents=True)
    (frontend / "style.js").touch()
    return folder


@pytest.fixture
def unpacked(sources: Path, tmp_path: Path) -> Path:
    """What the source distribution holds."""
    with tarfile.open(_build("sdist", sources)) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (folder,) = (tmp_path / "unpacked").iterdir()
    return folder


@pytest.mark.parametrize("origin", ["sources", "unpacked"])
def test_a_wheel_holds_the_product_and_the_demo(
    origin: str, request: pytest.FixtureRequest
) -> None:
    with zipfile.ZipFile(_build("wheel", request.getfixturevalue(origin))) as archive:
        names = [Path(name) for name in archive.namelist()]
    modules = {name.parts[1] for name in names if name.parts[0] == PACKAGE and name.parts[1:]}
    rooms = {each.name for each in (ROOT / PACKAGE).iterdir() if (each / "__init__.py").exists()}
    assert {"app.py", "demo"} | rooms - {"tests"} <= modules
    assert not [name for name in names if {"tests", "bench", "scripts"} & set(name.parts)]
    assert {Path(PACKAGE, "openapi.yaml"), Path(PACKAGE, "events", "change.yaml")} <= set(names)
    # The frontend is there once, where JupyterLab looks for it.
    (style,) = (name for name in names if name.name == "style.js")
    assert "share/jupyter/labextensions/jupyterlab-s3-drive" in style.as_posix()


def test_the_source_distribution_leaves_the_bench_out(unpacked: Path) -> None:
    assert (unpacked / PACKAGE / "demo").is_dir()
    assert not (unpacked / "bench").exists()
