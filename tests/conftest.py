"""Builders every test may use: a data set as YAML text, a format as a folder of texts."""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

os.environ["REPORTGEN_CACHE"] = "off"  # of tests, nothing stays; those of the cache switch it on

DEPARTMENT = """
部门:
  名称: 某局
  地区: 某市某区
  年度: 2024
  金额单位: 万元
"""


@pytest.fixture
def write(tmp_path):
    """Writes a text file below the test's folder and gives its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), "utf-8")
        return path

    return write


@pytest.fixture
def prepared(write):
    """Prepares a data set given as YAML text in a format given as YAML texts."""
    from reportgen.formats import Library
    from reportgen.pack.prepare import prepare

    def prepared(
        data: str, format_yaml: str = "", checks: str = "", fields: str = "", head: str = ""
    ):
        write(
            "forms/test/format.yaml",
            f"名称: 试验\n适用地区: [某市某区]\n{textwrap.dedent(format_yaml)}",
        )
        if checks:
            write("forms/test/checks.yaml", checks)
        if fields:
            write("forms/test/fields.yaml", fields)
        path = write("data.yaml", DEPARTMENT + head + textwrap.dedent(data))
        return prepare(path, Library(path.parent / "forms"))

    return prepared


def pytest_make_parametrize_id(val, argname):
    """Bytes are no name: a zip holds the time of its making, and each worker makes its own."""
    return argname if isinstance(val, bytes) else None
