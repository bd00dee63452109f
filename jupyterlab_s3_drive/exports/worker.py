"""Converts one notebook, as a separate program that can be ended and blocks nothing.

It reads a job as JSON from its standard input, and writes the result as JSON to the job's `answer`:
`{ extension, mimetype }`, or `{ code, message, details }`. Only what it needs is imported.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import zipfile
from pathlib import Path
from typing import Any

#: The largest file that it or LaTeX may write.
_FILE_BYTES = 2**30

#: Texts in errors of nbconvert, and the program or package that is then missing.
_MISSING = (
    ("Pandoc wasn't found", "pandoc"),
    ("not found on PATH", "LaTeX (xelatex)"),
    ("Playwright is not installed", "nbconvert[webpdf]"),
    ("No suitable chromium executable", "Chromium for Playwright"),
    ("playwright install", "Chromium for Playwright"),
    ("nbconvert[qtpng]", "nbconvert[qtpng]"),
    ("PyQtWebEngine is not installed", "nbconvert[qtpdf]"),
    ("No template_file specified", "a template (c.TemplateExporter.template_file)"),
    ("Inkscape", "Inkscape"),
)


def main() -> None:
    """Run the job."""
    job = json.load(sys.stdin)
    _be_modest(job["timeout"])
    try:
        answer = convert(job)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
        answer = explain(error)
    Path(job["answer"]).write_text(json.dumps(answer))


def convert(job: dict[str, Any]) -> dict[str, Any]:
    """Write the converted notebook into the job's `target`, with its files as one zip.

    Raises:
        Exception: whatever nbconvert raises.
    """
    from nbconvert.exporters.base import get_exporter
    from traitlets.config import Config

    exporter = get_exporter(job["format"])(config=Config(job["config"]))
    if job["sanitize"] and hasattr(exporter, "sanitize_html"):
        exporter.sanitize_html = True
    notebook = _read(Path(job["source"]))
    resources = {
        "metadata": {"name": job["name"], "modified_date": job["modified"]},
        "config_dir": job["configDir"],
    }
    output, resources = exporter.from_notebook_node(notebook, resources=resources)
    content = output.encode("utf-8", "replace") if isinstance(output, str) else output
    extension = resources["output_extension"]
    target = Path(job["target"])
    files = resources.get("outputs")
    if not files:
        target.write_bytes(content)
        return {"extension": extension, "mimetype": exporter.output_mimetype or ""}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(job["name"] + extension, content)
        for name, data in files.items():
            archive.writestr(os.path.basename(name), data)
    return {"extension": ".zip", "mimetype": "application/zip"}


def explain(error: Exception) -> dict[str, Any]:
    """Return what went wrong, and whether something can be installed to fix it."""
    text = str(error)
    details = f"{type(error).__name__}: {text}"[-4000:]
    if isinstance(error, _NotNotebook):
        return {"code": "ExportNotNotebook", "message": "This is no notebook.", "details": text}
    if isinstance(error, ModuleNotFoundError):
        return {"code": "ExportToolMissing", "message": error.name or text, "details": details}
    if type(error).__name__ in ("ExporterNameError", "ExporterDisabledError"):
        message = "There is no exporter for this format."
        return {"code": "ExportUnknown", "message": message, "details": details}
    for words, tool in _MISSING:
        if words in text:
            return {"code": "ExportToolMissing", "message": tool, "details": details}
    message = "The notebook could not be converted."
    return {"code": "ExportFailed", "message": message, "details": details}


class _NotNotebook(Exception):
    """The object is not a notebook."""


def _read(path: Path) -> Any:
    import nbformat

    try:
        notebook = nbformat.reads(path.read_text("utf-8-sig"), as_version=4)
        # A missing list would look like a fault of nbconvert.
        assert isinstance(notebook.cells, list)  # noqa: S101
        return notebook
    except Exception as error:
        raise _NotNotebook(f"{type(error).__name__}: {error}"[:1000]) from error


def _be_modest(timeout: float) -> None:
    """Limit the use of processor time and disk, for the sake of the server and its kernels."""
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        os.nice(5)
        # Ends this process if the server, which should end it in time, is gone.
        signal.alarm(int(timeout) + 10)
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))


if __name__ == "__main__":
    # Started by its path, it would import its own folder's modules before others.
    sys.path.pop(0)
    main()
