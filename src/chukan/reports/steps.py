"""What to do next: the few most useful steps, each with the thing, the place and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chukan.output.text import listed, number
from chukan.reports.causes import Cause
from chukan.reports.labels import AGREEMENT_JA, is_out_of_scope
from chukan.reports.summary import RuleRow, Summary
from chukan.severity import Severity

#: More than this nobody reads; the rest is in the tables.
MOST = 7


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    Attributes:
        anchor: The part of the HTML report with the details, without #.
        severity: What it is about; None = no finding.
        who: Who does it: 移行元, 移行先, 団体.
    """

    what: str
    where: str
    how: str
    anchor: str
    severity: Severity | None = None
    who: str = "団体"

    @property
    def advice(self) -> str:
        """Who does it, and how."""
        return f"【{self.who}】{self.how}"


def next_steps(s: Summary) -> tuple[Step, ...]:
    """At most `MOST` steps: what blocks everything else first, then causes, then errors, then decisions, then warnings.

    What finds no room is counted by `left_out`.
    """
    blocking = [*_missing(s), *_waivers(s), *_rejected(s), *_not_run(s)]
    decisions = [*_undecided(s), *_gaiji(s)]
    closing = list(_closing(s))
    kept = len(closing) if s.verification.verdict in ("pass", "pass_with_waivers") else 0
    room = max(MOST - len(blocking) - min(len(decisions), 1) - kept, 1)
    steps = [*blocking, *list(_errors(s))[:room], *decisions, *_estimates(s), *_warnings(s), *_switched_off(s)]
    return tuple([*steps[: MOST - kept], *closing][:MOST])


def left_out(s: Summary) -> str:
    """Return how many kinds of findings `next_steps` has no room for; "" when it names them all."""
    named = {step.what for step in next_steps(s)}
    left = [step for step in (*_errors(s), *_warnings(s)) if step.what not in named]
    kinds = [
        f"{severity.ja} {number(n)} 種類" for severity in Severity if (n := sum(x.severity == severity for x in left))
    ]
    return f"ほかに{'、'.join(kinds)}の指摘があります: {listed([x.what for x in left], 8)}" if left else ""


def _missing(s: Summary) -> Iterator[Step]:
    rows = [f for f in s.general if f.rule == "F01"]
    if rows:
        names = [
            f"{d.municipality_name}の{d.business_name}"
            for f in rows
            for d in s.verification.deliveries
            if (d.municipality, d.business) == (f.municipality, f.business)
        ]
        yield Step(
            f"提出されていないファイルがあります（{number(len(rows))} 業務）",
            listed(names, 4),
            "移行元に提出を依頼し、プロジェクトの files に書いて検査し直してください。移行しない業務は method を改めてください。",
            "matrix",
            Severity.ERROR,
            who="移行元",
        )


def _waivers(s: Summary) -> Iterator[Step]:
    bad = [w for w in s.verification.waivers if w.note]
    if bad:
        yield Step(
            f"効力のない了承が {number(len(bad))} 行あります",
            listed([f"{w.rule} {w.item or '全項目'}（{w.scope or '全体'}）" for w in bad]),
            f"了承シートを直してください。たとえば: {bad[0].note}",
            "waivers",
            Severity.ERROR,
        )


def _rejected(s: Summary) -> Iterator[Step]:
    files = sorted((f for f in s.files if f.records.rejected), key=lambda f: (-f.records.rejected, f.path))
    if files:
        total = sum(f.records.rejected for f in files)
        single = len(s.files) == 1 and not s.verification.deliveries
        kept = "rejected.csv に" if single else "rejected フォルダに"
        yield Step(
            f"読み取れなかったレコードが {number(total)} 件あります",
            listed([f"{f.path}（{number(f.records.rejected)} 件）" for f in files]),
            f"元のバイトのまま {kept}残しました。移行元に示し、出力し直してもらってください。",
            "account",
            Severity.ERROR,
            who="移行元",
        )


def _not_run(s: Summary) -> Iterator[Step]:
    rows = s.states("could_not_run")
    if rows:
        files = [f.path for f in s.files if f.not_run]
        yield Step(
            f"実行できなかった検査項目が {number(len(rows))} つあります",
            f"{listed([f'{r.rule} {r.title}' for r in rows])}{f'（{listed(files)}）' if files else ''}",
            f"理由: {rows[0].why}。足りないものをそろえて検査し直してください。",
            "rules",
        )


def _errors(s: Summary) -> Iterator[Step]:
    """Yield causes first, then reading problems, because they make others; then by number."""
    reported = ("F07", "F08") if s.verification.totals.records.rejected else ()
    errors = [cause for cause in s.causes if cause.severity is Severity.ERROR and cause.rule not in reported]
    yield from map(_of_cause, errors)
    rows = (r for r in s.rules if r.numbers.errors and r.files and r.rule not in reported and not _is_explained(r, s))
    for row in sorted(rows, key=lambda r: (not r.rule.startswith("F"), -r.numbers.errors, r.rule)):
        yield _of_rule(row, Severity.ERROR)


