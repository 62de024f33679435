"""The agreement of the very files that a paper is about: what they share, and what differs by file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chukan.reports.labels import AGREEMENT_JA, agreed
from chukan.verification.result import FileResult

Name = Callable[[FileResult], str]


def agreement_of(files: Sequence[FileResult], name: Name) -> str:
    """Return what was agreed for these files: first what most of them share, then the rest, key by key.

    Args:
        files: the files of the paper.
        name: what a file is called in it.
    """
    if not files:
        return "提出されたファイルがない"
    keys = list(dict.fromkeys(key for f in files for key in f.agreement))
    shared, apart = [], []
    for key in keys:
        by_value: dict[str, list[FileResult]] = {}
        for f in files:
            value = agreed(key, f.agreement[key]) if key in f.agreement else "記載なし（検査で推定）"
            by_value.setdefault(value, []).append(f)
        label = AGREEMENT_JA.get(key, key)
        if len(by_value) == 1:
            shared.append(f"{label}: {next(iter(by_value))}")
        else:
            apart += [f"{label}: {value}（{_names(found, files, name)}）" for value, found in by_value.items()]
    return "\n".join(["、".join(shared), *apart] if shared else apart) or "移行条件の記載なし"


def encodings_of(files: Sequence[FileResult], name: Name) -> str:
    """Return the encodings that were found in these files."""
    found: dict[str, list[FileResult]] = {}
    for f in files:
        found.setdefault(f.encoding or "読めなかった", []).append(f)
    if len(found) == 1:
        return next(iter(found))
    return "、".join(f"{encoding}（{_names(own, files, name)}）" for encoding, own in found.items()) or "—"


def _names(files: Sequence[FileResult], every: Sequence[FileResult], name: Name) -> str:
    """Return what to call some of the files; a municipality, of several, whose files all are among them by its name."""
    towns = {f.municipality for f in every}
    left = {f.municipality for f in every if f not in files}
    whole = [f for f in files if len(towns) > 1 and f.municipality not in left]
    names = list(dict.fromkeys(f.municipality_name if f in whole else name(f) for f in files))
    more = f" ほか {len(names) - 6}" if len(names) > 6 else ""
    return f"{'、'.join(names[:6])}{more}"
