"""Pivot tables: the cells they are made from, and where they stand."""

from __future__ import annotations

import pytest
from support.filled import changed, each_of, filled, made, only
from support.opened import Package
from support.packages import MAIN, RELATIONS, relations, zipped
from xlsxwriter.workbook import Workbook

_CACHE = "xl/pivotCache/pivotCacheDefinition1.xml"
_BOOK, _RELS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivot"


def rows_and_summary(book: Workbook) -> None:
    sheet = book.add_worksheet("明细")
    sheet.write_column("A1", ["单位", "{%tr for row in rows %}", "{{ row }}", "{%tr endfor %}"])
    sheet.write_column("B1", ["金额", "", 1])
    sheet.write_column("A6", ["一", "二", "三"])
    book.add_worksheet("{{ title }}").write("A1", "汇总")


def with_pivot(source: str, at: str = "D6:E8", sheet: int = 1) -> Package:
    """As Excel writes it, with next to nothing in it."""
    template = made(rows_and_summary)
    fields = "".join(
        f'<cacheField name="{name}" numFmtId="0"><sharedItems/></cacheField>'
        for name in ("单位", "金额")
    )
    parts = {
        **template.parts,
        _CACHE: (
            f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{RELATIONS}" r:id="rId1" '
            'recordCount="1"><cacheSource type="worksheet"><worksheetSource '
            f'{source}/></cacheSource><cacheFields count="2">{fields}</cacheFields>'
            "</pivotCacheDefinition>"
        ),
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": relations(
            ("pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
        "xl/pivotCache/pivotCacheRecords1.xml": (
            f'<pivotCacheRecords xmlns="{MAIN}" count="1"><r><s v="甲"/><n v="1"/></r>'
            "</pivotCacheRecords>"
        ),
        "xl/pivotTables/pivotTable1.xml": (
            f'<pivotTableDefinition xmlns="{MAIN}" name="透视" cacheId="1" dataCaption="值">'
            f'<location ref="{at}" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
            '<pivotFields count="2"><pivotField/><pivotField/></pivotFields>'
            "</pivotTableDefinition>"
        ),
        "xl/pivotTables/_rels/pivotTable1.xml.rels": relations(
            ("pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
        ),
        f"xl/worksheets/_rels/sheet{sheet}.xml.rels": relations(
            ("pivotTable", "../pivotTables/pivotTable1.xml")
        ),
    }
    told = "".join(
        f'<Override PartName="/xl/{part}1.xml" ContentType="{_KIND}{kind}+xml"/>'
        for part, kind in (
            ("pivotCache/pivotCacheDefinition", "CacheDefinition"),
            ("pivotCache/pivotCacheRecords", "CacheRecords"),
            ("pivotTables/pivotTable", "Table"),
        )
    )
    package = changed(
        Package(zipped(parts)), "[Content_Types].xml", ("</Types>", f"{told}</Types>")
    )
    relation = (
        f'<Relationship Id="rIdPivot" Type="{RELATIONS}/pivotCacheDefinition" '
        'Target="pivotCache/pivotCacheDefinition1.xml"/>'
    )
    package = changed(package, _RELS, ("</Relationships>", f"{relation}</Relationships>"))
    listed = '<pivotCaches><pivotCache cacheId="1" r:id="rIdPivot"/></pivotCaches>'
    return changed(package, _BOOK, ("</workbook>", f"{listed}</workbook>"))


def source_of(package: Package) -> tuple[str | None, ...]:
    (source,) = each_of(package.xml(_CACHE), "worksheetSource")
    refreshed = package.xml(_CACHE).get("refreshOnLoad")
    return source.get("ref"), source.get("sheet"), source.get("name"), refreshed


@pytest.mark.parametrize(("count", "last"), [(1, 2), (3, 4), (50, 51)])
def test_the_rows_it_is_made_from_follow_and_are_read_again(count: int, last: int) -> None:
    template = with_pivot('ref="A1:B3" sheet="明细"')
    package = filled(template, rows=list(range(count)), title="汇总")
    assert source_of(package) == (f"A1:B{last}", "明细", None, "1")
    location = only(package, "明细", "pivotTable")[0]
    assert location.get("ref") == f"D{3 + count}:E{5 + count}"


def test_what_only_moves_is_not_read_again() -> None:
    package = filled(with_pivot('ref="A6:A8" sheet="明细"'), rows=[1, 2, 3, 4], title="汇总")
    assert source_of(package) == ("A7:A9", "明细", None, None)


def test_the_sheet_may_be_called_otherwise() -> None:
    template = with_pivot('ref="A1:B2" sheet="{{ title }}"', "D6:E8", 2)
    package = filled(template, rows=[], title="甲 & 乙")
    assert source_of(package) == ("A1:B2", "甲 & 乙", None, None)


def test_nobody_knows_what_a_name_stands_for() -> None:
    package = filled(with_pivot('name="明细表"'), rows=[1], title="汇总")
    assert source_of(package) == (None, None, "明细表", "1")


def test_every_copy_of_a_sheet_has_its_own_of_one_source() -> None:
    template = changed(
        with_pivot('ref="A6:A8" sheet="明细"', "D3:E8", 2),
        "xl/sharedStrings.xml",
        (">汇总<", ">{%sheet for title in titles %}<"),
    )
    package = filled(template, rows=[1], titles=["甲", "乙"])
    tables = [package.related(package.sheet(name).part, "pivotTable") for name in ("甲", "乙")]
    assert tables == [["xl/pivotTables/pivotTable1.xml"], ["xl/pivotTables/pivotTable2.xml"]]
    for (part,) in tables:
        assert package.related(part, "pivotCacheDefinition") == [_CACHE]
        assert package.xml(part)[0].get("ref") == "D2:E7"
