"""The default snippet, pandas with s3fs, in a kernel that has just started: the way of a notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from jupyterlab_s3_drive.demo.store import SeaweedStore, Store

from . import cases
from .environments import AVAILABLE, HERE, PYTHON, variables
from .results import FAILED, RAN, Results
from .samples import ALL, FULL, SAMPLES, Sample
from .told import told

pytestmark = [
    pytest.mark.skipif(not AVAILABLE, reason="scripts/test installs the libraries"),
    pytest.mark.timeout(200),
]

#: One of each format; `scripts/test full` takes all that run on all stores.
FIRST = {
    "towns.csv",
    "towns.csv.gz",
    "records.json",
    "towns.jsonl",
    "towns.parquet",
    "towns.xlsx",
}
FORMATS = {"csv", "json", "jsonl", "parquet", "excel"}
IN_KERNEL = [each for each in SAMPLES if each.where == ALL and each.format in FORMATS]


@pytest.mark.parametrize("own_store", [SeaweedStore], indirect=True, ids=["seaweedfs"])
@pytest.mark.parametrize("sample", IN_KERNEL, ids=lambda each: each.id)
def test_a_fresh_kernel(sample: Sample, filled: Store, tmp_path: Path, results: Results) -> None:
    results.expect("kernel", sample.label, "pandas", sample.id)
    if sample.id not in FIRST and not FULL:
        pytest.skip("scripts/test full")
    case = cases.Case(sample, "pandas", "read", cases.POD, cases.SAMPLES_KEY + sample.name)
    payload = cases.payload(case, filled.endpoint)
    (question,) = payload.pop("questions")
    env = variables(filled, cases.POD, tmp_path)
    (snippet,) = cases.ask([{"request": {**question, "store": told(env)}}])
    checking = (
        f"import sys, json; sys.path.insert(0, {str(HERE)!r})\n"
        f"from comparing import check; check(json.loads({json.dumps(payload)!r}), {snippet['variable']})"
    )
    error = _run([snippet["code"], checking], env, tmp_path)
    results.add("kernel", sample.label, "pandas", sample.id, FAILED if error else RAN)
    assert error is None, f"{snippet['code']}\n{error}"


def _run(codes: list[str], env: dict[str, str], folder: Path) -> str | None:
    """Run cells in a new kernel; return the first error."""
    spec = folder / "kernels" / "snippets"
    spec.mkdir(parents=True)
    argv = [str(PYTHON), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "snippets", "language": "python"})
    )
    manager = KernelManager(
        kernel_name="snippets",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(spec.parent)]),
        connection_file=str(folder / "connection.json"),
    )
    manager.start_kernel(env=env, cwd=str(folder))
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        for code in codes:
            reply: dict[str, Any] = client.execute_interactive(
                code, timeout=60, output_hook=lambda message: None
            )["content"]
            if reply["status"] != "ok":
                return "\n".join(reply.get("traceback", [])) or str(reply)
        return None
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
