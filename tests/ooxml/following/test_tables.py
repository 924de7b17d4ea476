"""Tables span the turns of their rows."""

from __future__ import annotations

from typing import Any

import pytest
from support.filled import changed, each_of, filled, made, only
from support.opened import Element, Package
from support.repair import repair_causes
from xlsxwriter.workbook import Workbook

from xlperf.templating import Template, TemplateFaults

_SHEET, _PART = "明细", "xl/tables/table1.xml"


def template(book: Workbook, **options: Any) -> None:
    sheet = book.add_worksheet(_SHEET)
    sheet.write("A2", "{%tr for row in rows %}")
    sheet.write("A4", "{%tr endfor %}")
    totals = options.get("total_row")
    columns = [{"header": "单位"}, {"header": "金额"}, {"header": "两倍"}]
    if totals:
        columns[0]["total_string"], columns[1]["total_function"] = "合计", "sum"
    sheet.add_table(0, 0, 4 if totals else 3, 2, {"name": "明细表", "columns": columns, **options})
    sheet.write_row("A3", ["{{ row.name }}", "{{ row.amount }}"])
    sheet.write("C3", "=明细表[[#This Row],[金额]]*2")
    sheet.write("A8", "=SUM(明细表[金额])")


def computed(package: Package, formula: str = "明细表[[#This Row],[金额]]*2") -> Package:
    """With a formula for the last column, which XlsxWriter would write beside the tags as well."""
    written = f"><calculatedColumnFormula>{formula}</calculatedColumnFormula></tableColumn>"
    last = '<tableColumn id="3" name="两倍"'
    return changed(package, _PART, (f"{last}/>", f"{last}{written}"))


def rows(count: int) -> list[dict[str, Any]]:
    return [{"name": f"单位{number}", "amount": number} for number in range(count)]


def table(package: Package, sheet: str = _SHEET) -> Element:
    return only(package, sheet, "table")


@pytest.mark.parametrize(("count", "last"), [(0, 2), (1, 2), (20, 21)])
def test_a_table_spans_its_rows_and_has_always_one(count: int, last: int) -> None:
    found = table(filled(computed(made(template)), rows=rows(count)))
    assert found.get("ref") == f"A1:C{last}"
    assert each_of(found, "autoFilter")[0].get("ref") == f"A1:C{last}"
    (formula,) = each_of(found, "calculatedColumnFormula")
    assert formula.text == "明细表[[#This Row],[金额]]*2"


@pytest.mark.parametrize(("count", "last", "totals"), [(0, 2, None), (1, 3, "1"), (9, 11, "1")])
def test_totals_stay_below(count: int, last: int, totals: str | None) -> None:
    package = filled(made(lambda book: template(book, total_row=True)), rows=rows(count))
    found = table(package)
    assert (found.get("ref"), found.get("totalsRowCount")) == (f"A1:C{last}", totals)
    (filters,) = each_of(found, "autoFilter")
    assert filters.get("ref") == f"A1:C{last - 1 if totals else last}"


def test_what_was_sorted_and_computed_follows() -> None:
    state = '<sortState ref="A3:C3"><sortCondition ref="B3"/></sortState></autoFilter>'
    sorted_ = changed(
        computed(made(template), "B3*2+A8"),
        _PART,
        ('<autoFilter ref="A1:C4"/>', f'<autoFilter ref="A1:C4">{state}'),
    )
    for count, area, formula in ((1, "A2:C2", "B2*2+A6"), (4, "A2:C5", "B2*2+A9")):
        found = table(filled(sorted_, rows=rows(count)))
        (state_,) = each_of(found, "sortState")
        assert state_.get("ref") == area
        assert each_of(found, "calculatedColumnFormula")[0].text == formula


