"""The manual's pictures: a terminal and a workbook of one real run of the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont
from rich.cells import cell_len

from xlperf.editions import Edition, load_library

PICTURES = Path(__file__).resolve().parent / "pictures"
_COLUMNS = 108
_DOTS_PER_INCH = 110
_CELL_WIDTH, _CELL_HEIGHT, _MARGIN = 9, 22, 16
_PAPER, _INK = "#1e1e1e", "#e4e4e4"
#: Debian has no 宋体, but a free font of the same widths
_SONG = "AR PL SungtiL GB"
_FONTS = f"""<?xml version="1.0"?>
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <test name="family"><string>宋体</string></test>
    <edit name="family" mode="assign" binding="same"><string>{_SONG}</string></edit>
  </match>
</fontconfig>
"""


def draw_all() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _fill_inbox(folder / "收件")
        said = _run(folder, "read", "收件", "-o", "清单.xlsx")
        _terminal(said.splitlines()).save(PICTURES / "read.png", optimize=True)
        pages = zip(_pages(folder / "清单.xlsx"), ("forms", "forms-more"), strict=False)
        for page, picture in pages:
            _trimmed(page).save(PICTURES / f"{picture}.png", optimize=True)
        for edition in _published():
            page = next(_pages(_filled(folder / edition.key, edition)))
            _trimmed(page).save(PICTURES / f"{edition.key}.png", optimize=True)


def _published() -> list[Edition]:
    return [each for _, each in sorted(load_library().editions.items()) if each.example]


def _filled(folder: Path, edition: Edition) -> Path:
    """The shortest of an edition's published forms, as a locked workbook."""
    folder.mkdir()
    _run(folder, "fill", str(edition.example), "--edition", edition.key, "-o", "下发")
    return min((folder / "下发").iterdir(), key=lambda path: path.stat().st_size)


def _fill_inbox(folder: Path) -> None:
    """Two published documents and a file that was cut off on its way."""
    folder.mkdir()
    examples = [edition.example for edition in _published() if edition.example is not None]
    for path in sorted(examples, key=lambda path: path.stat().st_size)[:2]:
        shutil.copyfile(path, folder / f"{path.parent.name}{path.suffix}")
    (folder / "退管工作.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))


def _run(folder: Path, *arguments: str) -> str:
    """What a terminal shows of the command."""
    done = subprocess.run(
        [sys.executable, "-m", "xlperf", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | {"COLUMNS": str(_COLUMNS)},
        check=False,  # a refused file is part of the picture
    )
    return f"$ xlperf {' '.join(arguments)}\n\n{done.stdout}"


def _terminal(lines: list[str]) -> Image.Image:
    """Each character in its own cell, or two for a Chinese one, as a terminal draws it."""
    wide, narrow = _font(_SONG, 2 * _CELL_WIDTH), _font("DejaVu Sans Mono", 15)
    size = (
        _COLUMNS * _CELL_WIDTH + 2 * _MARGIN,
        len(lines) * _CELL_HEIGHT + 2 * _MARGIN,
    )
    picture = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        column = 0
        for character in line:
            at = (_MARGIN + column * _CELL_WIDTH, _MARGIN + row * _CELL_HEIGHT)
            cells = cell_len(character)
            pen.text(at, character, font=wide if cells == 2 else narrow, fill=_INK)
            column += cells
    return picture.quantize(16)


def _trimmed(page: Path) -> Image.Image:
    """Without the paper around what is printed."""
    picture = Image.open(page).convert("RGB")
    left, top, right, bottom = ImageChops.invert(picture).getbbox() or (0, 0, 1, 1)
    frame = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
    return picture.crop(frame).quantize(32)


def _font(family: str, size: int) -> ImageFont.FreeTypeFont:
    asked = ["fc-match", "--format", "%{file}", family]
    found = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return ImageFont.truetype(found, size)


def _pages(book: Path) -> Iterator[Path]:
    """The workbook as a printer would show it."""
    folder = book.parent
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", folder, book],
        check=True,
        capture_output=True,
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
    )
    printed = ["pdftoppm", "-r", str(_DOTS_PER_INCH), "-png", book.with_suffix(".pdf")]
    subprocess.run([*printed, folder / "page"], check=True)
    yield from sorted(folder.glob("page*.png"))