def _undecided(s: Summary) -> Iterator[Step]:
    keys = tuple(dict.fromkeys(AGREEMENT_JA.get(k, k) for f in s.files for k in f.undecided))
    if keys:
        files = sum(bool(f.undecided) for f in s.files)
        yield Step(
            f"移行条件が {len(keys)} 項目決まっていません: {listed(keys, 8)}",
            f"{number(files)} ファイル",
            "推定して読んでいます。移行元・移行先の事業者と合意し、移行条件（agreement.yaml）に書いてください。",
            "agreement",
            Severity.WARNING,
            who="移行元・移行先",
        )


def _gaiji(s: Summary) -> Iterator[Step]:
    kinds = {(f.municipality, g.code_point) for f in s.files for g in f.gaiji}
    if kinds:
        times = sum(g.count for f in s.files for g in f.gaiji)
        items = tuple(dict.fromkeys(i for f in s.files for g in f.gaiji for i in g.items))
        yield Step(
            f"外字が {number(len(kinds))} 種（のべ {number(times)} 字）使われています",
            listed(items, 5),
            "外字一覧の字形を確かめ、移行先の文字への対応を決めてください。",
            "gaiji",
            Severity.WARNING,
            who="団体・移行先",
        )


def _warnings(s: Summary) -> Iterator[Step]:
    yield from (_of_cause(cause) for cause in s.causes if cause.severity is Severity.WARNING)
    known = ("A01", "V10")
    rows = (
        r
        for r in s.rules
        if r.numbers.warnings and not r.numbers.errors and r.rule not in known and not _is_explained(r, s)
    )
    for row in sorted(rows, key=lambda r: (-r.numbers.warnings, r.rule)):
        yield _of_rule(row, Severity.WARNING)


def _estimates(s: Summary) -> Iterator[Step]:
    """Return what to do with findings that rest on what a reference pack only estimates."""
    if s.numbers.estimates:
        rows = [r for r in s.rules if r.numbers.estimates]
        yield Step(
            f"推定に基づく指摘が {number(s.numbers.estimates)} 件あります",
            listed([f"{r.rule} {r.title}" for r in rows], 4),
            "定義の推定と違うだけで、データの誤りとは限りません。移行元・移行先の事業者と定義を確かめ、違うところは自団体のレイアウト集で直してください。",
            "counts",
            Severity.WARNING,
            who="移行元・移行先",
        )


def _switched_off(s: Summary) -> Iterator[Step]:
    off = s.states("switched_off")
    for word, rows, how in (
        ("停止している", [r for r in off if not is_out_of_scope(r)], "必要なものは停止を外して検査し直してください。"),
        ("対象外の", [r for r in off if is_out_of_scope(r)], "要るものは、そろえて検査し直してください。"),
    ):
        if rows:
            yield Step(
                f"{word}検査項目が {number(len(rows))} つあります",
                listed([f"{r.rule} {r.title}" for r in rows]),
                f"理由: {listed(list(dict.fromkeys(r.why for r in rows)), 2)}。{how}",
                "rules",
            )


def _of_cause(cause: Cause) -> Step:
    return Step(cause.what, cause.file, cause.how, f"rule-{cause.rule}", cause.severity, who=cause.who)


def _is_explained(row: RuleRow, s: Summary) -> bool:
    """Return True when causes say all that a rule found."""
    left = row.numbers.errors + row.numbers.warnings + row.numbers.infos
    return sum(cause.explained.get(row.rule, 0) for cause in s.causes) >= left


def _of_rule(row: RuleRow, severity: Severity) -> Step:
    items = listed(row.items) if row.items else "ファイル全体・レコード全体"
    return Step(
        f"{row.rule} {row.title}: {severity.ja} {number(row.numbers.of(severity))} 件",
        f"{items}（{listed(row.files, 2)}）" if row.files else items,
        row.entry.remedy if row.entry else "指摘の文を確かめてください。",
        f"rule-{row.rule}",
        severity,
        who=row.entry.who if row.entry else "移行元",
    )


def _closing(s: Summary) -> Iterator[Step]:
    """Yield what remains when the data is in order; a check against a reference definition is never the last word."""
    v = s.verification
    if v.verdict in ("pass", "pass_with_waivers") and v.deliveries:
        yield Step(
            "証跡を作れます",
            "chukan evidence build",
            "この検証結果から、判定表・確認書・報告書の章を作り、封をします。",
            "basis",
        )
    if s.rests_on_reference:
        yield Step(
            "公式の移行ファイル定義での確認はまだです",
            "、".join(s.statements),
            "公式のワークブックを chukan layouts import で取り込み、その定義で検査し直してください。",
            "basis",
        )
