"""Who a workbook is: what the hidden sheet of one of ours says, and whether it was signed.

The sheet holds names and values, one pair a row. It is a help, never a condition: a workbook
without it is read all the same.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum
from hashlib import sha256

SHEET = "_xlperf"
SCHEMA = "xlperf-identity/1"


class Signature(Enum):
    """What the signature is worth to whoever holds a key, or none."""

    NONE = "未签名"
    UNCHECKED = "有签名，没有密钥可以核对"
    GOOD = "签名相符"
    BAD = "签名不符：内容被改动，或不是本轮下发的"


@dataclass(frozen=True, slots=True)
class Identity:
    edition: str | None = None
    version: str | None = None  # of the program that wrote it
    kind: str | None = None
    unit: str | None = None
    round: str | None = None
    issue: str | None = None
    template: str | None = None  # sha256 of the template's bytes
    inputs: str | None = None  # sha256 of what stood in the open cells
    face: str | None = None  # what nobody may change, packed
    signature: str | None = None

    def signed(self, key: bytes) -> Identity:
        return replace(self, signature=self._digest(key))

    def judged(self, key: bytes | None) -> Signature:
        if self.signature is None:
            return Signature.NONE
        if key is None:
            return Signature.UNCHECKED
        good = hmac.compare_digest(self.signature.encode(), self._digest(key).encode())
        return Signature.GOOD if good else Signature.BAD

    def pairs(self) -> Iterator[tuple[str, str]]:
        """All that is known, in order."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None:
                yield field.name, value

    @classmethod
    def from_pairs(cls, pairs: Mapping[str, str]) -> Identity:
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in pairs.items() if name in known})

    def _digest(self, key: bytes) -> str:
        # with its length before it, no value can pass for another pair
        told = ((name, value) for name, value in self.pairs() if name != "signature")
        text = "".join(f"{name}:{len(value)}:{value}\n" for name, value in told)
        return hmac.new(key, text.encode("utf-8", "surrogatepass"), sha256).hexdigest()
