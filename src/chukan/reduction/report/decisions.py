"""What the municipality must decide, and what it decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chukan.output.text import wareki_day
from chukan.reduction.classify.units import Unit
from chukan.reduction.report.report import Amount, Decision, Report
from chukan.reduction.rules.reasons import CANDIDATE, Code
from chukan.reduction.rules.settings import BY_BOUNDARY, Archive


def decisions(code: str, units: Sequence[Unit], report: Report) -> Iterator[Decision]:
    """Yield the decisions of one municipality, the open ones first.

    Args:
        code: The municipality.
        units: Its layouts with their files.
        report: The report so far, with its cells.
    """
    made = [*_rules(code, units, report), *_boundary(code, units, report), *_out_of_sight(code, units, report)]
    made += [*_household(code, units, report), *_my_number(code, units, report)]
    made += [*_archive(code, units), *_loose_numbers(code, report), *_migration(code, report)]
    yield from (d for d in made if d.open)
    yield from (d for d in made if not d.open)


def _amount(code: str, report: Report, rule: str, *, waiting: bool) -> Amount:
    cells = (c for c in report.cells if c.rule == rule and report.files[c.file].municipality == code)
    return sum((c.amount for c in cells if (c.code == "not_set" if waiting else c.level == CANDIDATE)), Amount())


def _rules(code: str, units: Sequence[Unit], report: Report) -> Iterator[Decision]:
    settings = units[0].settings
    rules = {a.rule.id: a.rule for u in units for a in u.rules}
    for rule in rules.values():
        setting = settings.rules.get(rule.id)
        if setting is not None and not setting.use:
            yield Decision(code, open=False, about=rule.id, text=f"{rule.record_class}: この規則では削減しない")
        elif setting is not None and setting.years is not None:
            who = "・".join(str(x) for x in (setting.decided_by, setting.decided_on) if x)
            text = (
                f"{rule.record_class}: {setting.years}年（{setting.name or rule.law}）{f'決定: {who}' if who else ''}"
            )
            yield Decision(
                code, open=False, about=rule.id, text=text, amount=_amount(code, report, rule.id, waiting=False)
            )
            if not (setting.decided_by and setting.decided_on):
                yield Decision(
                    code,
                    open=True,
                    about=rule.id,
                    text=f"{rule.record_class}: 年数を決めた者と日付の記入",
                    setting=f"rules の {rule.id} の decided_by・decided_on",
                )
        elif rule.must_be_set:
            yield Decision(
                code, open=True, about=rule.id, text=rule.ask, amount=_amount(code, report, rule.id, waiting=True)
            )


def _boundary(code: str, units: Sequence[Unit], report: Report) -> Iterator[Decision]:
    if not any(a.rule.id in BY_BOUNDARY for u in units for a in u.rules):
        return
    settings = units[0].settings
    amount = sum((_amount(code, report, rule, waiting=False) for rule in BY_BOUNDARY), Amount())
    if settings.juhyo_boundary_date is None:
        text = (
            f"除票・改製原の境界日を既定の {settings.boundary} とするか。消除・改製した除票を5年より長く保存していた団体は、"
            "その年数だけ前の日（10年なら 2009-06-20 など）とする。年度単位で保存していた団体は 2014-04-01 とする。"
            "境界日とその前後1日のものは団体により扱いが分かれるため、人の目でも確かめる"
        )
        yield Decision(code, open=True, about="boundary", text=text, amount=amount, setting="juhyo_boundary_date")
    else:
        text = f"除票・改製原の境界日: {settings.boundary}（これより前に消除・改製したものが候補）"
        yield Decision(code, open=False, about="boundary", text=text, amount=amount)


def _household(code: str, units: Sequence[Unit], report: Report) -> Iterator[Decision]:
    """Whether 除票 were kept one a household or one a person."""
    if not any(a.rule.id == "JK01" for u in units for a in u.rules):
        return
    if units[0].settings.household_slips is False:
        yield Decision(
            code,
            open=False,
            about="household",
            text="除票は個人票で調製していた。世帯のほかの者が残っていても候補とする",
        )
        return
    held = (
        c
        for c in report.cells
        if c.code == "group" and c.over and c.rule == "JK01" and report.files[c.file].municipality == code
    )
    amount = sum((c.amount for c in held), Amount())
    if amount.records:
        text = (
            "除票を世帯ごとの票（世帯票）で調製していたか。世帯票は全員が消除されるまで保存期間が始まらないため、世帯に残る者があれば候補から外している。"
            "個人ごとの票（個人票）であれば、そう決める"
        )
        yield Decision(code, open=True, about="household", text=text, amount=amount, setting="household_slips: false")


_DELIVER = "ファイルを加えるか、所管課が支障のないことを確かめる"
#: What to do about what is out of sight.
_NEXT: dict[Code, str] = {
    "referrer_missing": _DELIVER,
    "not_delivered": _DELIVER,
    "referrer_unreadable": "ファイルを直してもらい、もう一度実行する",
}


def _out_of_sight(code: str, units: Sequence[Unit], report: Report) -> Iterator[Decision]:
    """Yield records that wait because something else was not delivered or could not be read."""
    waiting: dict[tuple[str, str], Amount] = {}
    for cell in report.cells:
        if cell.code in _NEXT and report.files[cell.file].municipality == code:
            key = (cell.reason, _NEXT[cell.code])
            waiting[key] = waiting.get(key, Amount()) + cell.amount
    for (reason, then), amount in waiting.items():
        setting = "absent" if then == _DELIVER else ""
        yield Decision(code, open=True, about="absent", text=f"{reason}。{then}", amount=amount, setting=setting)
    for absent in units[0].settings.absent:
        who = f"（{absent.decided_by}）" if absent.decided_by else ""
        layouts = "すべて" if "*" in absent.layouts else "、".join(absent.layouts)
        yield Decision(
            code,
            open=False,
            about="absent",
            text=f"提出していない移行ファイルに支障となる記録はない: {absent.reason}{who}",
            setting=f"absent: {layouts}",
        )
    rejected = sum((f.rejected for f in report.files if f.municipality == code), Amount())
    if rejected.records:
        text = "読み取れない記録がある。検証の指摘（読み取り）を直してから、もう一度実行する"
        yield Decision(code, open=True, about="rejected", text=text, amount=rejected)


def _my_number(code: str, units: Sequence[Unit], report: Report) -> Iterator[Decision]:
    amount = my_number_amount(code, report)
    if not amount.records:
        return
    setting = units[0].settings.my_number
    if setting is None:
        text = "削減候補の記録に個人番号がある。媒体で保管する前に除く方法と根拠を決める（番号法20条）"
        yield Decision(
            code, open=True, about="my_number", text=text, amount=amount, setting="my_number: removal・basis"
        )
    else:
        yield Decision(
            code,
            open=False,
            about="my_number",
            text=f"個人番号の列は空欄にして保管する: {setting.basis}",
            amount=amount,
        )


def my_number_amount(code: str, report: Report) -> Amount:
    """Return the candidates that have a 個人番号.

    Args:
        code: The municipality.
        report: The report, with its files.
    """
    return Amount(sum(f.my_number_candidates for f in report.files if f.municipality == code), 0)


def missing_of_archive(archive: Archive | None) -> list[str]:
    """Return what is not decided of the medium and of those who are responsible for it.

    Args:
        archive: What is decided; None = nothing.

    Returns:
        The names of what is missing, as papers call them.
    """
    return [
        name
        for name, value in (
            ("媒体", archive and archive.medium),
            ("ラベル", archive and archive.label),
            ("保管期限", archive and archive.retain_until),
            ("保管者", archive and archive.keeper),
            ("廃棄を決める者", archive and archive.disposal),
        )
        if not value
    ]


def missing_of_search(archive: Archive | None) -> list[str]:
    """Return what is not decided of how an archived record is found when somebody asks for it.

    Args:
        archive: What is decided; None = nothing.
    """
    told = (("検索の方法", archive and archive.search), ("照会・証明の請求に応じる者", archive and archive.searched_by))
    return [name for name, value in told if not value]


def _archive(code: str, units: Sequence[Unit]) -> Iterator[Decision]:
    archive = units[0].settings.archive
    if missing := missing_of_archive(archive):
        yield Decision(
            code, open=True, about="archive", text=f"保管媒体の{'・'.join(missing)}の記入", setting="archive"
        )
    else:
        assert archive is not None  # noqa: S101 - nothing is missing
        text = f"{archive.medium}「{archive.label}」を{wareki_day(str(archive.retain_until))}まで{archive.keeper}が保管し、廃棄は{archive.disposal}が決める"
        yield Decision(code, open=False, about="archive", text=text)
    if archive is not None and not missing_of_search(archive):
        text = f"保管した記録は「{archive.search}」により検索し、照会・証明の請求には{archive.searched_by}が応じる"
        yield Decision(code, open=False, about="search", text=text)
    else:
        text = "保管した記録の検索の方法と、照会・証明の請求に応じる者の記入"
        yield Decision(code, open=True, about="search", text=text, setting="archive の search・searched_by")


def _loose_numbers(code: str, report: Report) -> Iterator[Decision]:
    """Yield archived text that may hold a 個人番号: what is emptied is the column, and nothing else."""
    for file in report.split.files if report.split else ():
        if file.municipality == code and file.loose_numbers:
            where = "、".join(f"{item} {n:,} 件" for item, n in file.loose_numbers.items())
            text = (
                f"保管する {file.source} の個人番号の列でない項目に、個人番号の検査数字に合う12桁の数字がある（{where}）。"
                "個人番号とは限らない。所管課が見て、個人番号であれば除く（番号法20条）"
            )
            yield Decision(code, open=True, about="loose_numbers", text=text)


def _migration(code: str, report: Report) -> Iterator[Decision]:
    """Yield what is to be migrated and does not pass."""
    migration = report.split.migration if report.split else None
    for file in migration.files if migration is not None else ():
        if file.municipality == code and file.errors:
            text = f"移行するファイル {file.path} の検証でエラーが {file.errors:,} 件ある。事業者に直してもらい、削減をやり直す"
            yield Decision(code, open=True, about="migration", text=text)
