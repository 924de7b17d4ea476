"""A sheet's protection, with the password that is given when it is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.ooxml.following.copies import Copy
from xlperf.ooxml.following.elements import Element, with_attributes

#: what a template's own password may be written as
_OWN = dict.fromkeys(("password", "algorithmName", "hashValue", "saltValue", "spinCount"))


@dataclass(frozen=True, slots=True)
class Protection:
    text: str
    attributes: str
    looks_away: bool = False

    @classmethod
    def compile(cls, text: str, element: Element) -> Protection:
        return cls(text[element.start : element.end], element.attributes)

    def written(self, at: Copy) -> Sequence[str]:
        if at.password is None:
            return (self.text,)
        attributes = with_attributes(self.attributes, {**_OWN, **at.password.attributes()})
        return (f"<sheetProtection{attributes}/>",)
