"""The import contracts bite: each is broken on purpose in a copy, and the linter says so."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINTER = Path(sysconfig.get_path("scripts")) / "lint-imports"


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("model/place.py", "import xlperf.editions", "Data flows one way"),
        ("reading/__init__.py", "import xlperf.rounds", "Data flows one way"),
        ("model/place.py", "import rich", "the model needs nothing but the standard library"),
        ("reading/__init__.py", "import pandas", "pandas only where"),
        ("rounds/overview.py", "import zipfile", "zip and XML only behind the gate"),
        ("reading/__init__.py", "import xml.sax", "zip and XML only behind the gate"),
    ],
)
def test_a_breach_is_found(tmp_path: Path, room: str, line: str, contract: str) -> None:
    shutil.copytree(ROOT / "xlperf", tmp_path / "xlperf")
    shutil.copyfile(ROOT / "setup.cfg", tmp_path / "setup.cfg")
    file = tmp_path / "xlperf" / room
    file.write_text(file.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    linted = subprocess.run(
        [str(LINTER), "--no-cache"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert linted.returncode == 1
    assert re.search(re.escape(contract) + ".* BROKEN", linted.stdout), linted.stdout


def test_the_model_may_use_none_of_our_dependencies() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    forbidden = set(settings["importlinter:contract:model"]["forbidden_modules"].split())
    needed = re.findall(r"^[\w-]+", settings["options"]["install_requires"], re.MULTILINE)
    assert {name.replace("-", "_") for name in needed} <= forbidden
