"""Which names a template takes from its data, and where it mentions each first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from jinja2 import nodes

from xlperf.ooxml.refs import ref_of
from xlperf.templating.blocks import Block, Choice, Let, Repeat, Shown
from xlperf.templating.environment import meant
from xlperf.templating.faults import Fault
from xlperf.templating.outline import Outline
from xlperf.templating.tags import Piece

Mention = tuple[str | None, str, nodes.Node]  # cell, tag, what it says


def unknown_names(
    outlines: Sequence[Outline], wanted: Collection[str], known: Collection[str]
) -> Iterator[Fault]:
    """Those of `wanted` that nobody brings."""
    for name in sorted(set(wanted) - set(known)):
        for outline in outlines:
            mention = next((each for each in _mentions(outline) if name in _loads(each[2])), None)
            if mention is not None:
                message = f"数据里没有「{name}」这个名字，{meant(name, sorted(known))}"
                yield Fault(outline.sheet, mention[0], mention[1], message)
                break


def _mentions(outline: Outline) -> Iterator[Mention]:
    if outline.repeat is not None:
        yield _at(outline.repeat.tag, None), outline.repeat.tag.written, outline.repeat.node.iter
    yield from _of_blocks(outline.blocks, None)
    values = [value for row in outline.values.values() for value in row]
    for value in [outline.name, *values] if outline.name else values:
        blocks = [value.content] if isinstance(value.content, Shown) else value.content
        yield from _of_blocks(blocks, value.cell)


def _of_blocks(blocks: Sequence[Block], cell: str | None) -> Iterator[Mention]:
    for block in blocks:
        for tag, node in _own(block):
            yield _at(tag, cell), tag.written, node
        for body in _bodies(block):
            yield from _of_blocks(body, cell)


def _own(block: Block) -> list[tuple[Piece, nodes.Node]]:
    if isinstance(block, Shown):
        return [(block.tag, block.node)]
    if isinstance(block, Let):
        return [(block.tag, block.node.node)]
    if isinstance(block, Choice):
        return [(each.tag, each.test) for each in block.branches if each.test is not None]
    if isinstance(block, Repeat):
        said = (block.node.iter, block.node.test)
        return [(block.tag, node) for node in said if node is not None]
    return []


def _bodies(block: Block) -> list[list[Block]]:
    if isinstance(block, Choice):
        return [branch.body for branch in block.branches]
    return [block.body, block.otherwise or []] if isinstance(block, Repeat) else []


def _at(tag: Piece, cell: str | None) -> str | None:
    return ref_of(tag.row - 1, tag.column - 1) if tag.row else cell


def _loads(node: nodes.Node) -> set[str]:
    names = [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
    return {name.name for name in names if name.ctx == "load"}
