"""Records as JSON: one, a list of them, or all that `xlperf read --json` prints."""

from __future__ import annotations

import json
from typing import Any

from xlperf.model.form import DECLARATION, EVALUATION, SCHEMA, Form
from xlperf.model.record import from_json
from xlperf.model.refusal import Refused
from xlperf.rounds.fill.given.shape import Shaping, shape_of

_SHOWN = 5  # of several faults


def looks_like_json(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def forms_of(data: bytes) -> tuple[list[Form], list[str]]:
    """The forms, and what of the records has no field to go into."""
    forms, notes = [], []
    for number, record in enumerate(_records(_parsed(data)), start=1):
        form, unknown = _form(record, number)
        forms.append(form)
        notes += [f"第 {number} 条记录的“{path}”不是记录的栏目，没有采用。" for path in unknown]
    if not forms:
        raise Refused("JSON 里一条记录也没有。")
    return forms, notes


def _parsed(data: bytes) -> Any:
    try:
        # numbers keep their digits; what should be text may stand there as a number
        return json.loads(data.decode("utf-8-sig"), parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise Refused(
            f"不是完整的 JSON：第 {error.lineno} 行第 {error.colno} 个字符处读不下去；"
            "请重新导出这个文件。"
        ) from None
    except (UnicodeDecodeError, RecursionError):
        raise Refused("不是 UTF-8 编码的 JSON 记录，请重新导出这个文件。") from None


def _records(told: Any) -> list[Any]:
    if isinstance(told, dict) and "schema" not in told and isinstance(told.get("forms"), list):
        told = told["forms"]
    return told if isinstance(told, list) else [told]


def _form(record: Any, number: int) -> tuple[Form, list[str]]:
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise Refused(f"第 {number} 条不是 {SCHEMA} 记录；记录可以用 xlperf read --json 导出。")
    if record.get("kind") not in (DECLARATION, EVALUATION):
        raise Refused(f"第 {number} 条记录的 kind 应写“申报表”或“自评表”。")
    shaping = Shaping()
    shaped = shaping.shaped(record, shape_of(record["kind"]), "")
    if shaping.faults:
        shown = "；".join(shaping.faults[:_SHOWN])
        raise Refused(f"第 {number} 条记录写法有误：{shown}；请改正后再试。")
    return from_json({**shaped, "schema": SCHEMA}), shaping.unknown
