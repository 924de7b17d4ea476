"""Rows and cells of an output: what the template had is kept, what tags gave is in its place."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from support.assembled import (
    compiled,
    contents,
    filled,
    merged,
    opened,
    sheet_xml,
    template,
    with_rows,
)
from support.office import convert_all
from support.opened import Package
from support.packages import repacked
from support.repair import repair_causes

from xlperf.ooxml.protection import Password
from xlperf.templating import Template, TemplateFaults

_LOOP = {"A1": "{%tr for r in rows %}", "A2": "{{ r }}", "B2": "=A2*2", "A3": "{%tr endfor %}"}


def _render(data: bytes, **context: object) -> bytes:
    return Template.compile(data, "样表.xlsx").render(context)


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_what_stands_below_a_loop_moves_with_it(count: int) -> None:
    cells = {**_LOOP, "A4": "合计", "B4": "=SUM(B2)", "A6": 1.5, "B6": True, "C6": "=A6+B4"}
    found = contents(filled(cells, {"rows": list(range(count))}))
    expected = {f"A{row}": row - 1 for row in range(1, count + 1)}
    expected |= {f"B{row}": f"=A{row}*2" for row in range(1, count + 1)}
    total = "SUM(B1048576)" if not count else "SUM(B1)" if count == 1 else f"SUM(B1:B{count})"
    rest = {f"A{count + 1}": "合计", f"B{count + 1}": f"={total}", f"A{count + 3}": 1.5}
    rest |= {f"B{count + 3}": True, f"C{count + 3}": f"=A{count + 3}+B{count + 1}"}
    assert found == {**expected, **rest}


def test_values_of_formulas_are_there_for_readers_that_do_not_calculate() -> None:
    cells = {**_LOOP, "A4": "=SUM(B2)", "B4": '=IF(A4>5,"多","少")', "C4": "=1/0", "D4": "=A4>5"}
    found = contents(filled(cells, {"rows": [1, 2]}), values=True)
    assert [found[ref] for ref in ("B1", "B2", "A3", "B3", "C3", "D3")] == [
        *(2, 4, 6, "多", "#DIV/0!", True)
    ]


def test_rows_keep_their_attributes() -> None:
    rows = (
        '<row r="1" s="0" customFormat="1" ht="31.5" customHeight="1" outlineLevel="1" '
        'collapsed="1" hidden="1" thickTop="1"><c r="A1" t="inlineStr"><is><t>{{ x }}</t></is></c>'
        '</row><row r="2" ht="20"/>'
    )
    text = sheet_xml(_render(with_rows(rows), x="一"))
    assert (
        '<row r="1" s="0" customFormat="1" outlineLevel="1" collapsed="1" hidden="1" thickTop="1" '
        'ht="31.5" customHeight="1">'
    ) in text
    assert '<row r="2" ht="20"/>' in text


def test_cells_are_kept_as_they_are_written() -> None:
    kept = (
        '<c r="{c}2" s="0" cm="1" vm="1"><v>1</v></c>',
        '<c r="{c}2" t="e"><v>#N/A</v></c>',
        '<c r="{c}2" t="b"><v>0</v></c>',
        '<c r="{c}2"><v>1.10</v></c>',
        '<c r="{c}2" t="inlineStr"><is><r><rPr><b/></rPr><t>100%</t></r><r><t> %s</t></r></is></c>',
        '<c r="{c}2" t="str"><v>直接写的</v></c>',
        '<c r="{c}2" t="d"><v>2026-01-02</v></c>',
        '<c r="{c}2" s="0"/>',
    )
    cells = "".join(
        each.replace("{c}", letter) for each, letter in zip(kept, "BCDEFGHI", strict=True)
    )
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>{%tr for r in rows %}</t></is></c></row>'
        f'<row r="2"><c r="A2" t="inlineStr"><is><t>{{{{ r }}}}</t></is></c>{cells}</row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>{%tr endfor %}</t></is></c></row>'
    )
    text = sheet_xml(_render(with_rows(rows), rows=["甲", "乙"]))
    for number in (1, 2):
        moved = cells.replace('2"', f'{number}"').replace("2026-01-0" + f'{number}"', '2026-01-02"')
        for cell in moved.split("<c ")[1:]:
            assert f"<c {cell}".replace(' s="0"', "") in text.replace(' s="0"', "")


def test_cells_without_a_place_follow_those_before() -> None:
    rows = (
        '<row><c t="inlineStr"><is><t>{%tr for r in rows %}</t></is></c></row>'
        '<row><c><v>7</v></c><c t="inlineStr"><is><t>{{ r }}</t></is></c></row>'
        '<row><c t="inlineStr"><is><t>{%tr endfor %}</t></is></c></row><row><c><v>8</v></c></row>'
    )
    found = contents(_render(with_rows(rows), rows=["甲", "乙"]))
    assert found == {"A1": 7, "B1": "甲", "A2": 7, "B2": "乙", "A3": 8}


def test_formatted_text_stays_formatted_and_its_tags_are_understood() -> None:
    rich = "<si><r><rPr><b/></rPr><t>红</t></r><r><t>黑</t></r></si>"
    tagged = "<si><r><rPr><b/></rPr><t>{{ </t></r><r><t>x }}</t></r></si>"
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + rich
        + tagged
        + "</sst>"
    )
    data = template({"A1": "甲", "B1": "乙"})
    written = _render(repacked(data, {"xl/sharedStrings.xml": strings}), x="好")
    assert contents(written) == {"A1": "红黑", "B1": "好"}
    table = Package(written).parts["xl/sharedStrings.xml"].decode()
    assert rich in table
    assert "x }}" not in table


def test_a_text_that_a_tag_shares_with_another_cell_stays() -> None:
    data = template(
        {"A1": "{%tr if yes %}", "A2": "{{ x }}", "A3": "{%tr endif %}"},
        more={"静": {"A1": "{{ x }}"}},
    )
    written = _render(data, yes=False, x=1)
    assert contents(written, "静") == {"A1": 1}
    assert b"{{" not in Package(written).parts["xl/sharedStrings.xml"]


def test_array_formulas_take_their_frame_along() -> None:
    cells = {**_LOOP, "A4": "小计"}

    def arrays(sheet: object) -> None:
        sheet.write_array_formula("C2:D2", "{=A2:B2*2}")  # type: ignore[attr-defined]
        sheet.write_array_formula("C4:C4", "{=SUM(A2:A2*B2:B2)}")  # type: ignore[attr-defined]

    data = filled(cells, {"rows": [1, 2, 3]}, change=arrays)
    text = sheet_xml(data)
    assert '<f t="array" ref="C2:D2">A2:B2*2</f><v>4</v>' in text
    assert '<f t="array" ref="C4">SUM(A1:A3*B1:B3)</f><v>28</v>' in text or (
        '<f t="array" ref="C4:C4">SUM(A1:A3*B1:B3)</f><v>28</v>' in text
    )


def test_a_data_table_takes_its_cells_along() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>{%tr for r in rows %}</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>{{ r }}</t></is></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>{%tr endfor %}</t></is></c></row>'
        '<row r="4"><c r="B4"><v>1</v></c></row><row r="5"><c r="B5">'
        '<f t="dataTable" ref="B5:B6" dt2D="0" dtr="0" r1="B4"/><v>2</v></c></row>'
        '<row r="6"><c r="B6"><v>3</v></c></row>'
    )
    text = sheet_xml(_render(with_rows(rows), rows=[1, 2, 3, 4]))
    assert '<f t="dataTable" dt2D="0" dtr="0" ref="B6:B7" r1="B5"/>' in text


def test_blank_rows_beneath_the_content_move_as_a_whole() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>{%tr for r in rows %}</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>{{ r }}</t></is></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>{%tr endfor %}</t></is></c></row>'
        '<row r="9" ht="40" customHeight="1"><c r="A9" s="0"/></row><row r="1048576" hidden="1"/>'
    )
    template_ = Template.compile(with_rows(rows), "样表.xlsx")
    text = sheet_xml(template_.render({"rows": [1] * 5}))
    assert '<row r="11" ht="40" customHeight="1"><c r="A11"/></row>' in text.replace(' s="0"', "")
    assert "1048578" not in text
    assert '<row r="1048573" hidden="1"/>' in sheet_xml(template_.render({"rows": []}))


def test_types_stay_and_formats_are_the_templates() -> None:
    cells = {f"{column}1": f"{{{{ v.{column} }}}}" for column in "abcdefg"}
    cells = {ref.upper(): tag for ref, tag in cells.items()}
    values = {
        "a": "文字",
        "b": 12,
        "c": Decimal("1.50"),
        "d": date(2026, 11, 20),
        "e": True,
        "f": None,
        "g": 0.25,
    }
    found = opened(filled(cells, {"v": values}, formats={"G1": "0.0%", "D1": "yyyy/m"}))
    assert [found[f"{column}1"].value for column in "ABC"] == ["文字", 12, 1.5]
    assert found["D1"].value.date() == date(2026, 11, 20)
    assert (found["D1"].number_format, found["G1"].number_format) == ("yyyy/m", "0.0%")
    assert found["E1"].value is True
    assert found["F1"].value is None


def test_a_figure_may_show_the_decimals_it_has() -> None:
    cells = {"A1": "{{ a | as_filled }}", "B1": "{{ b | as_filled }}", "C1": "{{ c | as_filled }}"}
    values = {"a": Decimal("1.50"), "b": Decimal("0.12345"), "c": Decimal("7")}
    found = opened(filled(cells, values, formats={"B1": "0.0%", "C1": "#,##0.00"}))
    shown = [found[ref].number_format for ref in ("A1", "B1", "C1")]
    assert shown == ["0.00", "0.000%", "#,##0"]


def test_text_stays_text_whatever_it_looks_like() -> None:
    texts = [
        "=1+1",
        "+86",
        "-",
        "@x",
        " 前",
        "a<b&c",
        "a\x0bb",
        "",
        "\n",
        "第%s页",
        "{{ x }}",
    ]
    found = opened(filled({**_LOOP, "B2": "x"}, {"rows": texts}))
    back = [found.cell(row, 1) for row in range(1, len(texts) + 1)]
    assert [cell.data_type for cell in back if cell.value is not None] == ["s"] * (len(texts) - 1)
    assert [cell.value for cell in back] == [
        text.replace("\x0b", "_x000B_") or None for text in texts
    ]
    assert [cell.quotePrefix for cell in back[:4]] == [True] * 4


def test_the_stylesheet_changes_only_where_a_value_asks_for_it() -> None:
    ready = compiled({"A1": "{{ x }}"})
    before = Package(template({"A1": "{{ x }}"})).parts["xl/styles.xml"]
    assert Package(ready.render({"x": "平常"})).parts["xl/styles.xml"] == before
    assert Package(ready.render({"x": "=怪"})).parts["xl/styles.xml"] != before
    assert Package(ready.render({"x": "平常"})).parts["xl/styles.xml"] == before


def test_numbers_that_a_spreadsheet_would_change_stay_as_text() -> None:
    found = contents(
        filled(_LOOP, {"rows": [310115200001012345, Decimal("1234567890123456.5"), 10**14]})
    )
    assert [found[f"A{row}"] for row in (1, 2, 3)] == [
        *("310115200001012345", "1234567890123456.5", 10**14)
    ]


def test_texts_in_formulas_stay_texts() -> None:
    cells = {"A1": '=HYPERLINK("#\'{{ sheet }}\'!A1","{{ name }}")', "B1": '=LEN("{{ name }}")'}
    name = '说"明"' + "长" * 300
    data = filled(cells, {"sheet": "a'b", "name": name})
    text = contents(data)["A1"]
    assert '说""明""' in text
    parts = re.findall(r'"((?:[^"]|"")*)"', text)
    assert max(len(part.replace('""', '"')) for part in parts) == 255
    assert contents(data, values=True) == {"A1": name, "B1": len(name)}


def test_a_formula_that_would_be_too_long_is_a_fault() -> None:
    ready = compiled({"B2": '="{{ x }}"&"元"'})
    assert contents(ready.render({"x": "长" * 8000}), values=True)["B2"] == "长" * 8000 + "元"
    with pytest.raises(TemplateFaults, match=r"B2：公式填好以后有 \d+ 个字符"):
        ready.render({"x": "长" * 8200})


def test_a_password_reaches_sheets_without_tags() -> None:
    cells = {"A1": "定", "A2": "=1+1"}
    data = template(cells, change=lambda sheet: sheet.protect(), more={"动": {"A1": "{{ x }}"}})
    ready = Template.compile(data, "样表.xlsx")
    assert sheet_xml(ready.render({"x": 1})) == sheet_xml(data)
    locked = ready.render({"x": 1}, password=Password.hashed("密码", spins=3))
    assert repair_causes(locked) == []
    assert 'algorithmName="SHA-512"' in sheet_xml(locked)
    assert contents(locked) == cells


def test_a_row_that_vanishes_leaves_nothing_behind() -> None:
    cells = {
        "A1": "上",
        "A2": "{%tr if x %}",
        "A3": "{{ x }}",
        "B3": "=A3",
        "A4": "{%tr endif %}",
        "A5": "=A3",
        "B5": "=SUM(A3:B3)",
    }
    assert contents(filled(cells, {"x": 3}, merges=["C3:D3"])) == {
        "A1": "上",
        "A2": 3,
        "B2": "=A2",
        "A3": "=A2",
        "B3": "=SUM(A2:B2)",
    }
    gone = filled(cells, {"x": 0}, merges=["C3:D3"])
    assert contents(gone) == {"A1": "上", "A2": "=A1048576", "B2": "=SUM(A1048576:B1048576)"}
    assert merged(gone) == set()


def test_the_same_goes_in_and_the_same_comes_out() -> None:
    """Whatever is kept between outputs, each is as if it were the first."""
    cells = {
        "A1": "{{ title }}",
        "A2": "{%tr for r in rows %}",
        "A3": "{{ r.a | merge }}",
        "B3": "{{ r.b }}",
        "C3": '=B3&"{{ title }}"',
        "A4": "{%tr endfor %}",
        "C5": "=COUNTA(B3)",
    }
    data = template(cells, wrapped=["B3"], merges=["D3:E3", "A5:B6"])
    kept = Template.compile(data, "样表.xlsx")
    contexts = [
        {"title": "甲", "rows": [{"a": 1, "b": "x"}, {"a": 1, "b": "=y"}]},
        {"title": "乙", "rows": [{"a": 1, "b": "x"}, {"a": 2, "b": None}]},
        {"title": "", "rows": [{"a": None, "b": "长" * 3000}, {"a": None, "b": Decimal("1.5")}]},
        {"title": "丙", "rows": []},
        {"title": "-", "rows": [{"a": "a", "b": "x\ny"}, {"a": "a", "b": 3}]},
    ]
    for context in [*contexts, *reversed(contexts)]:
        assert kept.render(context) == Template.compile(data, "样表.xlsx").render(context)


@pytest.mark.parametrize("program", ["openpyxl", "libreoffice", "prefixes"])
def test_a_template_saved_by_another_program_gives_the_same(program: str, tmp_path: Path) -> None:
    cells = {**_LOOP, "C2": "{{ r }}元", "A4": "=SUM(B2)", "C4": "100%", "D4": 0.1}
    data = template(cells, merges=["C4:C5"])
    if program == "openpyxl":
        file = io.BytesIO()
        openpyxl.load_workbook(io.BytesIO(data)).save(file)
        saved = file.getvalue()
    elif program == "libreoffice":
        (tmp_path / "in.xlsx").write_bytes(data)
        (out,) = convert_all([tmp_path / "in.xlsx"], "xlsx", tmp_path / "out")
        saved = out.read_bytes()
    else:
        name = "xl/worksheets/sheet1.xml"
        text = sheet_xml(data).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
        saved = repacked(data, {name: text.replace("xmlns=", "xmlns:x=")})
    for rows in ([], [1], [1, 2, 3]):
        one, other = _render(data, rows=rows), _render(saved, rows=rows)
        assert contents(one) == contents(other)
        assert contents(one, values=True) == contents(other, values=True)
        assert merged(one) == merged(other)


def test_more_rows_than_a_sheet_has_are_a_fault() -> None:
    with pytest.raises(TemplateFaults, match=r"一个工作表|循环"):
        compiled({"A1": "{%tr for r in rows %}", "A2": "{{ r }}", "A3": "{%tr endfor %}"}).render(
            {"rows": range(1_100_000)}
        )
