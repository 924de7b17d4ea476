"""How one wording is printed in many ways: numbering, remarks, colons, points, years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from xlperf.model.text import clean, fold_width, key

_CURRENCY = re.compile(r"\((?:单位:)?(?:人民币)?(亿元|万元|千元|元)\)|单位:(亿元|万元|千元|元)$")
_CURRENCY_ALONE = re.compile(
    r"\(?(?:(?:金额|资金|货币|计量)?单位:)?(?:人民币)?(亿元|万元|千元|元)\)?"
)
_LEAD = re.compile(
    r"^(?:[*#]+|其中:?|[一二三四五六七八九十]+、|\d+[.、]|\([一二三四五六七八九十\d]+\))"
)
_REMARK = re.compile(r"\([^()]*\)$")
_NUMBER = r"\d+(?:\.\d+)?"
_POINTS = re.compile(
    rf"(?:[(（](?:分值|权重)?[:：]?{_NUMBER}(?:[-~]{_NUMBER})?[分%]?[)）]分?|{_NUMBER}分)$"
)
_YEARS = re.compile(r"^(?:20\d{2}年?度?|当年|本年度?)")
_PART_OF = re.compile(r"^其中\s*[:：]?\s*")
_PAGE = re.compile(r"-*第?\d+页?(?:[,，]?[/共]\d+页?)?-*")
_MOST_FORMS = 24
_LONGEST_LEVEL = 30  # characters


def currency_in(folded: str) -> str | None:
    """The currency that a label names: 项目资金(万元)."""
    found = _CURRENCY.search(folded)
    return found.group(1) or found.group(2) if found else None


def currency_alone(text: str) -> str | None:
    """(万元), 单位：万元: a currency and nothing else."""
    found = _CURRENCY_ALONE.fullmatch(key(text))
    return found.group(1) if found else None


def is_page_number(text: str) -> bool:
    """- 3 -, 第 1 页 共 2 页, 1 / 2: what a page prints of itself."""
    return bool(_PAGE.fullmatch(key(text)))


def without_points(text: str) -> str:
    """项目决策(10分) → 项目决策"""
    return _POINTS.sub("", text).strip() or text


def without_points_unit(text: str) -> str:
    """98.5分 → 98.5"""
    return re.sub(r"(?<=\d)\s*分$", "", text.strip())


def without_part(text: str) -> str:
    """其中：财政资金 → 财政资金"""
    return _PART_OF.sub("", text)


def bare_name(text: str) -> str:
    """A row's name without 其中： and without a remark in brackets."""
    return re.sub(r"[(（][^()（）]*[)）]$", "", without_part(text)).strip()


def bare_title(text: str) -> str:
    return _REMARK.sub("", key(text).lstrip("#"))


def split_at_colon(text: str) -> tuple[str, str]:
    """项目名称：某某 → what stands before the first colon and after it; "" where there is none."""
    text = without_part(clean(text))
    at = fold_width(text).find(":")
    return (text[:at], text[at + 1 :].strip()) if at >= 0 else ("", "")


@lru_cache(maxsize=8192)
def label_forms(folded: str) -> tuple[str, ...]:
    """A label's key, and what is left of it without numbering, remarks, colon and year."""
    seen = [folded]
    for form in seen:
        for pattern in (_LEAD, _REMARK, _CURRENCY, _YEARS):
            shorter = pattern.sub("", form, count=1).rstrip(":")
            if shorter and shorter not in seen and len(seen) < _MOST_FORMS:
                seen.append(shorter)
        if form.rstrip(":") and form.rstrip(":") not in seen:
            seen.append(form.rstrip(":"))
    return tuple(seen)


def level_forms(text: str) -> Iterator[str]:
    """产出指标(50分), 一、产出指标, 产出指标等 are all 产出指标."""
    folded = key(text)
    if len(folded) > _LONGEST_LEVEL:
        return
    yield folded
    bare = _LEAD.sub("", folded).rstrip(":")
    for pattern in (_POINTS, _REMARK):
        bare = pattern.sub("", bare)
    bare = bare.removesuffix("等").rstrip(":")
    if bare != folded:
        yield bare
    if bare.endswith("等指标"):
        yield bare.removesuffix("等指标") + "指标"
