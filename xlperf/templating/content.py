"""What a cell or a sheet's name says: one value that keeps its type, or a text of pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import nodes

from xlperf.templating.blocks import Block, Shown, nest
from xlperf.templating.expressions import expression
from xlperf.templating.faults import Broken, Spot
from xlperf.templating.slots import Slot, SlotKind
from xlperf.templating.tags import Kind, Piece, alone

_NOWHERE = nodes.Const(None)


@dataclass(frozen=True, slots=True)
class Value:
    """What fills one slot."""

    cell: str | None  # None: the sheet's name
    written: str
    slot: Slot
    content: Shown | list[Block]


def content(
    written: str, pieces: Sequence[Piece], column: int, spot: Spot, *, text: bool = False
) -> Value:
    """Of a cell of text, which is `text` for good. A remark alone leaves a blank."""
    only = None if text else alone(pieces)
    if only is not None:
        return single(only, written, Slot(column, SlotKind.VALUE), spot)
    if not pieces:
        blank = Piece(Kind.VALUE, written, "none")
        return Value(spot.cell, written, Slot(column, SlotKind.VALUE), Shown(blank, _NOWHERE))
    return mixed(written, pieces, Slot(column, SlotKind.TEXT), spot)


def single(piece: Piece, written: str, slot: Slot, spot: Spot) -> Value:
    """One expression; filters that speak of the cell go into the slot."""
    node: nodes.Expr = _NOWHERE
    try:
        if not piece.broken:
            found = expression(piece)
            node = found.node
            slot = Slot(slot.column, slot.kind, found.merge, found.as_filled)
    except Broken as broken:
        spot.say(broken.tag, broken.message)
    return Value(spot.cell, written, slot, Shown(piece, node))


def mixed(written: str, pieces: Sequence[Piece], slot: Slot, spot: Spot) -> Value:
    return Value(spot.cell, written, slot, text_blocks(pieces, spot))


def text_blocks(pieces: Sequence[Piece], spot: Spot) -> list[Block]:
    return nest([_item(piece, spot) for piece in pieces], Kind.STATEMENT, spot)


def _item(piece: Piece, spot: Spot) -> str | Shown | Piece:
    if piece.kind is Kind.TEXT:
        return piece.code
    if piece.kind is Kind.VALUE:
        return Shown(piece, _inside_text(piece, spot))
    return piece


def _inside_text(piece: Piece, spot: Spot) -> nodes.Expr:
    try:
        found = None if piece.broken else expression(piece)
    except Broken as broken:
        spot.say(broken.tag, broken.message)
        return _NOWHERE
    if found is None:
        return _NOWHERE
    if found.merge or found.as_filled:
        name = "merge" if found.merge else "as_filled"
        spot.say(
            piece.written,
            f"「{name}」只能用在单独占一格的标签里，不能夹在文字、公式或工作表名中间；"
            f'请把文字并进标签，如 {{{{ ("第" ~ n ~ "页") | {name} }}}}，或删去「{name}」。',
        )
    return found.node
