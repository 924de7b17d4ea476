"""Small forms, each with one thing that has been misread before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlperf.editions import load_library
from xlperf.model.form import EvaluationFunds, Form, Source, Total
from xlperf.reading.forms import Extraction, forms_in
from xlperf.reading.sources import html, text

DECLARED = """项目支出绩效目标申报表
（2031年度）
项目名称\t河堤加固\t项目类别\t特定目标类\t
主管部门\t某县水务局\t实施单位\t某县河道所\t
项目资金（万元）\t年度资金总额\t65.00\t\t
年度总体目标\t加固河堤3公里。\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t指标值
\t产出指标\t数量指标\t加固长度\t=3公里
{rows}
\t效益指标\t社会效益指标\t受益群众知晓率\t≥90%
"""
EVALUATED = """项目支出绩效自评表
（2031年度）
项目名称\t河堤加固\t\t\t\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t加固长度\t3公里\t3公里\t50\t50
{rows}
总分\t\t\t\t\t\t100\t98
"""


def read(printed: str) -> Extraction:
    return forms_in(text.read(printed.encode()), load_library(), Source())


def only(printed: str) -> Form:
    (form,) = read(printed).forms
    return form


def page(rows: list[str], prose: str = "") -> Form:
    """As a web page with merges: what a workbook or a document would tell, too."""
    lines = [line.split("\t") for line in DECLARED.format(rows="\n".join(rows)).splitlines()]
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line + [""] * (5 - len(line))) + "</tr>"
        for line in lines
        if line != [""]
    )
    found = forms_in(html.read(f"<table>{cells}</table>{prose}".encode()), load_library(), Source())
    (form,) = found.forms
    return form


@pytest.mark.parametrize(
    "value", ["总计100场", "合计50人", "总分：≥90", "合计：5场", "得分合计100"]
)
def test_a_value_that_begins_like_a_total(value: str) -> None:
    form = only(DECLARED.format(rows=f"\t\t\t培训场次\t{value}"))
    assert [(i.name, i.target) for i in form.indicators][1] == ("培训场次", value)
    assert len(form.indicators) == 3


@pytest.mark.parametrize("name", ["出具法律审核意见", "征求部门意见", "联系人", "说明", "改进措施"])
def test_a_name_that_looks_like_a_word_of_the_foot(name: str) -> None:
    form = page([f"\t\t\t{name}\t10份"])
    assert [i.name for i in form.indicators] == ["加固长度", name, "受益群众知晓率"]


def test_sums_of_levels_are_not_the_total() -> None:
    rows = "\t合计\t\t\t\t\t50\t50\n\t效益指标\t社会效益指标\t群众知晓率\t90%\t95%\t50\t48"
    form = only(EVALUATED.format(rows=rows))
    assert [i.name for i in form.indicators] == ["加固长度", "群众知晓率"]
    assert form.total == Total(Decimal(100), Decimal(98))


def test_lines_that_the_author_broke_stay_apart() -> None:
    form = page(["\t\t质量指标\t合格率\t≥90%<br>100%"])
    assert form.indicators[1].target == "≥90%\n100%"


@pytest.mark.parametrize(
    ("printed", "name", "year"),
    [
        ("2024-2025年度河道养护", "2024-2025年度河道养护", None),
        ("G60-科创走廊建设", "G60-科创走廊建设", None),
        ("12345-热线运行", "12345-热线运行", None),
        ("51000021R000000019951-2023年河堤加固", "2023年河堤加固", 2023),
        ("印章管理（公章、法人章）", "印章管理（公章、法人章）", None),
        ("河堤加固（请填写项目全称）", "河堤加固", None),
    ],
)
def test_names_keep_all_that_is_theirs(printed: str, name: str, year: int | None) -> None:
    told = DECLARED.format(rows="").replace("（2031年度）\n", "")
    form = only(told.replace("河堤加固\t项目类别", f"{printed}\t项目类别"))
    assert (form.project.name, form.year) == (name, year)


def test_the_line_of_the_year_outweighs_the_title() -> None:
    title = "关于2030年编报的项目支出绩效目标申报表"
    assert only(DECLARED.format(rows="").replace("项目支出绩效目标申报表", title)).year == 2031


def test_page_numbers_are_no_indicators() -> None:
    rows = "\t\t\t护岸长度\t=1公里\n- 1 -\n第 2 页 共 3 页\n\t\t\t植草面积\t=2亩"
    found = read(DECLARED.format(rows=rows))
    names = [i.name for i in found.forms[0].indicators]
    assert names == ["加固长度", "护岸长度", "植草面积", "受益群众知晓率"]
    assert [each.text for each in found.unread] == ["- 1 -", "第 2 页 共 3 页"]


def test_a_list_of_projects_is_no_form() -> None:
    found = read(
        "部门预算项目绩效目标表\n"
        "单位名称\t项目名称\t预算金额\t一级指标\t二级指标\t三级指标\t指标值\n"
        "甲局\t河堤加固\t65\t产出指标\t数量指标\t河堤长度\t3公里\n"
        "乙所\t清淤\t12\t产出指标\t数量指标\t清淤长度\t5公里\n"
    )
    assert found.forms == ()
    assert any("一行一个项目的清单" in note for note in found.notes)
    assert {"河堤加固", "清淤"} <= {each.text for each in found.unread}


@pytest.mark.parametrize("earlier", ["2030年实际值", "半年目标值", "1-6月目标值"])
def test_the_value_of_another_time_is_not_this_year_s(earlier: str) -> None:
    told = DECLARED.format(rows="").replace("\t指标值\n", f"\t{earlier}\t2031年目标值\n")
    found = read(told.replace("\t=3公里", "\t=1公里\t=3公里"))
    form = found.forms[0]
    assert (form.kind, form.indicators[0].target) == ("申报表", "=3公里")
    assert "=1公里" in [each.text for each in found.unread]


def test_money_under_headings_that_nobody_knows_is_left_and_said() -> None:
    told = DECLARED.format(rows="").replace(
        "项目资金（万元）\t年度资金总额\t65.00\t\t",
        "项目资金（万元）\t资金来源\t2030年\t2031年\t2032年\n\t财政拨款\t50\t60\t70",
    )
    form = only(told)
    assert form.funds == type(form.funds)(currency_unit="万元")
    assert any("金额没有采用" in note for note in form.notes)


def test_a_table_whose_row_spans_were_dropped_is_not_believed_blindly() -> None:
    """An editor that drops rowspan leaves rows that slide left; what they hold tells the rest."""
    rows = [
        "<td>绩效指标</td><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td>"
        "<td>实际完成值</td><td>分值</td><td>得分</td>",
        "<td>产出指标</td><td>数量指标</td><td>加固次数</td><td>3次</td><td>3次</td><td>40</td><td>40</td>",
        "<td>护岸次数</td><td>1次</td><td>1次</td><td>10</td><td>10</td>",
        "<td>质量指标</td><td>验收合格率</td><td>100%</td><td>100%</td><td>50</td><td>48</td>",
    ]
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    source = f"<p>项目支出绩效自评表</p><table>{body}</table>".encode()
    (form,) = forms_in(html.read(source), load_library(), Source()).forms
    assert isinstance(form.funds, EvaluationFunds)
    assert [(i.level2, i.name, i.actual, i.score) for i in form.indicators] == [
        ("数量指标", "加固次数", "3次", Decimal(40)),
        ("数量指标", "护岸次数", "1次", Decimal(10)),
        ("质量指标", "验收合格率", "100%", Decimal(48)),
    ]


def test_prose_after_a_page_of_lines_is_no_indicator() -> None:
    articles = "\n".join(
        f"{n}.财政拨款收入是指本级财政当年拨付给单位的资金，包括一般公共预算\n财政拨款和政府性基金。"
        for n in range(600)
    )
    lines = DECLARED.format(rows="").replace("\t", " ").replace("绩效指标 一级", "一级")
    found = read(f"{lines}名词解释\n{articles}\n")
    assert [i.name for i in found.forms[0].indicators] == ["加固长度", "受益群众知晓率"]
    assert len(found.unread) > 600


def test_forms_side_by_side_are_not_mixed() -> None:
    left, right = DECLARED.format(rows="").splitlines(), EVALUATED.format(rows="").splitlines()
    rows = [f"{a}{chr(9) * (6 - a.count(chr(9)))}{b}" for a, b in zip(left, right, strict=False)]
    found = read("\n".join(rows))
    assert found.forms == ()
    assert any("左右并排" in note for note in found.notes)
    assert "河堤加固" in [each.text for each in found.unread]


def test_a_name_that_speaks_for_a_lost_level_is_not_certain_under_another() -> None:
    rows = (
        "\t效益指标\t社会效益指标\t政策知晓率\t90%\n\t\t\t绿化覆盖增量\t2亩\n\t\t\t污染减少量\t3吨"
    )
    form = only(DECLARED.format(rows=rows).rpartition("\t效益指标")[0])
    doubtful = [i.name for i in form.indicators if i.ambiguous]
    assert {"绿化覆盖增量", "污染减少量"} <= set(doubtful)
