"""Runs of the same project or file in the order of time, and what the last one brought."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chukan.errors import UsageError
from chukan.output.text import listed
from chukan.paths import real_path
from chukan.reports.compare.compare import compare
from chukan.reports.compare.model import Comparison
from chukan.reports.results import Results, load_results, verification_folders
from chukan.verification.assemble import tool
from chukan.verification.document import load_verification
from chukan.verification.result import Verification
from chukan.verification.verdict import Verdict


@dataclass(frozen=True)
class Run:
    """One verification.

    Attributes:
        place: The folder, or the name that the reader knows it by.
        results: Reads its findings: only the last two of a series are needed.
    """

    place: str
    verification: Verification
    results: Callable[[], Results] = field(repr=False)

    @property
    def moment(self) -> dt.datetime:
        """When it began."""
        return dt.datetime.fromisoformat(self.verification.started).astimezone()


@dataclass(frozen=True)
class RunSeries:
    """The runs of one project, or of one file of a layout.

    Attributes:
        name: The group of the project, or layout and file.
        runs: The oldest first.
        since: The last against the one before; None = there is no earlier one, or the two have nothing in common.
    """

    name: str
    runs: tuple[Run, ...]
    since: Comparison | None

    @property
    def latest(self) -> Run:
        """The last run."""
        return self.runs[-1]

    @property
    def trend(self) -> str:
        """Errors of the last runs, in the order of time."""
        errors = [f"{run.verification.totals.errors:,}" for run in self.runs[-6:]]
        return ("… → " if len(self.runs) > len(errors) else "") + " → ".join(errors)


@dataclass(frozen=True)
class Failed:
    """A project that could not be checked, and why."""

    name: str
    message: str


@dataclass(frozen=True)
class RunHistory:
    """Many verifications: one series a project or file, the gravest latest verdict first."""

    tool: dict[str, str]
    series: tuple[RunSeries, ...]
    failed: tuple[Failed, ...] = ()

    @property
    def verdicts(self) -> Counter[Verdict]:
        """How many series have each latest verdict."""
        return Counter(s.latest.verification.verdict for s in self.series)

    @property
    def with_new(self) -> tuple[RunSeries, ...]:
        """The series with findings that may be new since the run before."""
        return tuple(s for s in self.series if s.since and s.since.total().added.high)


def runs_of(folders: Iterable[Path]) -> list[Run]:
    """Return the verifications in some folders, or in folders below them; each once.

    Raises:
        InputError: A folder has none, or one that can't be read.
    """
    found = dict.fromkeys(real_path(one) for folder in folders for one in verification_folders(folder))
    return [Run(_shown(one), load_verification(one), lambda one=one: load_results(one)) for one in found]  # type: ignore[misc]


def history(runs: Sequence[Run], failed: Sequence[Failed] = ()) -> RunHistory:
    """Order runs into series, and compare the last two of each.

    Args:
        runs: In any order.
        failed: What could not be checked.
    """
    groups: dict[tuple[str, ...], list[Run]] = {}
    for run in runs:
        groups.setdefault(_series(run.verification), []).append(run)
    series = [_made(sorted(group, key=lambda r: r.moment)) for group in groups.values()]
    names = Counter(s.name for s in series)
    series = [s if names[s.name] == 1 else RunSeries(f"{s.name}（{s.latest.place}）", s.runs, s.since) for s in series]
    order: tuple[Verdict, ...] = ("fail", "not_checked", "pass_with_waivers", "pass")
    return RunHistory(
        tool(), tuple(sorted(series, key=lambda s: (order.index(s.latest.verification.verdict), s.name))), tuple(failed)
    )


def _series(v: Verification) -> tuple[str, ...]:
    """Return what tells series apart: the project's secret, else its group and towns; of a `check` layout and file."""
    if v.group or v.deliveries:
        towns = tuple(sorted({d.municipality for d in v.deliveries} | {f.municipality for f in v.files}))
        return ("project", v.group, *((v.fingerprint_key,) if v.fingerprint_key else towns))
    return ("file", v.layout.business or "", v.layout.layout or "", *(f.path for f in v.files))


def _made(runs: list[Run]) -> RunSeries:
    v = runs[-1].verification
    name = v.group or "、".join(dict.fromkeys(f"{f.layout.name} {f.path}" for f in v.files)) or "検査したファイルなし"
    since = None
    if len(runs) > 1:
        try:
            since = compare(runs[-2].results(), runs[-1].results())
        except UsageError:  # another municipality or business of the project: nothing to compare
            since = None
    return RunSeries(name, tuple(runs), since)


def _shown(folder: Path) -> str:
    try:
        return folder.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(folder)


def headline(h: RunHistory) -> str:
    """Return the whole in a sentence."""
    words = {"pass": "合格", "pass_with_waivers": "合格（了承あり）", "fail": "不合格", "not_checked": "未検査あり"}
    parts = [f"{word} {h.verdicts[v]}" for v, word in words.items() if h.verdicts[v]]  # type: ignore[index]
    parts += [f"実行できず {len(h.failed)}"] if h.failed else []
    new = f"。前回から新しい指摘がある（ありうる）もの: {listed([s.name for s in h.with_new], 5)}" if h.with_new else ""
    return f"{len(h.series) + len(h.failed):,} 件のうち {'、'.join(parts)}{new}"


def since_words(series: RunSeries) -> str:
    """Return what the last run brought, in a few words."""
    if series.since is None:
        return "—" if len(series.runs) == 1 else "比べられません"
    total = series.since.total()
    unseen = f"、未確認 {total.unseen}" if total.unseen.high else ""
    return f"解消 {total.solved}、引き続き {total.still}、新しく {total.added}{unseen}"
