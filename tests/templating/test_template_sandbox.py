"""What a template can't do: reach out of its data, change it, or run without end."""

from __future__ import annotations

import time
from typing import Any

import pytest
from support.sheetlogic import faults_of_run, faults_of_tags, source, value

_SECONDS = 5.0


class Thing:
    def __init__(self) -> None:
        self.name = "名"
        self._secret = "秘"

    def method(self) -> str:
        return "叫过"


def context() -> dict[str, Any]:
    return {"thing": Thing(), "items": [1, 2], "data": {"a": 1}, "f": lambda: "叫过", "s": "文字"}


REACHING = [
    "{{ thing._secret }}",
    "{{ thing['_secret'] }}",
    "{{ thing.__class__ }}",
    "{{ thing['__class__'] }}",
    "{{ thing.method.__globals__ }}",
    "{{ thing.method['__func__'] }}",
    "{{ f['__globals__'] }}",
    "{{ ''['__class__']['__mro__'] }}",
    "{{ [thing] | map(attribute='__class__') | first }}",
    "{{ [thing] | map(attribute='_secret') | join }}",
    "{{ [thing] | sum(attribute='_secret') }}",
    "{{ ([thing] | groupby('__class__') | first).grouper }}",
    "{{ items.append(3) }}",
    "{{ items['append'](3) }}",
    "{{ data.update(b=2) }}",
    "{{ data.clear() }}",
    "{{ items.sort() }}",
    "{{ '{0.__class__}'.format(s) }}",
    "{{ '{a.__class__}'['format_map'](data) }}",
    "{{ thing | attr('__class__') }}",
    "{{ namespace.__init__ }}",
    "{% set thing.name = 'x' %}",
    "{{ lipsum() }}",
    "{{ cycler('a') }}",
    "{{ self._TemplateReference__context }}",
]


@pytest.mark.parametrize("text", REACHING)
def test_nothing_beyond_the_data_is_reached(text: str) -> None:
    held = context()
    before = (list(held["items"]), dict(held["data"]), vars(held["thing"]).copy())
    wrong = faults_of_tags(source({"A1": text})) or faults_of_run({"A1": text}, **held)
    assert wrong
    assert (held["items"], held["data"], vars(held["thing"])) == before


def test_data_and_its_methods_are_reached() -> None:
    held = context()
    assert value("{{ thing.name }}", **held) == "名"
    assert value("{{ thing.method() }}{{ f() }}", **held) == "叫过叫过"
    assert value("{{ data.a + data['a'] }}", **held) == 2
    assert value("{{ s.startswith('文') and items.index(2) == 1 }}", **held) is True


ENDLESS = [
    "{{ range(10**9) | list | length }}",
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{{ 'x' * 10**10 }}",
    "{{ 10**10 * 'x' }}",
    "{{ [0] * 10**10 }}",
    "{{ 9**9**9**9 }}",
    "{{ 2.5 ** (10**6) }}",
    "{{ ('x' * 10**6) ~ ('x' * 10**6) }}",
    "{{ ('x' * 10**6) + ('x' * 10**6) }}",
    "{{ '%999999999d' | format(1) }}",
    "{{ '%*d' | format(999999999, 1) }}",
    "{{ '%999999999d' % 1 }}",
    "{{ 'x'.center(10**9) }}",
    "{{ 'x'.ljust(10**9) }}",
    "{{ 'x'.zfill(10**9) }}",
    "{{ 'x'.join(items) }}",
    "{{ 'x'.replace('', 'y' * 10**6) }}",
    "{{ ('x' * 10**6) | replace('x', 'yy') }}",
    "{{ (['x' * 10**6] * 10) | join }}",
    "{{ items | batch(10**9, 0) | list | length }}",
    "{{ 1.5 | round(10**9) }}",
    "{{ '1e999999999' | int }}",
    "{{ (3).to_bytes(10**10, 'big') }}",
    "{% set n = namespace(s='xx') %}{% for i in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
    "{% set n = namespace(i=3) %}{% for i in range(99) %}{% set n.i = n.i * n.i %}{% endfor %}",
]


@pytest.mark.parametrize("text", ENDLESS)
def test_nothing_runs_or_grows_without_end(text: str) -> None:
    started = time.perf_counter()
    faults = faults_of_tags(source({"A1": text})) or faults_of_run({"A1": text}, **context())
    assert time.perf_counter() - started < _SECONDS
    if "1e999999999" not in text:  # that one is merely no whole number
        assert faults
        assert "请" in faults[0].message


def test_values_are_never_tags() -> None:
    assert value("{{ s }}", s="{{ 1 + 1 }}{%tr for x in y %}") == "{{ 1 + 1 }}{%tr for x in y %}"
    assert value("第{{ s }}", s="{% if %}") == "第{% if %}"
