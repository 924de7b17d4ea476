import random
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.properties import PageSetupProperties
from tiling import Tile
from wordfile import cell, package, para, table
from wordfile import row as table_row

from xlperf.model.grid import Document, Grid, Spans
from xlperf.model.refusal import Refused
from xlperf.reading.sources.pdf import read

THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRED = Alignment(wrap_text=True, horizontal="center", vertical="center")
SIDES = "".join(f"<w:{side} w:val='single'/>" for side in ("top", "left", "bottom", "right"))
LINED = f'<w:tcW w:w="3000" w:type="dxa"/><w:tcBorders>{SIDES}</w:tcBorders>'
LONG = "贯彻落实关于推进新就业形态劳动者入会和服务保障工作的指导意见，完成三名副主席的安排工作。"


def sheet_of(book: openpyxl.Workbook, tiles: list[Tile], heights: dict[int, float] | None = None):  # type: ignore[no-untyped-def]
    sheet = book.create_sheet()
    for tile in tiles:
        last = tile.row + tile.rows, tile.col + tile.cols
        sheet.cell(tile.row + 1, tile.col + 1, tile.text or None)
        if tile.rows > 1 or tile.cols > 1:
            sheet.merge_cells(
                start_row=tile.row + 1,
                start_column=tile.col + 1,
                end_row=last[0],
                end_column=last[1],
            )
        for row in range(tile.row + 1, last[0] + 1):
            for col in range(tile.col + 1, last[1] + 1):
                sheet.cell(row, col).border = FRAME
                sheet.cell(row, col).alignment = CENTRED
    for letter in "ABCDEFGH":
        sheet.column_dimensions[letter].width = 14
    for row, height in (heights or {}).items():
        sheet.row_dimensions[row + 1].height = height
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    return sheet


def printed(convert, folder: Path, *sheets: list[Tile], **options) -> bytes:  # type: ignore[no-untyped-def]
    book = openpyxl.Workbook()
    book.remove(book.active)
    for tiles in sheets:
        sheet_of(book, tiles, **options)
    book.save(folder / "form.xlsx")
    return convert(folder / "form.xlsx", "pdf", folder).read_bytes()


def shapes(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rows, c.cols, c.text.replace("\n", "")) for c in grid.cells]


def expected(tiles: list[Tile]) -> list[tuple[int, int, int, int, str]]:
    return [
        (t.row, t.col, t.rows, t.cols, t.text)
        for t in sorted(tiles, key=lambda tile: (tile.row, tile.col))
        if t.text or t.rows > 1 or t.cols > 1
    ]


def form(indicators: int) -> list[Tile]:
    """The physical layout of a declaration: eight columns, labels merged down the side."""
    tiles = [
        Tile(0, 0, 1, 8, "财政项目支出绩效目标申报表"),
        Tile(1, 0, 1, 8, "（2026年度）"),
        *(Tile(2, 0, 1, 2, "项目名称"), Tile(2, 2, 1, 2, "河道保洁"), Tile(2, 4, 1, 1, "项目性质")),
        *(Tile(2, 5, 1, 1, "经常性项目"), Tile(2, 6, 1, 1, "项目类别"), Tile(2, 7, 1, 1, "其他")),
        *(Tile(3, 0, 1, 2, "主管部门"), Tile(3, 2, 1, 2, "某局(汇总)"), Tile(3, 4, 1, 1, "单位")),
        *(
            Tile(3, 5, 1, 3, "某某单位"),
            Tile(4, 0, 2, 2, "项目资金（元）"),
            Tile(4, 2, 1, 2, "总额"),
        ),
        *(
            Tile(4, 4, 1, 1, ""),
            Tile(4, 5, 1, 2, "年度资金申请总额"),
            Tile(4, 7, 1, 1, "1,040,760.00"),
        ),
        *(Tile(5, 2, 1, 2, ""), Tile(5, 4, 1, 1, "0.00"), Tile(5, 5, 1, 2, "上年结转资金")),
        *(
            Tile(5, 7, 1, 1, "0.00"),
            Tile(6, 0, 2, 1, "项目绩效目标"),
            Tile(6, 1, 1, 4, "项目总目标"),
        ),
        *(Tile(6, 5, 1, 3, "年度总体目标"), Tile(7, 1, 1, 4, ""), Tile(7, 5, 1, 3, LONG)),
        *(Tile(8, 0, indicators + 1, 1, "绩效指标"), Tile(8, 1, 1, 1, "一级指标")),
        *(Tile(8, 2, 1, 1, "二级指标"), Tile(8, 3, 1, 3, "三级指标"), Tile(8, 6, 1, 2, "指标值")),
        *(Tile(9, 1, indicators - 3, 1, "产出指标"), Tile(6 + indicators, 1, 3, 1, "满意度指标")),
    ]
    for number in range(indicators):
        row = 9 + number
        tiles += [Tile(row, 3, 1, 3, f"名称{number}"), Tile(row, 6, 1, 2, f"≥{number}.00(%)")]
        if number % 6 == 0:
            tiles.append(Tile(row, 2, min(6, indicators - number), 1, f"数量指标{number}"))
    return tiles