def test_every_copy_of_a_sheet_has_tables_of_other_names() -> None:
    def build(book: Workbook) -> None:
        sheet = book.add_worksheet("{{ page }}")
        sheet.write("A1", "{%sheet for page in pages %}")
        sheet.add_table("A3:B4", {"name": "表", "columns": [{"header": "甲"}, {"header": "乙"}]})
        sheet.write_formula("D4", '=SUM(表[乙])&"表[乙]"')
        other = book.add_worksheet("其他")
        other.add_table("A1:A2", {"name": "表_2"})
        other.write_formula("D4", "=SUM(表[乙])")
        book.define_name("表__9", "=其他!$A$1")

    package = filled(made(build), pages=["一", "二", "三"])
    found = [table(package, name) for name in ("一", "二", "三", "其他")]
    assert [each.get("displayName") for each in found] == ["表", "表___2", "表___3", "表_2"]
    assert [each.get("name") for each in found] == ["表", "表___2", "表___3", "表_2"]
    assert len({each.get("id") for each in found}) == 4
    formulas = [package.sheet(name).named("f")[0].text for name in ("一", "二", "三", "其他")]
    assert formulas[0] == "表[乙]".join(["SUM(", ')&"表[乙]"'])
    assert formulas[2].startswith("SUM(表___3[乙])")
    assert formulas[3] == "SUM(表[乙])"


def test_ids_of_the_whole_world_are_not_used_twice() -> None:
    def build(book: Workbook) -> None:
        sheet = book.add_worksheet("{{ page }}")
        sheet.write("A1", "{%sheet for page in pages %}")
        sheet.add_table("A3:B4", {"name": "表", "columns": [{"header": "甲"}, {"header": "乙"}]})

    space = 'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"'
    ids = [f"{{00000000-0000-4000-8000-00000000000{number}}}" for number in range(3)]
    template = changed(
        made(build),
        _PART,
        ("<table ", f'<table {space} xr:uid="{ids[0]}" '),
        ("<autoFilter ", f'<autoFilter xr:uid="{ids[1]}" '),
        ('<tableColumn id="1" ', f'<tableColumn id="1" xr:uid="{ids[2]}" '),
    )
    package = filled(template, pages=["一", "二", "三"])
    found = [
        [
            value
            for each in table(package, name).iter()
            for key, value in each.items()
            if "uid" in key
        ]
        for name in ("一", "二", "三")
    ]
    assert found[0] == ids
    assert len({uid for each in found for uid in each}) == 9
    assert each_of(table(package, "二"), "autoFilter")[0].get("ref") == "A2:B3"


def test_a_table_in_every_stacked_block() -> None:
    def build(book: Workbook) -> None:
        sheet = book.add_worksheet(_SHEET)
        sheet.write("A1", "{%tr for page in pages %}")
        sheet.add_table("A2:B3", {"name": "表", "columns": [{"header": "甲"}, {"header": "乙"}]})
        sheet.write_row("A3", ["{{ page }}", 1])
        sheet.write("A5", "{%tr endfor %}")

    package = filled(made(build), pages=["一", "二", "三"])
    parts = package.related(package.sheet(_SHEET).part, "table")
    found = sorted((package.xml(part).get("ref"), package.xml(part).get("name")) for part in parts)
    assert found == [("A1:B2", "表"), ("A4:B5", "表_1_2"), ("A7:B8", "表_1_3")]
    assert package.sheet(_SHEET).the("tableParts").get("count") == "3"
    without = filled(made(build), pages=[])
    assert without.sheet(_SHEET).all("tableParts") == []
    assert not [name for name in without.names if "tables/" in name]


def test_columns_are_called_what_their_heads_say() -> None:
    def build(book: Workbook) -> None:
        sheet = book.add_worksheet(_SHEET)
        heads = [{"header": "{{ year }}年"}, {"header": "{{ year - 1 }}"}, {"header": "单位"}]
        sheet.add_table("A1:C2", {"name": "表", "columns": heads})

    template = Template.compile(made(build).data, "模板.xlsx")
    for year in (2026, 2027):
        data = template.render({"year": year})
        assert repair_causes(data) == []
        columns = each_of(table(Package(data)), "tableColumn")
        assert [each.get("name") for each in columns] == [f"{year}年", f"{year - 1}", "单位"]


def test_a_head_in_the_loop_is_a_fault_of_the_template() -> None:
    def build(book: Workbook) -> None:
        sheet = book.add_worksheet(_SHEET)
        sheet.write("A1", "{%tr for row in rows %}")
        sheet.write("A4", "{%tr endfor %}")
        sheet.add_table("A3:B6", {"name": "明细表"})

    with pytest.raises(TemplateFaults, match="表格“明细表”的标题行或汇总行在循环里"):
        Template.compile(made(build).data, "模板.xlsx")
