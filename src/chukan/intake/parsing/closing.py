"""What can only be said of a file once all of it was read: F02, F04, F05, F07, F08 for the whole file."""

from __future__ import annotations

from chukan.agreement import Agreement
from chukan.intake.batch import Anomaly, FileFacts, Summary
from chukan.intake.parsing.positions import UNREAD

_NEWLINES = {"crlf": "CRLF", "lf": "LF", "cr": "CR", "none": "改行なし"}


def closing_anomalies(summary: Summary, facts: FileFacts, agreement: Agreement) -> tuple[Anomaly, ...]:
    """Return the anomalies of the file as a whole, from the sums over its blocks."""
    return (
        *_empty(summary, facts),
        *_newlines(summary, facts, agreement),
        *_end(summary),
        *_lines(summary),
        *_quoting(summary, facts, agreement),
    )


def unread_anomalies(summary: Summary) -> tuple[Anomaly, ...]:
    """Report the places of fixed-width records that hold something although no item is there."""
    keys = (key for key in summary.counts if key.startswith(f"{UNREAD} "))
    places = {(int(start), int(end)): key for key in keys for start, end in (key.split()[1:],)}
    return tuple(
        Anomaly(
            rule="F07",
            message=f"どの項目でもない {start:,} から {end:,} バイト目に値のあるレコードが {summary.counts[key]:,} 件あります。"
            "この部分は検査していません。予備の部分でなければ、移行条件の positions を設計書と突き合わせて直してください。",
            severity="warning",
            line=summary.firsts.get(key),
        )
        for (start, end), key in sorted(places.items())
    )


def _empty(summary: Summary, facts: FileFacts) -> list[Anomaly]:
    if summary.account.total_records:
        return []
    if facts.header or summary.account.header_bytes:
        message = "データのレコードがありません（見出しなどだけです）。対象者がいないのか、出力に失敗したのかを確かめてください。"
        return [Anomaly(rule="F02", message=message, severity="warning")]
    return [Anomaly(rule="F02", message="空のファイルです。出力に失敗していないか確かめてください。", severity="error")]


def _newlines(summary: Summary, facts: FileFacts, agreement: Agreement) -> list[Anomaly]:
    found = {kind: summary.counts.get(f"newline_{kind}", 0) for kind in ("crlf", "lf", "cr")}
    ended = {kind: count for kind, count in found.items() if count}
    missing = summary.counts.get("newline_none", 0)
    anomalies = []
    if facts.newline == "none" and facts.format == "fixed" and "end_newlines" in summary.counts:
        message = "ファイルの終わりに改行があります（レコードに改行はありません）。データとしては読みませんでした。付けずに出力してください。"
        anomalies.append(
            Anomaly(rule="F04", message=message, severity="warning", line=summary.firsts.get("end_newlines"))
        )
    if agreement.newline == "none" and facts.format == "fixed":
        if ended:
            names = "、".join(_NEWLINES[kind] for kind in ended)
            message = f"改行（{names}）があります（移行条件では改行なしです）。改行ごとに1レコードとして読みました。"
            anomalies.append(_newline_anomaly(message, summary, ended))
        return anomalies
    most = max(ended, key=lambda kind: ended[kind], default=None)
    usual: str | None = agreement.newline or most
    others = {kind: count for kind, count in ended.items() if kind != usual}
    if others:
        shown = "、".join(f"{_NEWLINES[kind]} が {count:,} 行" for kind, count in others.items())
        if agreement.newline and usual not in ended:
            message = f"改行が移行条件と違います（移行条件は {_NEWLINES[agreement.newline]}、{shown}）。移行条件に沿って出力してください。"
        else:
            message = (
                f"改行が混ざっています（{_NEWLINES[usual or 'crlf']} のほかに{shown}）。同じ改行で出力してください。"
            )
        anomalies.append(_newline_anomaly(message, summary, others))
    if missing and usual:
        line = summary.firsts.get("newline_none")
        message = "最後のレコードに改行がありません。ファイルが途中で切れていないか確かめてください。"
        anomalies.append(Anomaly(rule="F04", message=message, severity="warning", line=line))
    return anomalies


def _newline_anomaly(message: str, summary: Summary, kinds: dict[str, int]) -> Anomaly:
    line = min(summary.firsts[f"newline_{kind}"] for kind in kinds)
    return Anomaly(rule="F04", message=message, severity="warning", line=line, count=sum(kinds.values()))


def _end(summary: Summary) -> list[Anomaly]:
    count = summary.counts.get("end_marks", 0)
    if not count:
        return []
    message = f"ファイルの終わりに 0x1A や NUL が {count:,} バイトあります。データとしては読みませんでした。取り除いて出力してください。"
    return [Anomaly(rule="F05", message=message, severity="warning", line=summary.firsts.get("end_marks"))]


def _lines(summary: Summary) -> list[Anomaly]:
    anomalies = []
    if count := summary.counts.get("blank_lines", 0):
        message = f"空の行が {count:,} 行あります。レコードとしては数えませんでした。取り除いて出力してください。"
        anomalies.append(
            Anomaly(
                rule="F07", message=message, severity="warning", line=summary.firsts.get("blank_lines"), count=count
            )
        )
    if count := summary.counts.get("extra_delimiters", 0):
        message = f"{count:,} レコードの終わりに余分な区切り文字があります。除いて読みました。行末の区切り文字を付けずに出力してください。"
        anomalies.append(Anomaly(rule="F07", message=message, severity="warning", count=count))
    return anomalies


def _quoting(summary: Summary, facts: FileFacts, agreement: Agreement) -> list[Anomaly]:
    if facts.format != "csv" or agreement.quote is None:
        return []
    fields, quoted = summary.counts.get("fields", 0), summary.counts.get("quoted_fields", 0)
    if agreement.quoting == "all" and quoted < fields:
        message = f"引用符で囲まれていない項目が {fields - quoted:,} あります（移行条件ではすべて囲みます）。移行条件に沿って出力してください。"
        return [Anomaly(rule="F08", message=message, severity="warning", count=fields - quoted)]
    if agreement.quoting == "minimal" and fields and quoted == fields:
        message = (
            "すべての項目が引用符で囲まれています（移行条件では必要な項目だけ囲みます）。読み取りに支障はありません。"
        )
        return [Anomaly(rule="F08", message=message, severity="warning")]
    return []
