"""Which arguments of which functions are ranges.

A template says `SUM(H14)` below a loop over row 14 and means all its turns; `ROUND(H14, 2)` with
a range in it would be an error, so there it means the first.
"""

from __future__ import annotations

_AGGREGATES = """
SUM SUMSQ PRODUCT COUNT COUNTA COUNTBLANK AVERAGE AVERAGEA AVEDEV DEVSQ MIN MINA MAX MAXA MEDIAN
MODE MODE.SNGL STDEV STDEVA STDEVP STDEVPA STDEV.S STDEV.P VAR VARA VARP VARPA VAR.S VAR.P GEOMEAN
HARMEAN GCD LCM AND OR XOR CONCAT ROWS SUMPRODUCT SUBTOTAL AGGREGATE FREQUENCY CORREL SLOPE
INTERCEPT TRANSPOSE MMULT UNIQUE SORT SORTBY FILTER
"""
_EVERYWHERE = frozenset(_AGGREGATES.split())
_AT = {
    "SUMIF": {0, 2},
    "AVERAGEIF": {0, 2},
    "COUNTIF": {0},
    "VLOOKUP": {1},
    "HLOOKUP": {1},
    "LOOKUP": {1, 2},
    "XLOOKUP": {1, 2},
    "MATCH": {1},
    "XMATCH": {1},
    "INDEX": {0},
    "LARGE": {0},
    "SMALL": {0},
    "PERCENTILE": {0},
    "QUARTILE": {0},
    "RANK": {1},
    "RANK.EQ": {1},
    "RANK.AVG": {1},
    "TRIMMEAN": {0},
    "PERCENTRANK": {0},
}
_PAIRS_AFTER_ONE = frozenset({"SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"})
#: what these are given is computed cell by cell
_ELEMENTWISE = frozenset({"SUMPRODUCT", "MMULT"})
_PREFIXES = ("_XLFN.", "_XLWS.")


def takes_range(name: str, position: int, *, alone: bool) -> bool:
    """Of a function's argument; `alone` where it is nothing but one reference."""
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    if not alone:
        return name in _ELEMENTWISE
    if name in _PAIRS_AFTER_ONE:
        return position == 0 or position % 2 == 1
    if name == "COUNTIFS":
        return position % 2 == 0
    if name == "TEXTJOIN":
        return position > 1
    return name in _EVERYWHERE or position in _AT.get(name, ())
