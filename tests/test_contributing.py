"""A sixth edition, added by nothing but what CONTRIBUTING.md says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FORM = """临江区2027年政府实事
项目绩效承诺表
（2027年度）
事项名称\t老旧小区加装电梯补贴\t\t\t
归口部门\t临江区住房保障局\t承办机构\t临江区房管中心\t
启动日\t2027-03-01\t办结日\t2027-11-30\t
资金盘子（元）\t全年核定额\t2,400,000.00\t\t
\t其中：区级安排\t2,400,000.00\t\t
年度承诺\t为60个单元加装电梯提供补贴。\t\t\t
考核内容\t考核大类\t考核小类\t考核要点\t考核标准
\t产出类\t数量类\t补贴单元数\t≥60(个)
\t口碑类\t群众口碑\t居民满意度\t≥92(%)
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Step 1 and 2: a folder with the edition.toml of the text."""
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", told, re.DOTALL)
    assert block
    folder = tmp_path / "own" / "linjiang-2027"
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(block.group(1), encoding="utf-8")
    (folder / "example.txt").write_text(FORM, encoding="utf-8")
    return folder


def run(*arguments: str, templates: Path | None) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "XLPERF_TEMPLATES"}
    if templates:
        environment["XLPERF_TEMPLATES"] = str(templates)
    command = [sys.executable, "-m", "xlperf", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", timeout=60
    )


def read(own: Path, templates: Path | None) -> dict[str, Any]:
    done = run("read", "--json", str(own / "example.txt"), templates=templates)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_its_form_is_read(own: Path) -> None:
    found = read(own, templates=own.parent)
    (form,) = found["forms"]
    assert form["edition"] == "linjiang-2027"
    assert form["year"] == 2027
    assert form["project"]["name"] == "老旧小区加装电梯补贴"
    assert (form["department"], form["unit"]) == ("临江区住房保障局", "临江区房管中心")
    assert (form["start"], form["end"]) == ("2027-03-01", "2027-11-30")
    assert form["funds"]["currency_unit"] == "元"
    assert form["funds"]["annual"]["total"] == "2400000.00"
    assert form["funds"]["annual"]["current"] == "2400000.00"
    assert form["goals"]["annual"] == "为60个单元加装电梯提供补贴。"
    assert [(i["level1"], i["level2"], i["name"], i["target"]) for i in form["indicators"]] == [
        ("产出指标", "数量指标", "补贴单元数", "≥60(个)"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥92(%)"),
    ]
    assert [each["text"] for each in found["unread"]] == ["临江区2027年政府实事"]


def test_without_it_nothing_is_guessed(own: Path) -> None:
    found = read(own, templates=None)
    assert found["forms"] == []
    assert "老旧小区加装电梯补贴" in [each["text"] for each in found["unread"]]


def test_it_is_listed(own: Path) -> None:
    assert "临江区 2027 年度" in run("editions", templates=own.parent).stdout


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("name = ", "写法有误"),
        ("kinds = ['申报表']", "没有写 name"),
        ("name = '某区'\ninherits = 'nowhere'", "没有这个版次"),
        ("name = '某区'\nlabels = 3", "写法不对"),
        ("name = '某区'\n[labels]\n'indicator.traget' = ['标准']", "indicator.traget"),
        ("name = '某区'\n[labels]\n'unit' = '机构'", "方括号"),
        ("name = '某区'\n[recognise]\nwordings = { unti = '机构' }", "没有写 kind"),
        ("name = '某区'\n[profil]\nx = 1", "profil"),
    ],
)
def test_a_broken_edition_is_named_with_its_file(own: Path, broken: str, said: str) -> None:
    (own / "edition.toml").write_text(broken, encoding="utf-8")
    for verb in (["editions"], ["read", str(own / "example.txt")]):
        done = run(*verb, templates=own.parent)
        assert done.returncode == 2
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
