"""What tests of several rooms share."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Convert = Callable[[Path, str, Path], Path]


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """`convert(path, "xlsx", outdir) -> Path` through LibreOffice, in a profile of its own.

    Without LibreOffice the test is skipped, unless XLPERF_REQUIRE_LIVE=1 forbids skipping.
    """
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("XLPERF_REQUIRE_LIVE") == "1":
            pytest.fail("soffice is not installed, and XLPERF_REQUIRE_LIVE=1 forbids skipping")
        pytest.skip("soffice is not installed")
    profile = tmp_path_factory.mktemp("soffice-profile")

    def run(path: Path, to: str, outdir: Path) -> Path:
        command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}"]
        command += ["--convert-to", to, "--outdir", str(outdir), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        written = outdir / f"{path.stem}.{to.partition(':')[0]}"
        assert written.is_file(), f"soffice wrote no {written.name}: {done.stdout}{done.stderr}"
        return written

    return run
