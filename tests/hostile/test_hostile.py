"""Every hostile file ends as expected.toml says, in time and within its memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import make_files
import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
MOST_SECONDS = 10
MOST_MEGABYTES = 512
_EXPECTED = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
_FORM: dict[str, Any] = _EXPECTED["form"]
_FILES: dict[str, dict[str, Any]] = _EXPECTED["files"]
_NULL = "∅"
_NO_VALUES = ("schema", "source", "places", "raw", "notes", "total")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="measured by the resource module")


def test_every_file_has_an_entry_and_every_entry_a_file() -> None:
    assert sorted(make_files.FILES) == sorted(_FILES)


@pytest.mark.parametrize("name", sorted(_FILES))
def test_hostile(name: str, tmp_path: Path) -> None:
    path = make_files.make_file(name, tmp_path)
    before = path.read_bytes()
    report = _read(path)
    assert report["seconds"] <= MOST_SECONDS
    assert report["megabytes"] <= MOST_MEGABYTES
    _compare(report, _FILES[name])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    path.unlink()  # some are large, and pytest keeps the folders of three runs


def _read(path: Path) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "read_one.py"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _compare(report: dict[str, Any], expected: dict[str, Any]) -> None:
    if "refused" in expected:
        assert expected["refused"] in (report["refused"] or "accepted")
        assert report["forms"] == []
    else:
        assert report["refused"] is None
        _compare_forms(report["forms"], expected)
    if "refused" not in expected or "unread" in expected:
        assert report["unread"] == expected.get("unread", [])
    notes = expected.get("notes", [])
    assert len(report["notes"]) == len(notes), report["notes"]
    assert [part for part in notes if not any(part in note for note in report["notes"])] == []


def _compare_forms(forms: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    count = expected.get("forms", 1)
    changes = expected.get("changed", [{}] * count)
    assert [len(forms), len(changes)] == [count, count]
    for form, changed in zip(forms, changes, strict=True):
        wanted = {key: value for key, value in (_FORM | changed).items() if value != _NULL}
        found = dict(_values(form))
        for key, value in wanted.items():
            if isinstance(value, str) and value[:1] == "#" and value[1:].isdecimal():
                found[key] = f"#{len(found[key])}"
        assert found == wanted


def _values(form: dict[str, Any]) -> list[tuple[str, Any]]:
    """Each value that is not null under its path; an indicator on one line."""
    found: list[tuple[str, Any]] = []
    for key, value in form.items():
        if key == "indicators":
            found += [(f"indicators.{n}", _line(one)) for n, one in enumerate(value)]
        elif key not in _NO_VALUES:
            found += _flat(key, value)
    return found


def _line(indicator: dict[str, Any]) -> str:
    names = ("level1", "level2", "name", "target")
    line = "/".join(indicator[name] or _NULL for name in names)
    return f"{line} (ambiguous)" if indicator["ambiguous"] else line


def _flat(path: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in _flat(f"{path}.{key}", inner)]
    return [] if value is None else [(path, value)]
