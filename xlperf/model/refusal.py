"""A file that can't be read, and why, in words for a clerk."""

from __future__ import annotations


class Refused(Exception):
    """Raised inside readers; the boundary turns it into an entry of `refused`.

    The reason says what was found and what to do: 文件不完整，请重新发送。
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