def test_a_form_on_one_page(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    data = printed(convert, tmp_path, form(12), heights={7: 60})
    (grid,) = read(data).grids
    assert grid.spans is Spans.KNOWN
    assert grid.wrapped
    assert shapes(grid) == expected(form(12))
    goal = next(cell for cell in grid.cells if cell.text.startswith("贯彻"))
    assert goal.text.count("\n") == 1
    assert (goal.at.page, goal.at.table, goal.at.row, goal.at.column) == (1, 1, 8, 6)
    assert goal.at.box is not None
    x0, top, x1, bottom = goal.at.box
    assert 300 < x0 < x1 < 612
    assert 100 < top < bottom < 300


def test_a_form_over_three_pages_with_labels_that_cross_them(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    data = printed(convert, tmp_path, form(170), heights={7: 60})
    (grid,) = read(data).grids
    assert shapes(grid) == expected(form(170))
    assert {cell.at.page for cell in grid.cells} == {1, 2, 3}
    last = grid.cells[-1]
    assert last.at.page == 3
    assert last.at.box is not None
    assert last.at.box[3] < 792


def test_text_that_a_low_row_hides_stays_in_its_cell(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    data = printed(convert, tmp_path, form(12), heights={7: 12})
    (grid,) = read(data).grids
    assert shapes(grid) == expected(form(12))


def test_random_merges(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    sheets = [random_tiles(random.Random(seed)) for seed in range(40)]
    grids = read(printed(convert, tmp_path, *sheets)).grids
    found = [shapes(grid) for grid in grids if grid.spans is Spans.KNOWN]
    assert found == [expected(tiles) for tiles in sheets]


def random_tiles(chance: random.Random) -> list[Tile]:
    """Tiles of which every row and column line is somewhere an edge: others leave no trace."""
    while True:
        tiles = _tiles(chance)
        rows = {tile.row for tile in tiles} | {tile.row + tile.rows for tile in tiles}
        cols = {tile.col for tile in tiles} | {tile.col + tile.cols for tile in tiles}
        if rows == set(range(7)) and cols == set(range(6)):
            return tiles


def _tiles(chance: random.Random) -> list[Tile]:
    taken: set[tuple[int, int]] = set()
    tiles = []
    for row in range(6):
        for col in range(5):
            if (row, col) in taken:
                continue
            free = next((c for c in range(col, 5) if (row, c) in taken), 5) - col
            cols, rows = chance.randint(1, min(free, 3)), chance.randint(1, min(6 - row, 3))
            taken |= {(r, c) for r in range(row, row + rows) for c in range(col, col + cols)}
            text = chance.choice(["", f"甲{row}乙{col}", f"≥{row}.{col}(%)"])
            tiles.append(Tile(row, col, rows, cols, text))
    return tiles


def test_word_tables_and_the_lines_around_them(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    rows = [table_row(cell(f"指标{n}", LINED), cell(f"≥{n}", LINED)) for n in range(80)]
    body = para("附件一") + para("单位：元") + table(*rows) + para("填表人：张三")
    (tmp_path / "form.docx").write_bytes(package(body))
    document = read(convert(tmp_path / "form.docx", "pdf", tmp_path).read_bytes())
    before, middle, after = document.grids
    assert [c.text for c in before.cells] == ["附件一", "单位：元"]
    assert before.spans is Spans.NONE
    assert (before.cells[0].at.page, before.cells[0].at.line) == (1, None)
    assert [c.text for c in middle.cells] == [t for n in range(80) for t in (f"指标{n}", f"≥{n}")]
    assert [c.text for c in after.cells] == ["填表人：张三"]


def test_a_page_without_lines_is_read_as_lines(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = "财政项目支出绩效目标申报表\n项目名称 帮困慰问 项目类别 经常性项目\n\n其他资金 0"
    (tmp_path / "form.txt").write_text(text, encoding="utf-8")
    (grid,) = read(convert(tmp_path / "form.txt", "pdf", tmp_path).read_bytes()).grids
    assert grid.spans is Spans.NONE
    assert [c.text for c in grid.cells] == [line for line in text.split("\n") if line]
    assert {c.cols for c in grid.cells} == {1}


def drawn(content: str, pages: int = 1) -> bytes:
    """A PDF of one content stream, with Helvetica as F1."""
    stream = content.encode("latin-1")
    kids = " ".join(f"{4 + n} 0 R" for n in range(pages))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</Font<</F1"
    page += "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        *([page.encode()] * pages),
    ]
    out = b"%PDF-1.4\n"
    for number, body in enumerate(bodies, 1):
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    return out + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def words(document: Document) -> list[list[str]]:
    return [[cell.text for cell in grid.cells] for grid in document.grids]


TEXT = "BT /F1 12 Tf {} {} Td ({}) Tj ET\n"
TABLE = TEXT.format(110, 720, "a") + TEXT.format(210, 720, "b") + TEXT.format(110, 690, "c")


@pytest.mark.parametrize(
    "lines",
    [
        # strokes, thin filled bars, boxes around each cell, dashes, each line drawn twice
        "100 740 200 -60 re S 200 740 m 200 680 l S 100 710 m 300 710 l S",
        "100 739 200 1 re 100 679 200 1 re 100 709 200 1 re f"
        " 100 680 1 60 re 200 680 1 60 re 300 680 1 60 re f",
        "100 710 100 30 re 200 710 100 30 re 100 680 100 30 re 200 680 100 30 re S",
        "".join(f"{x} {y} 4 0.5 re f " for x in range(100, 300, 6) for y in (680, 710, 740))
        + "".join(f"{x} {y} 0.5 4 re f " for x in (100, 200, 300) for y in range(680, 740, 6)),
        "100 740 200 -60 re S 101 741 200 -60 re S 200 740 m 200 680 l S 201 740 m 201 680 l S"
        " 100 710 m 300 710 l S",
    ],
    ids=["strokes", "bars", "boxes", "dashes", "double"],
)
def test_lines_however_they_are_drawn(lines: str) -> None:
    (grid,) = read(drawn(lines + "\n" + TABLE)).grids
    assert shapes(grid) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c")]


def test_shading_rules_and_frames_make_no_table() -> None:
    shaded = "0.9 g 90 650 300 100 re f 0 g 50 50 500 700 re S 100 715 m 300 715 l S\n"
    (grid,) = read(drawn(shaded + TABLE)).grids
    assert grid.spans is Spans.NONE
    assert words(read(drawn(shaded + TABLE))) == [["a b", "c"]]


def test_a_table_with_open_sides() -> None:
    lines = (
        "100 740 m 300 740 l S 100 710 m 300 710 l S 100 680 m 300 680 l S 200 740 m 200 680 l S\n"
    )
    (grid,) = read(drawn(lines + TABLE)).grids
    assert shapes(grid) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c")]


def test_bold_by_printing_twice_and_spaces_by_gaps() -> None:
    text = (
        TEXT.format(100, 700, "2026") + TEXT.format(100.4, 700, "2026") + TEXT.format(140, 700, "x")
    )
    assert words(read(drawn(text))) == [["2026 x"]]


def test_tables_that_end_high_on_a_page_are_not_continued() -> None:
    lines = "100 740 200 -60 re S 200 740 m 200 680 l S 100 710 m 300 710 l S\n"
    document = read(drawn(lines + TABLE, pages=2))
    assert words(document) == [["a", "b", "c"], ["a", "b", "c"]]
    assert [grid.cells[0].at.page for grid in document.grids] == [1, 2]
    assert [grid.cells[0].at.table for grid in document.grids] == [1, 2]


def test_a_page_number_does_not_part_a_table_from_its_rest() -> None:
    lines = "100 740 200 -680 re S 200 740 m 200 60 l S 100 710 m 300 710 l S\n"
    document = read(drawn(lines + TABLE + TEXT.format(280, 30, "- 1 -"), pages=2))
    first, folios = document.grids
    assert [(c.row, c.text, c.at.page) for c in first.cells] == [
        (0, "a", 1),
        (0, "b", 1),
        (1, "c", 1),
        (2, "a", 2),
        (2, "b", 2),
        (3, "c", 2),
    ]
    assert [c.text for c in folios.cells] == ["- 1 -", "- 1 -"]


def test_a_scan_is_refused() -> None:
    picture = "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n"
    with pytest.raises(Refused, match=r"扫描.*请发送原来的 Excel"):
        read(drawn(picture))
    assert words(read(drawn(picture + TEXT.format(100, 100, "a")))) == [["a"]]


def test_an_encrypted_file_is_refused(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "form.txt").write_text("项目名称", encoding="utf-8")
    options = (
        'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
        '"DocumentOpenPassword":{"type":"string","value":"secret"}}'
    )
    locked = convert(tmp_path / "form.txt", options, tmp_path).read_bytes()
    with pytest.raises(Refused, match="请去掉打开密码"):
        read(locked)


def test_broken_and_blank_files_are_refused() -> None:
    with pytest.raises(Refused, match="损坏"):
        read(b"%PDF-1.4\n" + b"\xff" * 500)
    with pytest.raises(Refused, match="没有任何内容"):
        read(drawn(""))
    with pytest.raises(Refused, match="600 页"):
        read(drawn(TABLE, pages=601))


def test_characters_without_a_name_are_refused() -> None:
    nameless = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/X>>>>]>>"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    data = drawn("BT /F1 12 Tf 100 700 Td <000100020003> Tj ET").replace(font, nameless)
    with pytest.raises(Refused, match="乱码"):
        read(data)
