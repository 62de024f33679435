"""A finding of the linter, and its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from chukan.severity import Severity

TITLES: dict[str, str] = {
    "L01": "読めない（YAML・CSV の誤り、ファイルがない）",
    "L02": "項目・コード・検査規則の重複",
    "L03": "項目名に使えない文字がある",
    "L04": "コード表がない",
    "L05": "キー: 必須の項目が一つもない、番号が続かない、キーがない",
    "L06": "桁数・小数桁がない、型に合わない",
    "L07": "知らない書式、型や桁数に合わない書式",
    "L08": "根拠: 推定なのに備考がない、出典がない",
    "L09": "条件付き必須なのに条件の式がない",
    "L10": "版（since / until）が正しくない",
    "L11": "番号（no）が 1, 2, 3 … でない",
    "L12": "コード値が項目の型・桁数に合わない",
    "L13": "どの項目も使わないコード表",
    "L14": "参照: 相手の定義・項目がない、数や型が合わない",
    "L15": "履歴・世帯・排他・一意・外す項目（without）にない項目がある",
    "L16": "式が読めない、真偽の式でない",
    "L17": "検査規則の項目がない",
    "L18": "条件付き必須の式: 項目がない、条件付きでない",
    "L19": "使われないファイル",
    "L20": "authority: 申告者・ワークブックがない",
}


@dataclass(frozen=True, slots=True, order=True)
class LintFinding:
    """One thing that is wrong (error), looks wrong (warning), or is worth knowing (info).

    Attributes:
        place: ``FILE:LINE``, or a file or folder.
    """

    place: str
    rule: str
    severity: Severity
    message: str
    hint: str = ""


def error(rule: str, place: str, message: str, hint: str) -> LintFinding:
    """Return what a pack must not have."""
    return LintFinding(place, rule, Severity.ERROR, message, hint)


def warning(rule: str, place: str, message: str, hint: str) -> LintFinding:
    """Return what a pack should not have."""
    return LintFinding(place, rule, Severity.WARNING, message, hint)


class YamlLines:
    """The lines of the keys of a YAML file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
        except (yaml.YAMLError, OSError, UnicodeDecodeError):
            self.root = None

    def place(self, *keys: str | int) -> str:
        """Return ``FILE:LINE`` of the deepest of `keys` that is there."""
        node: Any = self.root
        line = 1
        for key in keys:
            if isinstance(node, yaml.MappingNode):
                pair = next(((k, v) for k, v in node.value if k.value == str(key)), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
                line = node.start_mark.line + 1
            else:
                break
        return f"{self.path}:{line}"
