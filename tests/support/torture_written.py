"""What became of the torture template for some turns of its loop."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from support.opened import Element, Package, Sheet
from support.torture import MAIN, context, original, out

from xlperf.templating import Template

COUNTS = (0, 1, 20)
QUOTED = f"'{MAIN}'"


@dataclass(eq=False)
class Written:
    count: int
    package: Package

    def at(self, row: int) -> int:
        return out(row, self.count)

    @property
    def turns(self) -> range:
        return range(6, 6 + self.count)

    def area(self, left: str, right: str = "") -> list[str]:
        """The loop's row in some columns, over all turns; nothing for no turn."""
        if self.count == 0:
            return []
        first, last = f"{left}6", f"{right or left}{5 + self.count}"
        return [first if first == last else f"{first}:{last}"]

    @cached_property
    def main(self) -> Sheet:
        return self.package.sheet(MAIN)

    def rules(self, kind: str) -> dict[str, Element]:
        """Conditional formats of one kind, by their places joined."""
        return {
            each.get("sqref"): rule
            for each in self.main.all("conditionalFormatting")
            for rule in each
            if rule.get("type") == kind
        }


@lru_cache(maxsize=1)
def _compiled() -> Template:
    return Template.compile(original().data, "万能.xlsx")


@lru_cache(maxsize=len(COUNTS))
def rendered(count: int) -> Written:
    return Written(count, Package(_compiled().render(context(count))))
