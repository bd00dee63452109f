"""Names of all kinds are the same names again once a language has read them."""

from __future__ import annotations

import ast
import json
import random
import subprocess

import pytest

from jupyterlab_s3_drive.tests.kit.servers import SEED

from . import juliacode
from .cases import ask
from .samples import ODD_NAMES

_ALPHABETS = (
    "abcXYZ019._-/ ",
    "\"'`\\{}$%#?*[]()<>|&;!~=+,@^",
    "\n\r\t\x00\x01\x1b\x7f\x85\xa0\xad",
    "éœß東京\u0301\u200b\u200e\u202e\u2028\ufeff\ue000\uffff",
    "\U0001f600\U0001f468\u200d\U0001f469\U000e0001\U0010ffff",
)


def _names() -> list[str]:
    dice = random.Random(SEED)
    made = [
        "".join(dice.choice(dice.choice(_ALPHABETS)) for _ in range(dice.randint(0, 12)))
        for _ in range(3000)
    ]
    return [*ODD_NAMES, *made]


def _literals(language: str, names: list[str]) -> list[str]:
    return ask([{"literal": f"{language}Literal", "text": name} for name in names])


def test_python_literals() -> None:
    names = _names()
    literals = _literals("python", names)
    assert [ast.literal_eval(literal) for literal in literals] == names
    # In one line, and with nothing that an editor hides.
    assert all(literal.isprintable() for literal in literals)


def test_python_literals_of_half_characters() -> None:
    (literal,) = _literals("python", ["a\ud800b"])
    assert ast.literal_eval(literal) == "a\ud800b"


def test_julia_literals() -> None:
    names = _names()
    program = "\n".join(_literals("julia", names))
    assert juliacode.strings(program) == names


@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_shell_words(shell: str) -> None:
    names = [name for name in _names() if "\0" not in name]
    words = _literals("shell", names)
    script = "".join(f"printf '%s\\0' {word}\n" for word in words)
    done = subprocess.run([shell], input=script.encode(), stdout=-1, check=True)
    assert done.stdout.decode().split("\0")[:-1] == names


def test_sql_strings() -> None:
    import sqlite3

    names = [name for name in _names() if "\0" not in name]
    connection = sqlite3.connect(":memory:")
    for name, literal in zip(names, _literals("sql", names), strict=True):
        assert connection.execute(f"SELECT {literal}").fetchone() == (name,), json.dumps(name)
