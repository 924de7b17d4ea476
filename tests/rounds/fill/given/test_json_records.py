"""Records from a stranger: all of them or the reason why not, and nothing lost on the way."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from xlperf.model.form import DeclarationFunds, EvaluationFunds
from xlperf.model.record import from_json, to_json
from xlperf.model.refusal import Refused
from xlperf.rounds.fill.given.json_records import forms_of, looks_like_json

GOLDEN = sorted((Path(__file__).resolve().parents[3] / "golden").glob("*.json"))
_ORIGIN = ("edition", "notes", "source", "places", "raw", "at")


def encoded(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


def bare(record: Any) -> Any:
    """Without what only says where it came from."""
    if isinstance(record, dict):
        return {name: bare(value) for name, value in record.items() if name not in _ORIGIN}
    return [bare(each) for each in record] if isinstance(record, list) else record


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_real_records_come_through_whole(path: Path) -> None:
    forms, notes = forms_of(path.read_bytes())
    assert notes == []
    known = json.loads(path.read_bytes())
    assert [bare(to_json(form)) for form in forms] == [bare(to_json(from_json(r))) for r in known]


RECORD = {"schema": "xlperf-record/1", "kind": "申报表", "project": {"name": "帮困"}}


@pytest.mark.parametrize("wrapped", [RECORD, [RECORD], {"forms": [RECORD], "refused": []}])
def test_one_record_a_list_or_what_read_prints(wrapped: Any) -> None:
    [form], notes = forms_of(b"\xef\xbb\xbf" + encoded(wrapped))
    assert (form.project.name, notes) == ("帮困", [])


def test_rows_of_money_keep_their_own_names() -> None:
    funds = {"more": {"annual": {"县级资金": "5.0"}}, "annual": {"total": 12.50}}
    [form], _ = forms_of(
        b'{"schema":"xlperf-record/1","kind":"\xe7\x94\xb3\xe6\x8a\xa5\xe8\xa1\xa8",'
        b'"funds":' + encoded(funds).replace(b"12.5", b"12.50") + b"}"
    )
    assert isinstance(form.funds, DeclarationFunds)
    assert str(form.funds.annual.total) == "12.50"
    assert form.funds.more == {"annual": {"县级资金": Decimal("5.0")}}
    rows = {"rows": {"专项债": {"budget": "3"}}}
    [evaluation], _ = forms_of(encoded({**RECORD, "kind": "自评表", "funds": rows}))
    assert isinstance(evaluation.funds, EvaluationFunds)
    assert evaluation.funds.rows["专项债"].budget == 3


def test_a_name_that_is_none_is_said() -> None:
    told = {**RECORD, "projcet": {}, "indicators": [{"name": "人数", "unit": "人"}]}
    _, notes = forms_of(encoded(told))
    assert notes == [
        "第 1 条记录的“projcet”不是记录的栏目，没有采用。",
        "第 1 条记录的“indicators.1.unit”不是记录的栏目，没有采用。",
    ]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (b"[", "第 1 行第 2 个字符"),
        (b"\xff{}", "UTF-8"),
        (b"[" * 100_000, "UTF-8|JSON"),
        (b"[]", "一条记录也没有"),
        (encoded({"schema": "其他"}), "不是 xlperf-record/1"),
        (encoded([RECORD, 5]), "第 2 条不是"),
        (encoded({**RECORD, "kind": "汇总"}), "kind 应写"),
        (encoded({**RECORD, "year": 20266, "project": "x"}), "“year”应是四位数.*“project”应是一组"),
        (encoded({**RECORD, "indicators": {"name": 1}}), "“indicators”应是一个列表"),
        (encoded({**RECORD, "indicators": ["x"]}), "“indicators.1”应是一组"),
        (encoded({**RECORD, "unit": ["x"]}), "“unit”应写成文字"),
        (encoded({**RECORD, "unit": True}), "“unit”应写成文字"),
        (encoded({**RECORD, "indicators": [{"ambiguous": "x"}]}), "应是 true 或 false"),
    ],
)
def test_what_is_wrong_is_named(told: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        forms_of(told)


def test_json_is_known_by_its_first_character() -> None:
    assert looks_like_json(b"\xef\xbb\xbf \n{")
    assert looks_like_json(b"[")
    assert not looks_like_json(b"PK\x03\x04")
    assert not looks_like_json(b"")
