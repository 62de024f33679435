"""The rules as Markdown, rendered from the catalogue: docs/rules.md, and a page for each on the site."""

from __future__ import annotations

from collections.abc import Mapping

from chukan.rules.catalogue import FAMILIES, RULES, Rule

_HEAD = """# 検査項目の一覧

この頁は `chukan rules --markdown` で作ります。手で直さず、`src/chukan/rules/` にある規則の宣言（`rules/fields/`、`rules/records.py`、`rules/entries_*.py`）を直してください。
番号は変わらず、使い回しません。重大度は既定で、プロジェクトの `rules:` で変更・停止（`off`）できます。変更と停止は報告書に残ります。
エラー区分は後継標準の区分に相当するものです（E0001 必須、E0002 文字種、E0003 桁数、E0004 項目間）。
"""


def page() -> str:
    """Return the whole page, ending in a newline."""
    parts = [_HEAD, table_of({rule: f"#{rule.lower()}" for rule in RULES})]
    for letter, name in FAMILIES.items():
        parts.append(f"## {letter} {name}\n")
        parts += [_entry(rule) for rule in RULES.values() if rule.family == letter]
    return "\n".join(parts).rstrip("\n") + "\n"


def table_of(links: Mapping[str, str]) -> str:
    """Return the table of rules.

    Args:
        links: id -> where its number leads.
    """
    rows = ["| 番号 | 検査項目 | 重大度 | 対応する人 | エラー区分 |", "|---|---|---|---|---|"]
    rows += [
        f"| [{r.id}]({links[r.id]}) | {r.title} | {_weight(r)} | {r.who} | {r.error_class or ''} |"
        for r in RULES.values()
    ]
    return "\n".join(rows) + "\n"


def page_of(rule: Rule) -> str:
    """Return the page of one rule, ending in a newline."""
    setting = f"プロジェクトの `rules: {{{rule.id}: warning}}` で重大度を変え、`rules: {{{rule.id}: off}}` で止められます。どちらも報告書に残ります。"
    return "\n".join(
        (
            f"# {rule.id} {rule.title}",
            "",
            f"{FAMILIES[rule.family]}の検査項目です（{rule.title_en}）。手元では `chukan explain {rule.id}` で読めます。",
            "",
            *_facts(rule),
            "",
            setting,
            "",
        )
    )


def _entry(rule: Rule) -> str:
    heading = f"### {rule.id} {rule.title}（{rule.title_en}）"
    return "\n".join((f'<a id="{rule.id.lower()}"></a>', heading, "", *_facts(rule), ""))


def _facts(rule: Rule) -> tuple[str, ...]:
    return (
        f"- 重大度: {_weight(rule)}" + (f"、エラー区分 {rule.error_class}" if rule.error_class else ""),
        f"- 検査すること: {rule.checks}",
        f"- 理由: {rule.why}",
        f"- 例: {rule.example}",
        f"- 直し方: {rule.remedy}",
        f"- 対応する人: {rule.who}",
    )


def _weight(rule: Rule) -> str:
    return rule.severity.ja + (f"（{rule.severity_note}）" if rule.severity_note else "")
