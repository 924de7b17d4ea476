"""Lines and heights of wrapped text, beside what LibreOffice fits rows to."""

from __future__ import annotations

import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from support.office import convert_all

from xlperf.ooxml.columns import Columns
from xlperf.ooxml.fonts import Font, Setting
from xlperf.ooxml.lettering import lettering
from xlperf.templating.heights import lines, needed_by, stretched

_SONG, _KAI = "AR PL SungtiL GB", "AR PL KaitiM GB"  # as wide as 宋体 and 楷体, and free
_SONG_11 = Font("宋体", 11)
_PROSE = (
    "为做好全区困难职工帮扶工作，根据《关于加强解困脱困工作的意见》（沪工发〔2023〕12号）要求，"
    "按照“精准识别、分类施策”的原则；对建档立卡的职工开展生活救助、医疗救助等帮扶，确保资金及时、"
    "足额发放。全年走访慰问不少于3000人次，满意度达到95%以上：提升职工获得感！培训场次≥12场，"
)
_LATIN = "online service platform GB/T 19001-2016 Excel WPS Office maintenance 12,345.67 95% APP"
#: rows of a sheet that LibreOffice fits to their text
_MOST_ROWS = 200
_MOST_LINES = 30


def _plain(chance: random.Random, length: int) -> str:
    characters = [char for char in _PROSE if "\u4e00" <= char <= "\u9fff"]
    return "".join(chance.choices(characters, k=length))


def _prose(chance: random.Random, length: int) -> str:
    start = chance.randrange(len(_PROSE))
    return (_PROSE * 4)[start : start + length]


def _mixed(chance: random.Random, length: int) -> str:
    text = ""
    while len(text) < length:
        words = " ".join(chance.choices(_LATIN.split(), k=chance.randint(1, 3)))
        text += chance.choice([f" {words} ", words, _prose(chance, chance.randint(2, 12))])
    return text[:length].strip() or "一"


_KINDS = (_plain, _prose, _mixed)
_SIZES = (9, 10.5, 11, 12, 14)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, float, int, str, int]]:
    """Kind, size, pixels, text and lines of many texts, as LibreOffice has them."""
    folder = tmp_path_factory.mktemp("heights")
    chance = random.Random(7)
    sheets = [
        (kind, size, width, [_text(kind, chance, width, size) for _ in range(90)])
        for width in (9.14, 13.3, 18.0, 28.0, 45.7, 60.0)
        for size in _SIZES
        for kind in _KINDS
    ]
    path = folder / "texts.xlsx"
    _write(path, [(width, size, texts) for _, size, width, texts in sheets])
    heights = _fitted(path, folder)
    found = []
    for (kind, size, width, texts), rows in zip(sheets, heights, strict=True):
        counted = {height: index + 1 for index, height in enumerate(rows[:_MOST_LINES])}
        pixels = Columns(f'<col min="1" max="1" width="{width}"/>', _SONG_11).across(1, 1)
        for text, height in zip(texts, rows[_MOST_LINES:], strict=True):
            if height in counted:
                found.append((kind.__name__, size, pixels, text, counted[height]))
    return found


def _text(
    kind: Callable[[random.Random, int], str], chance: random.Random, width: float, size: float
) -> str:
    """Of at most as many lines as can be told from a height."""
    return kind(chance, chance.randint(1, min(150, int(width * 110 / size))))


def _write(path: Path, sheets: Sequence[tuple[float, float, list[str]]]) -> None:
    """Each sheet begins with texts of known lines: 1, 2, 3, …"""
    book = xlsxwriter.Workbook(
        path, {"default_format_properties": {"font_name": _SONG, "font_size": 11}}
    )
    for width, size, texts in sheets:
        sheet = book.add_worksheet()
        name = _KAI if size == 12 else _SONG
        style = book.add_format({"font_name": name, "font_size": size, "text_wrap": True})
        sheet.set_column(0, 0, width - 0.71)  # it adds the margins
        known = ["\n".join("一" * count) for count in range(1, _MOST_LINES + 1)]
        assert len(known) + len(texts) <= _MOST_ROWS
        for row, text in enumerate(known + texts):
            sheet.write_string(row, 0, text, style)
    book.close()


