"""The workbooks of a plan, written one after another; what fails is said, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xlperf.model.refusal import Refused
from xlperf.rounds.fill.doubts import doubts
from xlperf.rounds.fill.plan import Entry, Job
from xlperf.rounds.fill.workbook import Filled, Filler
from xlperf.rounds.identity import identify
from xlperf.rounds.safely import NotWritten, write_safely

_ELSEWHERE = "请换一个文件夹或文件名，或先把它移走。"
#: what Excel and WPS, and LibreOffice, lay beside a workbook as long as they have it open
_LOCKS = ("~${}", ".~lock.{}#")


@dataclass(frozen=True, slots=True)
class Note:
    entry: Entry | None  # None: about the workbook as a whole
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    job: Job
    refused: str | None = None
    notes: tuple[Note, ...] = ()


def performed(jobs: Iterable[Job], filler: Filler) -> Iterator[Outcome]:
    """One outcome for each job, as soon as it is done."""
    for job in jobs:
        reason = obstacle(job.path)
        yield Outcome(job, reason) if reason else _written(job, filler)


def obstacle(path: Path) -> str | None:
    """Why a file must not be replaced: only one of ours that nobody has touched may be."""
    if not path.exists():
        return None
    if path.is_dir():
        return f"「{path}」是文件夹；{_ELSEWHERE}"
    try:
        found = identify(path.read_bytes())
    except (OSError, Refused):
        found = None
    if found is None:
        return f"「{path}」已经存在，而且不是 xlperf 填的表；为免覆盖，{_ELSEWHERE}"
    if found.filled or found.changes:
        return f"「{path}」已经有人填写或改动过；为免覆盖，{_ELSEWHERE}"
    locks = (path.with_name(lock.format(path.name)) for lock in _LOCKS)
    if lock := next((each for each in locks if each.exists()), None):
        return (
            f"「{path}」好像正被打开（旁边有「{lock.name}」）；请关闭后再试，"
            "没有人打开就删去那个文件，或换一个文件夹。"
        )
    return None


def _written(job: Job, filler: Filler) -> Outcome:
    try:
        filled = filler.filled(job)
        write_safely(job.path, filled.data)
    except Refused as refusal:
        return Outcome(job, refusal.reason)
    except NotWritten as error:
        return Outcome(job, error.reason)
    return Outcome(job, notes=tuple(_notes(job, filled, filler)))


def _notes(job: Job, filled: Filled, filler: Filler) -> Iterator[Note]:
    for text in filled.notes:
        yield Note(None, text)
    for entry, lost in zip(job.entries, filled.losses, strict=True):
        for text in (*lost, *doubts(entry.form, filler.edition)):
            yield Note(entry, text)
