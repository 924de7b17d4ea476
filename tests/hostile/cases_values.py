"""What stands in the cells: numbers, dates, errors and characters as people really type them."""

from __future__ import annotations

from forge_docx import docx_parts
from forge_pdf import pdf_of
from forge_sheet import AMOUNT, DATE, PERCENT, PLAIN, Book, Sheet, formula, number, sheet_of, text
from forge_zip import zipped
from hostile_form import NAME, TOTAL, UNIT, form
from hostile_registry import Make, files
from support.writers import as_csv_gbk, as_html, as_text

_SHEET = sheet_of(form())
_CARRIED = "6,000.00"
_START, _END = "2026-01-01", "2026-12-31"


def _one(sheet: Sheet, properties: str = "") -> bytes:
    return Book((sheet,), properties=properties).bytes()


def _typed(old: str, new: str) -> Make:
    return lambda: _one(sheet_of(form((old, new))))


def _cell(old: str, cell: str) -> Make:
    return lambda: _one(_SHEET.swap(old, cell))


def _raw_text(old: str, inner: str) -> Make:
    """Written as it is, without escaping."""
    return _cell(old, f't="inlineStr"><is><t>{inner}</t></is>')


def _annual_total(cell: str) -> Make:
    """The amount at the right; the one at the left reads the same and stays."""
    return lambda: _one(_SHEET.swap(TOTAL, cell, nth=1))


def _dates(start: str, end: str, properties: str = "") -> Make:
    return lambda: _one(_SHEET.swap(_START, start).swap(_END, end), properties)


def _raw_control() -> bytes:
    parts = Book((_SHEET,)).parts()
    key = "xl/worksheets/sheet1.xml"
    return zipped({**parts, key: parts[key].replace(NAME.encode(), b"a\x01b")})


_RARE = "𠮷田㐂䶮小学"
_1904 = '<workbookPr date1904="1"/>'

files(
    {
        # a formula where a value is expected, and text that looks like one
        "formula-as-amount.xlsx": _annual_total(formula("H7+H8+H9", "336422.5")),
        "formula-as-target.xlsx": _cell(
            "≥120.00(件)", formula('"≥"&10*12&"(件)"', "≥120(件)", "str")
        ),
        "text-like-formulas.xlsx": lambda: _one(
            sheet_of(
                form(
                    ("≥120.00(件)", "=cmd|'/C calc'!A0"),
                    ("=12.00(场)", "+12场"),
                    ("=100.00(%)", "-1%以内"),
                    ("每季度", "@SUM(1+1)"),
                )
            )
        ),
        "text-like-formulas.csv": lambda: as_csv_gbk(
            form(("≥120.00(件)", "=cmd|'/C calc'!A0"), ("每季度", "@SUM(1+1)"))
        ),
        # numbers
        "numbers-as-numbers.xlsx": lambda: _one(
            _SHEET.swap(TOTAL, number("336422.5", AMOUNT))
            .swap(TOTAL, number("336422.5", AMOUNT))
            .swap(_CARRIED, number("6000", AMOUNT))
        ),
        "number-with-float-noise.xlsx": _annual_total(number("336422.50000000006", AMOUNT)),
        "number-unformatted.xlsx": _annual_total(number("336422.5", PLAIN)),
        "number-in-scientific.xlsx": _annual_total(number("3.364225E5", AMOUNT)),
        "number-as-text.xlsx": _annual_total(text("336422.50")),
        "number-full-width.xlsx": _annual_total(text("１２３．５")),
        "number-with-commas.xlsx": _annual_total(text("1,234.50")),
        "number-with-yuan-sign.xlsx": _annual_total(text("￥336,422.50")),
        "number-in-ten-thousands.xlsx": _annual_total(text("2000万")),
        "number-in-brackets.xlsx": _annual_total(text("（5）")),
        "number-in-words.xlsx": _annual_total(text("叁拾叁万元整")),
        "number-blank.xlsx": _annual_total(f's="{AMOUNT}">'),
        "number-only-a-dash.xlsx": _annual_total(text("—")),
        "percent-as-number.xlsx": _cell("=100.00(%)", number("0.9886", PERCENT)),
        # dates
        "dates-in-chinese.xlsx": lambda: _one(
            sheet_of(form((_START, "2026年1月1日"), (_END, "2026 年 12 月 31 日")))
        ),
        "dates-with-dots.xlsx": lambda: _one(
            sheet_of(form((_START, "2026.1.1"), (_END, "2026/12/31")))
        ),
        "dates-as-serials.xlsx": _dates(number(46023, DATE), number(46387, DATE)),
        "dates-as-bare-serials.xlsx": _dates(number(46023), number(46387)),
        "dates-in-1904-system.xlsx": _dates(number(44561, DATE), number(44925, DATE), _1904),
        "dates-impossible.xlsx": lambda: _one(
            sheet_of(form((_START, "2026-02-30"), (_END, "年底前")))
        ),
        "serial-out-of-range.xlsx": _dates(number(99999999, DATE), number(-5, DATE)),
        # errors
        "error-value.xlsx": _annual_total('t="e"><v>#REF!</v>'),
        "error-formula.xlsx": _annual_total('t="e"><f>SUM(#REF!)</f><v>#REF!</v>'),
        "error-in-a-target.xlsx": _cell("≥120.00(件)", 't="e"><v>#VALUE!</v>'),
        "formula-never-calculated.xlsx": _annual_total(formula("SUM(H7:H9)", None)),
        "style-out-of-range.xlsx": _annual_total(number("336422.5", 999)),
        "shared-string-out-of-range.xlsx": _annual_total('t="s"><v>99999</v>'),
        "number-that-is-none.xlsx": _annual_total("><v>abc</v>"),
        "number-infinite.xlsx": _annual_total("><v>1E999</v>"),
        # characters
        "rare-characters.xlsx": _typed(UNIT, _RARE),
        "rare-characters.docx": lambda: zipped(docx_parts(form((UNIT, _RARE)))),
        "rare-characters.csv": lambda: as_csv_gbk(form((UNIT, _RARE))),
        "rare-characters.html": lambda: as_html(form((UNIT, _RARE))),
        "rare-characters.pdf": lambda: pdf_of(form((UNIT, "㐂䶮小学"))),
        "private-use-characters.xlsx": _typed(UNIT, "\ue863\ue1f0小学"),
        "compatibility-characters.xlsx": _typed(NAME, "①号项目㎡㈠ﬁ"),
        "decomposed-characters.xlsx": _typed(NAME, "Cafe\u0301 项目"),
        "control-characters.xlsx": _raw_text(NAME, "职工_x0001_法律_x0007_援助"),
        "carriage-return-escapes.xlsx": _raw_text(NAME, "职工法律援助_x000D_\n补贴"),
        "escaped-escape.xlsx": _raw_text(NAME, "编号_x005F_x000D_项目"),
        "raw-control-character.xlsx": _raw_control,
        "zero-width-and-bidi.xlsx": _typed(NAME, "职工\u200b法律\u202e援助\u202c补贴\ufeff"),
        "non-breaking-spaces.xlsx": _typed(TOTAL, "\xa0336,422.50\u3000"),
        "html-tags-in-cells.xlsx": _typed(NAME, "<p>职工法律援助补贴</p>"),
        "markup-in-cells.xlsx": _typed(NAME, "a<b>&amp;\"'项目]]>"),
        "forty-thousand-characters.xlsx": _typed(NAME, "绩" * 40_000),
        "tabs-in-cells.txt": lambda: as_text(form()) + b"\t\t\n" * 2000,
    }
)
