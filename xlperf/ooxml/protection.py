"""A password of sheets and workbooks, as Excel stores it: ISO 29500-1 18.2.29 and 18.3.1.85.

It keeps honest people from changing what isn't theirs; it hides nothing. Hashing is slow on
purpose, so a password is hashed once and the result used for every workbook of a run.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass

ALGORITHM = "SHA-512"
SPINS = 100_000  # what Excel itself writes
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Password:
    """What stands in the XML; the password itself isn't kept."""

    algorithm: str
    hash: str  # base64
    salt: str  # base64
    spins: int

    @classmethod
    def hashed(cls, text: str, *, salt: bytes | None = None, spins: int = SPINS) -> Password:
        """The digest over salt and text (UTF-16LE), then over itself and the turn's number."""
        salt = secrets.token_bytes(_SALT_BYTES) if salt is None else salt
        digest = hashlib.sha512(salt + text.encode("utf-16-le", "surrogatepass")).digest()
        for turn in range(spins):
            digest = hashlib.sha512(digest + turn.to_bytes(4, "little")).digest()
        return cls(ALGORITHM, _base64(digest), _base64(salt), spins)

    def attributes(self) -> dict[str, str]:
        """Of `<sheetProtection>` and `<protectedRange>`."""
        return {
            "algorithmName": self.algorithm,
            "hashValue": self.hash,
            "saltValue": self.salt,
            "spinCount": str(self.spins),
        }

    def workbook_attributes(self) -> dict[str, str]:
        """Of `<workbookProtection>`, whose names begin with the word."""
        return {
            f"workbook{name[0].upper()}{name[1:]}": value
            for name, value in self.attributes().items()
        }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
