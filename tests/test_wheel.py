"""A wheel is enough: installed far from the repository, it carries its editions and reads forms."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "xlperf", "templates", "macros")


def run(command: list[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with nothing but the wheel and what it depends on."""
    base = tmp_path_factory.mktemp("wheel")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    offline: list[str | Path] = ["--no-deps", "--no-index"]

    built = run([*pip, "wheel", *offline, "--no-build-isolation", "-w", base, _sources(base)], base)
    assert built.returncode == 0, built.stderr
    [wheel] = base.glob("*.whl")
    venv.create(base / "env", with_pip=False)
    python = _program(base, "python")
    installed = run([*pip, "--python", python, "install", *offline, wheel], base)
    assert installed.returncode == 0, installed.stderr
    _lend_dependencies(python, base)
    return base


def _sources(base: Path) -> Path:
    """A copy: building leaves a build/ folder, whose old files would slip into a later wheel."""
    copy = base / "sources"
    copy.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, copy / name)
    return copy


def _program(base: Path, name: str) -> Path:
    return base / "env" / ("Scripts" if os.name == "nt" else "bin") / name


def _lend_dependencies(python: Path, base: Path) -> None:
    """Ours, after the new environment's own: a folder named in a .pth file runs none of its own."""
    asked = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], base)
    site = Path(asked.stdout.strip())
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")


def test_it_is_the_installed_package_that_runs(elsewhere: Path) -> None:
    code = "import xlperf; print(xlperf.__file__)"
    asked = run([_program(elsewhere, "python"), "-c", code], elsewhere)
    assert Path(asked.stdout.strip()).is_relative_to(elsewhere / "env")


def test_editions(elsewhere: Path) -> None:
    shown = run([_program(elsewhere, "xlperf"), "editions", "--json"], elsewhere)
    assert shown.returncode == 0, shown.stderr
    known = {each["key"]: each for each in json.loads(shown.stdout)["editions"]}
    assert set(known) == {toml.parent.name for toml in ROOT.glob("templates/*/edition.toml")}
    assert all(Path(each["folder"]).is_relative_to(elsewhere / "env") for each in known.values())


def test_demo(elsewhere: Path) -> None:
    shown = run([_program(elsewhere, "xlperf"), "demo", "--out", "演示"], elsewhere)
    assert shown.returncode == 0, shown.stderr
    records = json.loads((elsewhere / "演示" / "记录.json").read_text(encoding="utf-8"))
    published = {example.parent.name for example in ROOT.glob("templates/*/example.*")}
    assert {form["edition"] for form in records["forms"]} == published
    assert "共 5 个文件：37 张表，409 条指标" in shown.stdout
    assert (elsewhere / "演示" / "清单.xlsx").read_bytes().startswith(b"PK")


def test_every_package_is_in_the_wheel() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(settings["options"]["packages"].split())
    written = {init.parent for init in (ROOT / "xlperf").rglob("__init__.py")}
    there = {".".join(folder.relative_to(ROOT).parts) for folder in written}
    assert listed == there | {"xlperf.templates", "xlperf.macros"}
