"""What decides the result of one file, in parts, so that a run can say which of them has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import chukan
from chukan.layouts.model import Layout
from chukan.severity import Severities
from chukan.verification.assemble import tool
from chukan.verification.decisions.watch import Watch
from chukan.verification.job import Job, Options, Target

Conditions = dict[str, str]
"""Part -> digest over all that belongs to it."""
LISTED = "listed"
"""The part that is about findings which people have seen: it decides nothing where an entry holds every finding."""
#: What the parts are called on screen, in the order in which a change of them is told.
PARTS_JA = {
    "bytes": "ファイルの内容",
    "target": "プロジェクトの記載",
    "layout": "移行ファイル定義",
    "agreement": "移行条件",
    "local_rules": "団体独自の検査",
    "severities": "検査項目の重大度",
    "as_of": "基準日",
    "options": "検査の指定（--limit など）",
    LISTED: "課題管理表",
    "tool": "chukan か部品の版",
}
#: What decides a result beside the engines that a result names.
_BESIDE = ("numpy", "chardet", "jaconv", "pydantic", "sqlglot", "openpyxl", "python-calamine", "xlrd", "fsspec")
#: Rules whose findings never come from one file by itself: what they weigh decides nothing there.
_NOT_OF_ONE_FILE = ("K", "W", "M")


def conditions_of(job: Job, options: Options, watches: Sequence[Watch]) -> list[Conditions | None]:
    """Return what decides the result of each file, beside its bytes.

    Args:
        job: the files, with what is said of them.
        options: how they are checked.
        watches: what is looked out for in each of them.

    Returns:
        The parts; None where not all of it can be told: checks that the user wrote as functions of Python.
    """
    of_layout = _Layouts()
    severities = digest(_severities(job.severities, _NOT_OF_ONE_FILE))
    shown = digest([options.show_values, options.keys, options.sample_limit, options.profile])
    return [
        None
        if target.own_checks
        else {
            "target": digest([target.shown, target.municipality, _kinds(target, of_layout), job.across]),
            "layout": of_layout[target.layout],
            "agreement": digest(
                [target.agreement.model_dump(mode="json", exclude_unset=set_) for set_ in (True, False)]
            ),
            "local_rules": digest([r.model_dump(mode="json") for r in job.local_rules.get(target.layout.path, ())]),
            "severities": severities,
            "as_of": options.as_of.isoformat(),
            "options": shown,
            LISTED: digest(sorted([*key, *sorted(found)] for key, found in watch.listed.items())),
            "tool": _of_tool(),
        }
        for target, watch in zip(job.targets, watches, strict=True)
    ]


def across_conditions(job: Job, files: str) -> Conditions:
    """Return what decides the result of the rules that need more than one record.

    Args:
        job: what was checked.
        files: the digest of the files and of what decides the result of each: how they were checked, too.
    """
    stated = [[t.expected_records, sorted(t.expected_totals.items())] for t in job.targets]
    return {
        "bytes": files,
        "target": digest([stated, [[d.municipality, d.business, d.method] for d in job.deliveries]]),
        "severities": digest(_severities(job.severities)),
    }


def digest(content: Any) -> str:
    """Return the SHA-256 of a JSON-able tree.

    Args:
        content: texts, numbers, lists and mappings; the order of the keys of a mapping does not count.
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def changed(before: Mapping[str, str], now: Mapping[str, str], ignored: Collection[str] = ()) -> str:
    """Return the first part that is not as it was, in the order in which changes are told; "" = all are.

    Args:
        before: the parts.
        now: the parts.
        ignored: parts that do not count.
    """
    return next((part for part in PARTS_JA if part not in ignored and before.get(part) != now.get(part)), "")


def _severities(severities: Severities, without: tuple[str, ...] = ()) -> list[Any]:
    chosen = {rule: severity for rule, severity in severities.items() if rule[0] not in without}
    return [chosen, severities.estimates]


class _Layouts:
    """The digests of all that layouts say: their notes and names stand in messages. Each is made once."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Layout, str]] = {}

    def __getitem__(self, layout: Layout) -> str:
        if id(layout) not in self._made:
            self._made[id(layout)] = layout, hashlib.sha256(layout.model_dump_json().encode()).hexdigest()
        return self._made[id(layout)][1]


def _kinds(target: Target, of_layout: _Layouts) -> list[Any]:
    """Return how a file of several kinds of record is read."""
    if target.several is None:
        return []
    return [target.is_part, {key: of_layout[layout] for key, layout in target.several.layouts.items()}]


@cache
def _of_tool() -> str:
    """Return the digest of the versions of all that decides a result, and of the state of chukan's own code."""
    return digest([tool(), {name: _version(name) for name in _BESIDE}, _own_code()])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # a program without the files of an installation
        return ""


def _own_code() -> list[list[Any]]:
    """Return name, size and time of chukan's modules: a checkout that is worked on keeps its version from commit to commit."""
    here = Path(chukan.__file__).parent
    found = [(path.relative_to(here).as_posix(), path.stat()) for path in sorted(here.rglob("*.py"))]
    return [[name, facts.st_size, facts.st_mtime_ns] for name, facts in found]
