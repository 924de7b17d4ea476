"""Many files through LibreOffice in one call: starting it takes longer than converting."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

#: what LibreOffice is told for each ending: a page opened for writing, not for the web
_FILTERS = {"docx": ["--infilter=HTML (StarWriter)"]}


def convert_all(paths: Iterable[Path], to: str, outdir: Path) -> list[Path]:
    """The files as `to` in `outdir`, in the order given; skips the test without LibreOffice."""
    files = list(paths)
    command = [_program(), "--headless", f"-env:UserInstallation={(outdir / 'profile').as_uri()}"]
    command += [*_FILTERS.get(to, []), "--convert-to", to, "--outdir", str(outdir)]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, timeout=600)
    written = [outdir / f"{path.stem}.{to}" for path in files]
    missing = [path.name for path in written if not path.is_file()]
    assert not missing, f"soffice wrote no {missing}: {done.stdout}{done.stderr}"
    return written


def _program() -> str:
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("XLPERF_REQUIRE_LIVE") == "1":
            pytest.fail("soffice is not installed, and XLPERF_REQUIRE_LIVE=1 forbids skipping")
        pytest.skip("soffice is not installed")
    return program
