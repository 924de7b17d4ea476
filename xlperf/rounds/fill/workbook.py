"""One workbook: a template filled with forms, told who it is, and read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from xlperf import __version__
from xlperf.editions import Edition, Library
from xlperf.model.form import Form
from xlperf.model.identity import Identity
from xlperf.model.names import unit_key
from xlperf.model.refusal import Refused
from xlperf.ooxml.protection import Password
from xlperf.ooxml.sheetnames import SheetNames
from xlperf.rounds.fill.again import read_again
from xlperf.rounds.fill.context import context_of, pages_of
from xlperf.rounds.fill.losses import Losses
from xlperf.rounds.fill.plan import Job
from xlperf.rounds.identity import stamped
from xlperf.templating import Template
from xlperf.templating.faults import TemplateFaults

SPARE = 30  # rows for further indicators, where units fill them in
_NO_IDENTITY = (
    "模板 {} 里没有 _xlperf 工作表，填好的表认不出版次和改动；请从 national 的模板复制这张隐藏表。"
)


@dataclass(frozen=True, slots=True)
class Issue:
    """What a round says of the workbooks that it sends out."""

    round: str | None = None
    issue: str | None = None
    key: bytes | None = None  # None: not signed


@dataclass(frozen=True, slots=True)
class Filled:
    data: bytes
    #: for each form, what of it isn't in the workbook, or looks different there
    losses: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Compiled:
    template: Template
    fingerprint: str


class Filler:
    """Fills the templates of one edition; each is compiled once."""

    def __init__(
        self,
        library: Library,
        edition: Edition,
        *,
        password: str | None = None,
        spare: int | None = None,
        issue: Issue = Issue(),
    ) -> None:
        self._library = library
        self.edition = edition
        self._password = Password.hashed(password) if password else None
        self._spare = spare
        self._issue = issue
        self._losses = Losses(edition, library.generic)
        self._compiled: dict[Path, _Compiled] = {}

    def compile(self, path: Path) -> _Compiled:
        """Refused with every fault of the template."""
        if path not in self._compiled:
            data = path.read_bytes()
            try:
                template = Template.compile(data, path.name)
            except TemplateFaults:
                raise  # they name the template and the cell
            except Refused as refusal:
                raise Refused(f"模板「{path}」用不了：{refusal.reason}") from refusal
            self._compiled[path] = _Compiled(template, sha256(data).hexdigest())
        return self._compiled[path]

    def filled(self, job: Job) -> Filled:
        forms = [entry.form for entry in job.entries]
        compiled = self.compile(job.template)
        data = compiled.template.render(self._context(forms, job), password=self._password)
        identity = self._identity(forms, job, compiled.fingerprint)
        result = stamped(data, identity, self._issue.key)
        again = read_again(result.workbook, self._library)
        return Filled(
            result.data,
            self._losses.of(forms, again),
            () if result.identity else (_NO_IDENTITY.format(job.template),),
        )

    def _context(self, forms: Sequence[Form], job: Job) -> dict[str, object]:
        stacked = job.layout == "stacked"
        spare = self._spare if self._spare is not None else 0 if stacked else SPARE
        pages = pages_of(forms, self.edition, _sheet_names(forms, job), collected=stacked)
        return context_of(pages, self.edition, spare)

    def _identity(self, forms: Sequence[Form], job: Job, fingerprint: str) -> Identity:
        kinds = {form.kind for form in forms}
        units = {unit_key(form.unit or ""): form.unit for form in forms}
        return Identity(
            edition=self.edition.key,
            version=__version__,
            kind=kinds.pop() if len(kinds) == 1 else None,
            unit=next(iter(units.values())) if len(units) == 1 else None,
            round=self._issue.round,
            issue=self._issue.issue,
            template=fingerprint,
        )


def _sheet_names(forms: Sequence[Form], job: Job) -> list[str]:
    """A workbook of one form names its sheet by the form, others by the projects."""
    if job.layout != "sheets":
        return [form.kind for form in forms]
    names = SheetNames()
    return [
        names.given(form.project.name or "", f"{form.kind}{number}")
        for number, form in enumerate(forms, start=1)
    ]
