"""One run of filling: what was given, what is planned, what was written, and what wasn't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlperf.editions import Edition, Library, load_library
from xlperf.model.form import Form
from xlperf.model.refusal import Refused
from xlperf.reading import Reading
from xlperf.rounds.fill.filenames import PATTERN, FileNames
from xlperf.rounds.fill.given import Given, gathered, is_record_file
from xlperf.rounds.fill.perform import Outcome, performed
from xlperf.rounds.fill.plan import Entry, Job, Layout, planned, split_by_kind
from xlperf.rounds.fill.workbook import Filler, Issue

Skipped = tuple[str, str]  # file, reason


@dataclass(frozen=True, slots=True)
class Request:
    edition: str
    layout: Layout
    out: Path
    name: str | None = None
    spare: int | None = None
    password: str | None = None
    issue: Issue = field(default_factory=Issue)


@dataclass(frozen=True, slots=True)
class Remark:
    """About one file of the sources, one form of it, or one workbook that was written."""

    file: Path
    form: Form | None
    text: str


@dataclass(slots=True)
class Filling:
    """`take` what was read, then `perform`; every fault of the request is Refused before."""

    request: Request
    library: Library
    edition: Edition
    jobs: list[Job] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    @classmethod
    def begun(cls, request: Request) -> Filling:
        library = load_library()
        edition = library.editions.get(request.edition)
        if edition is None:
            known = "、".join(library.editions)
            raise Refused(f"没有版次「{request.edition}」，可以用：{known}。")
        FileNames(request.name or PATTERN)
        return cls(request, library, edition)

    def sorted_out(self, files: Iterable[Path]) -> tuple[list[Path], list[Path], list[Skipped]]:
        """Records, other sources, and what an earlier run wrote to the same place."""
        records: list[Path] = []
        others: list[Path] = []
        own: list[Skipped] = []
        out = self.request.out.resolve()
        for file in files:
            if out in (file.resolve(), *file.resolve().parents):
                own.append((str(file), "在 -o 要写的位置，没有当作来源。"))
            else:
                (records if is_record_file(file) else others).append(file)
        return records, others, own

    def take(self, records: Sequence[Path], readings: Sequence[Reading]) -> None:
        entries: list[Entry] = []
        for given in gathered(records, readings, self.library, self.edition):
            self._note_given(given)
            entries += (Entry(given.file, form) for form in given.forms)
        fitting, others = split_by_kind(entries, self.edition)
        self.refused += (Remark(entry.file, entry.form, why) for entry, why in others)
        asked = self.request
        self.jobs = planned(fitting, self.edition, asked.layout, asked.out, asked.name)

    def perform(self) -> Iterator[Outcome]:
        """Yields as workbooks are done, for whoever shows how far it is."""
        asked = self.request
        filler = Filler(
            self.library,
            self.edition,
            password=asked.password,
            spare=asked.spare,
            issue=asked.issue,
        )
        for template in dict.fromkeys(job.template for job in self.jobs):
            filler.compile(template)  # its faults are said once, before anything is written
        for outcome in performed(self.jobs, filler):
            self._note_outcome(outcome)
            yield outcome

    def _note_given(self, given: Given) -> None:
        if given.refused is not None:
            self.refused.append(Remark(given.file, None, given.refused))
        self.notes += (Remark(given.file, None, note) for note in given.notes)

    def _note_outcome(self, outcome: Outcome) -> None:
        job, reason = outcome.job, outcome.refused
        if reason is None:
            self.written.append(job.path)
        else:
            self.refused += (Remark(entry.file, entry.form, reason) for entry in job.entries)
        for note in outcome.notes:
            entry = note.entry
            self.notes.append(
                Remark(entry.file, entry.form, note.text)
                if entry
                else Remark(job.path, None, note.text)
            )


def document(filling: Filling, skipped: Sequence[Skipped] = ()) -> dict[str, Any]:
    """What `xlperf fill --json` prints."""
    return {
        "written": [str(path) for path in filling.written],
        "refused": [_told(each, "reason") for each in filling.refused],
        "notes": [_told(each, "text") for each in filling.notes],
        "skipped": [{"file": file, "reason": reason} for file, reason in skipped],
    }


def _told(remark: Remark, name: str) -> dict[str, Any]:
    form = remark.form
    about = form and {
        "kind": form.kind,
        "unit": form.unit,
        "project": form.project.name,
        "year": form.year,
    }
    return {"file": str(remark.file), "form": about, name: remark.text}
