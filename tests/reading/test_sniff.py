from __future__ import annotations

import pytest

from xlperf.model.refusal import Refused
from xlperf.reading.sniff import kind_of

PUBLISHED = "财政项目支出绩效目标申报表\n\n项目名称\t普法讲座\t项目类别\t经常性项目\n"
PROSE = "一、概况\n本项目为普法讲座,面向职工,全年十二场\n二、说明\n按季度,据实,公开\n" * 3
TABLE = "项目名称,普法讲座,,\n主管部门,区总工会,实施单位,工人文化宫\n年度,2026,,\n金额,1,2,3\n"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (PUBLISHED, "公开.txt", "text"),
        (PUBLISHED, "公开", "text"),
        (PUBLISHED, "公开.csv", "delimited"),
        (PUBLISHED, "公开.TSV", "delimited"),
        (PROSE, "说明.txt", "text"),
        (PROSE, "说明.xls", "text"),
        (TABLE, "申报表.txt", "delimited"),
        (TABLE, "申报表.xls", "delimited"),
        (TABLE.replace(",", ";"), "申报表.xls", "delimited"),
        (TABLE.replace(",", "\t"), "申报表.xls", "delimited"),
        ("<table><tr><td>项目名称", "申报表.xls", "html"),
        ("\n <!-- 导出 -->\n<HTML><body>", "申报表.txt", "html"),
        ("<?xml version='1.0'?><!DOCTYPE html><html>", "page", "html"),
        ("<p>项目名称</p>", "申报表.txt", "html"),
        ("<服务办法>的通知\n项目名称", "通知.txt", "text"),
        ("BM 是部门的简称\n项目名称", "说明.txt", "text"),
        ("MZ 是民政的简称\n项目名称", "说明.txt", "text"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_told_apart_in_every_encoding(
    text: str, name: str, kind: str, encoding: str
) -> None:
    assert kind_of(text.encode(encoding), name) == kind


@pytest.mark.parametrize("name", ["报表.xlsx", "报表.xls", "报表.txt", "报表"])
def test_the_name_never_hides_a_refused_kind(name: str) -> None:
    with pytest.raises(Refused, match="PNG 图片；请发送原来的 Excel 文件"):
        kind_of(b"\x89PNG\r\n\x1a\n" + bytes(20), name)


def test_nothing_and_blank_are_told_apart_from_broken() -> None:
    with pytest.raises(Refused, match="0 字节"):
        kind_of(b"", "a.xlsx")
    with pytest.raises(Refused, match="只有空白"):
        kind_of("　\r\n\t ".encode(), "a.txt")
    with pytest.raises(Refused, match="不是文字"):
        kind_of(bytes(range(1, 32)) * 20, "a.txt")
