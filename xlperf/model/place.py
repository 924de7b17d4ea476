"""Where a value came from, so that a finding can point back at it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Only what the kind of source knows is set; the rest stays None."""

    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def to_json(self) -> dict[str, Any]:
        known = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: list(value) if name == "box" else value
            for name, value in known.items()
            if value is not None
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Place:
        known = dict(data)
        if known.get("box") is not None:
            known["box"] = tuple(known["box"])
        return cls(**known)

    def __str__(self) -> str:
        if self.cell is not None:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        if self.line is not None:
            return f"第{self.line}行"
        where = f"第{self.page}页" if self.page is not None else ""
        if self.table is not None:
            where += f"第{self.table}个表格"
        if self.row is not None:
            where += f"第{self.row}行"
        if self.column is not None:
            where += f"第{self.column}列"
        return where or "未知位置"


NOWHERE = Place()