def _fitted(path: Path, folder: Path) -> list[list[float]]:
    """By sheet and row; only a document of its own makes LibreOffice fit the rows."""
    (own,) = convert_all([path], "ods", folder)
    outdir = folder / "fitted"
    outdir.mkdir()
    (written,) = convert_all([own], "xlsx", outdir)
    with zipfile.ZipFile(written) as package:
        parts = [name for name in package.namelist() if "worksheets/sheet" in name]
        parts.sort(key=lambda name: int(re.sub(r"\D", "", name)))
        return [
            [float(found) for found in re.findall(r'<row [^>]*?ht="([0-9.]+)"', text)]
            for text in (package.read(name).decode() for name in parts)
        ]


def _differences(
    fitted: list[tuple[str, float, int, str, int]], kind: str, least: float
) -> Counter[int]:
    """By how many lines it is more than LibreOffice has, where a line has so many characters."""
    found: Counter[int] = Counter()
    for name, size, pixels, text, counted in fitted:
        letters = lettering(Font("宋体", size))
        room = pixels - 5
        if name == kind and room / letters.full >= least:
            found[lines(text, letters, room) - counted] += 1
    return found


@pytest.mark.parametrize(
    ("kind", "least", "exact", "fewer"),
    [
        ("_plain", 3, 0.96, 0.0),
        ("_prose", 3, 0.85, 0.01),
        ("_mixed", 3, 0.90, 0.015),
        ("_prose", 12, 0.95, 0.005),
        ("_mixed", 12, 0.95, 0.005),
    ],
)
def test_lines_are_those_of_libreoffice_and_hardly_ever_fewer(
    fitted: list[tuple[str, float, int, str, int]],
    kind: str,
    least: float,
    exact: float,
    fewer: float,
) -> None:
    """It lets a comma hang over the edge, where others take it to the next line."""
    found = _differences(fitted, kind, least)
    total = sum(found.values())
    assert total > 700
    assert found[0] / total >= exact, found
    assert sum(count for difference, count in found.items() if difference < 0) <= fewer * total
    assert sum(count for difference, count in found.items() if abs(difference) > 1) <= 0.02 * total


def test_heights_are_enough_for_libreoffice(
    fitted: list[tuple[str, float, int, str, int]],
) -> None:
    """A line of it takes 1.02 times its letters, and the first a little more."""
    short = 0
    for _, size, pixels, text, counted in fitted:
        needed = needed_by(Setting(Font("宋体", size), wraps=True, indent=0), pixels)(text)
        if counted > 1:
            short += needed < 1.02 * size * counted + 1.7
    assert short <= 0.002 * len(fitted)


def _needed(
    text: str, pixels: int, *, bold: bool = False, indent: int = 0, wraps: bool = True
) -> float:
    return needed_by(Setting(Font("宋体", 12, bold), wraps, indent), pixels)(text)


def test_what_fits_one_line_asks_for_nothing() -> None:
    assert _needed("一二三四五", 85) == 0
    assert _needed("", 85) == 0
    assert _needed("abcdefghij", 85) == 0
    assert _needed("一二三四五六", 85, wraps=False) == 0
    assert _needed("一二三四五六", 85) == 2 * 14.25


def test_hard_line_breaks_and_blank_lines_count() -> None:
    assert _needed("一\n二", 200) == 2 * 14.25
    assert _needed("一\n\n二\n", 200) == 4 * 14.25


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("一二三四五", 1),
        ("一二三四，五", 2),
        ("一二三四五，", 2),  # the comma takes 五 along
        ("一二三四（五）", 2),  # the bracket goes on with what it opens
        ("一二三四 abc", 2),
        ("一二三四五          ", 1),  # spaces hang over the edge
        ("ab cdefghijklmn", 3),  # a word longer than a line is torn
        ("abc-defghij", 2),
        ("abcdefghijabcdefghijab", 3),
    ],
)
def test_lines_end_where_words_do(text: str, count: int) -> None:
    assert lines(text, lettering(Font("宋体", 12)), 80.0) == count


def test_bold_and_indented_texts_have_less_room() -> None:
    text = "一二三四五六七八九十"
    assert _needed(text, 165) == 0
    assert _needed(text, 165, bold=True) == 2 * 14.25
    assert _needed(text, 165, indent=1) == 2 * 14.25


def test_a_column_narrower_than_a_letter_still_ends() -> None:
    assert _needed("一二三ab", 3) == 4 * 14.25


def test_rows_beneath_a_block_share_what_is_missing() -> None:
    assert stretched([20.0, 20.0], 30) == [20.0, 20.0]
    assert stretched([20.0, 20.0, 20.0], 63) == [21.5, 20.75, 20.75]
    assert sum(stretched([13.5, 40.0], 409.3)) >= 409.3
