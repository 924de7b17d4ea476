"""Locked means locked: a running spreadsheet refuses what is typed anywhere but into an input."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.inputs import SPARE, blank, inputs
from support.published import EDITIONS, published, workbook

_SCRIPT = Path(__file__).with_name("type_everywhere.py")
_PASSWORD = "保密"


def _python() -> str:
    """One that LibreOffice's bridge is installed for."""
    for program in (sys.executable, "/usr/bin/python3", shutil.which("python3")):
        if program and Path(program).exists():
            done = subprocess.run([program, "-c", "import uno"], capture_output=True)
            if done.returncode == 0 and shutil.which("soffice"):
                return program
    if os.environ.get("XLPERF_REQUIRE_LIVE") == "1":
        pytest.fail("no LibreOffice with its Python bridge, and XLPERF_REQUIRE_LIVE=1")
    pytest.skip("no LibreOffice with its Python bridge")


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, set[str]]:
    """For each edition's first published form, and its blank one, the cells that took a text."""
    folder = tmp_path_factory.mktemp("locked")
    files = {}
    for name in EDITIONS:
        for kind, form in (("published", published(name)[1]), ("blank", blank(name))):
            path = folder / f"{name}-{kind}.xlsx"
            path.write_bytes(workbook(name, [form], spare=SPARE, password=_PASSWORD))
            files[f"{name}-{kind}"] = path
    command = [_python(), _SCRIPT, folder / "profile", *files.values()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return {name: set(told[str(path)]) for name, path in files.items()}


@pytest.mark.parametrize("name", EDITIONS)
def test_inputs_take_what_is_typed_and_nothing_else_does(
    name: str, taken: Mapping[str, set[str]]
) -> None:
    form = published(name)[1]
    assert taken[f"{name}-published"] == inputs(name, form, len(form.indicators))


@pytest.mark.parametrize("name", EDITIONS)
def test_so_it_is_with_a_blank_form(name: str, taken: Mapping[str, set[str]]) -> None:
    found = taken[f"{name}-blank"]
    rows = len([ref for ref in found if ref[0] == "D" and int(ref[1:]) > 12]) - SPARE
    assert rows > 5
    assert found == inputs(name, blank(name), rows)
