"""What lies beside the cells of the torture template: comments, pictures, charts, controls."""

from __future__ import annotations

import pytest
from support.opened import Element, local
from support.torture_written import COUNTS, QUOTED, Written, rendered

_SHAPES = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"


@pytest.fixture(params=COUNTS)
def written(request: pytest.FixtureRequest) -> Written:
    return rendered(request.param)


def test_comments_follow_and_repeat(written: Written) -> None:
    (part,) = written.package.related(written.main.part, "comments")
    found = {
        each.get("ref"): "".join(each.itertext())
        for each in written.package.xml(part).iter()
        if local(each) == "comment"
    }
    wanted = {"A5": "不动的批注", f"D{written.at(9)}": "合计自动计算"}
    assert found == wanted | {f"H{row}": "这一行的备注" for row in written.turns}


def _clients(written: Written, kind: str) -> list[Element]:
    (part,) = written.package.related(written.main.part, "vmlDrawing")
    clients = written.package.xml(part).iter(f"{_EXCEL}ClientData")
    return [each for each in clients if each.get("ObjectType") == kind]


def _anchor_rows(client: Element) -> tuple[int, int]:
    """The rows, from 1, in which a shape of the old kind begins and ends."""
    numbers = [int(each) for each in client.findtext(f"{_EXCEL}Anchor").split(",")]
    return numbers[2] + 1, numbers[6] + 1


def test_the_shapes_of_comments_stand_beside_their_cells(written: Written) -> None:
    for client in _clients(written, "Note"):
        row = int(client.findtext(f"{_EXCEL}Row")) + 1
        first, last = _anchor_rows(client)
        assert row - 2 <= first <= row <= last <= row + 4, (row, first, last)


def test_pictures_and_the_chart_follow(written: Written) -> None:
    (part,) = written.package.related(written.main.part, "drawing")
    found: dict[str, list[int]] = {}
    for anchor in written.package.xml(part):
        (told,) = anchor.iter(f"{_SHAPES}cNvPr")
        row = int(anchor.findtext(f"{_SHAPES}from/{_SHAPES}row")) + 1
        found.setdefault(told.get("descr", "图表"), []).append(row)
    repeated = {"每行的图": list(written.turns)} if written.count else {}
    fixed = {"上面的图": [2], "下面的图": [written.at(16)], "图表": [written.at(17)]}
    assert found == fixed | repeated


def test_the_chart_draws_all_rows(written: Written) -> None:
    (drawing,) = written.package.related(written.main.part, "drawing")
    (part,) = written.package.related(drawing, "chart")
    texts = [each.text for each in written.package.xml(part).iter() if local(each) == "f"]
    assert texts[0] == f"{QUOTED}!$D$5"
    assert texts[-1] == f"{QUOTED}!$D${written.at(10)}:$D${written.at(12)}"
    if written.count > 1:
        last = 5 + written.count
        assert texts[1:3] == [f"{QUOTED}!$A$6:$A${last}", f"{QUOTED}!$D$6:$D${last}"]


def test_the_button_follows(written: Written) -> None:
    (button,) = _clients(written, "Button")
    assert _anchor_rows(button) == (written.at(14), written.at(15))
    assert button.findtext(f"{_EXCEL}FmlaMacro") == "[0]!collect"


def test_check_boxes_follow_repeat_and_keep_their_cells(written: Written) -> None:
    links = sorted(f"$J${row}" for row in [*written.turns, written.at(12)])
    boxes = _clients(written, "Checkbox")
    assert sorted(box.findtext(f"{_EXCEL}FmlaLink") for box in boxes) == links
    parts = written.package.related(written.main.part, "ctrlProp")
    assert sorted(written.package.xml(part).get("fmlaLink") for part in parts) == links
    assert len(written.main.named("control")) == len(links)
    rows = [int(each.findtext(f"{_SHAPES}row")) + 1 for each in written.main.named("from")]
    assert sorted(rows) == [*written.turns, written.at(15)]
    assert sorted(_anchor_rows(box)[0] for box in boxes) == sorted(rows)
