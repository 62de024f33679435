"""What a split leaves beside its files: the reconciliation, the archive's manifest, the digests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from chukan.output.csv_file import write_csv
from chukan.reduction.report.report import Report, SplitFile
from chukan.reduction.report.tables import ground
from chukan.reduction.rules.reasons import CANDIDATE

RECONCILIATION, MANIFEST, DIGESTS = "reconciliation.csv", "archive_manifest.csv", "SHA256SUMS"
_OPEN = "（未記入）"


def write_papers(folder: Path, report: Report) -> None:
    """Write `reconciliation.csv`, `archive_manifest.csv` (UTF-8 with BOM) and `SHA256SUMS` into `folder`."""
    if report.split is None:
        return
    write_csv(folder / RECONCILIATION, _RECONCILED, (row for f in report.split.files for row in _reconciled(f)))
    write_csv(folder / MANIFEST, _MANIFEST, (_manifest(report, f) for f in report.split.files if f.archive))
    names = [
        (digest, name)
        for f in report.split.files
        for digest, name in (
            (f.migrate_sha256, f.migrate),
            (f.archive_sha256, f.archive),
            (f.rejected_sha256, f.rejected),
        )
        if name
    ]
    text = "".join(f"{digest}  {name}\n" for digest, name in sorted(names, key=lambda n: n[1]))
    (folder / DIGESTS).write_text(text, encoding="utf-8", newline="\n")


_RECONCILED = (
    "移行元ファイル",
    "何を",
    "移行元",
    "移行",
    "保管",
    "保管のうち見出し・制御レコードの写し",
    "保管から除いた個人番号",
    "読取不可",
    "差",
    "移行元SHA-256",
    "移行SHA-256",
    "保管SHA-256",
    "読取不可SHA-256",
)


def _reconciled(f: SplitFile) -> Iterable[tuple[object, ...]]:
    """Source = migrate + archive - copies + removed + rejected: one row for records, bytes and each control total."""
    digests = (f.source_sha256, f.migrate_sha256, f.archive_sha256, f.rejected_sha256)
    rows = [
        ("件数", f.source_records, f.migrate_records, f.archive_records, 0, 0, f.rejected_records),
        ("バイト", f.source_bytes, f.migrate_bytes, f.archive_bytes, f.copied_bytes, f.blanked_bytes, f.rejected_bytes),
    ]
    rows += [
        (
            f"{name}の合計（読み取れた記録）",
            total,
            f.migrate_totals.get(name, 0),
            f.archive_totals.get(name, 0),
            0,
            0,
            0,
        )
        for name, total in f.source_totals.items()
    ]
    for what, source, migrate, archive, copied, removed, rejected in rows:
        difference = source - (migrate + archive - copied + removed + rejected)
        yield f.source, what, source, migrate, archive, copied, removed, rejected, difference, *digests


_MANIFEST = (
    "市区町村",
    "媒体",
    "ラベル",
    "保管期限",
    "保管者",
    "廃棄を決める者",
    "検索の方法",
    "照会に応じる者",
    "ファイル",
    "移行元ファイル",
    "業務",
    "移行ファイル定義",
    "定義のdigest",
    "件数",
    "バイト",
    "SHA-256",
    "年（最初）",
    "年（最後）",
    "規則",
    "根拠",
    "個人番号",
    "空欄にした個人番号",
    "個人番号の列に残る値",
    "列の外で検査数字の合う12桁",
    "文字コード",
    "記録番号のSHA-256",
)


def _manifest(report: Report, f: SplitFile) -> tuple[object, ...]:
    assert report.split is not None  # noqa: S101 - checked by the caller
    line = next(a for a in report.split.archives if a.municipality == f.municipality)
    at = next(
        n
        for n, file in enumerate(report.files)
        if (file.municipality, file.path) == (f.municipality, f.source) and file.layout == f.layout
    )
    own = [c for c in report.cells if c.file == at and c.level == CANDIDATE]
    years = sorted(c.year for c in own if c.year is not None)
    rules = sorted({c.rule for c in own})
    file = report.files[at]
    grounds = "。".join(ground(r) for r in report.rules if r.id in rules)
    secret = line.my_number if file.my_number_items else "列なし"
    return (
        file.municipality_name or file.municipality,
        line.medium or _OPEN,
        line.label or _OPEN,
        line.retain_until or _OPEN,
        line.keeper or _OPEN,
        line.disposal or _OPEN,
        line.search or _OPEN,
        line.searched_by or _OPEN,
        f.archive,
        f.source,
        file.business_name,
        file.layout_address,
        file.layout_digest,
        f.archive_records,
        f.archive_bytes,
        f.archive_sha256,
        years[0] if years else "",
        years[-1] if years else "",
        "、".join(rules),
        grounds,
        secret,
        f.blanked_values,
        f.my_number_left,
        "、".join(f"{item} {n}" for item, n in f.loose_numbers.items()),
        file.encoding,
        f.candidate_digest,
    )
