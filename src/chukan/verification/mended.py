"""The note that `mend` leaves beside a corrected copy, and how a verification recognises the copy by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from chukan.paths import is_there

SUFFIX = ".mended.json"
SCHEMA_VERSION = "1.1"


@dataclass(frozen=True, slots=True)
class MendCount:
    """What became of the findings of one rule and item.

    Attributes:
        item: "" = the file as a whole.
        mended: Values (or newlines, columns) that were changed.
        left: Findings that stay.
    """

    rule: str
    item: str
    mended: int
    left: int


@dataclass(frozen=True, slots=True)
class MendNote:
    """What was done to a file (直しの記録).

    Attributes:
        source: Name of the delivered file.
        file: Name of the copy.
        bytes: Of the copy.
        rules: Whose findings were mended, as they were named.
        records_read: Of both files, as `records_rejected`.
        log: Name of the log of changes.
    """

    schema_version: str
    tool: str
    made: str
    as_of: str
    source: str
    source_sha256: str
    source_bytes: int
    file: str
    sha256: str
    bytes: int
    layout: str
    layout_digest: str
    rules: tuple[str, ...]
    records_read: int
    records_rejected: int
    changed_records: int
    counts: tuple[MendCount, ...]
    log: str
    log_sha256: str
    reasons: tuple[str, ...] = ()
    """Why findings stay, where it is not the values."""
    values_unread: int = 0
    """Values with undecodable bytes, which were not looked at."""
    rules_unread: tuple[str, ...] = ()
    """Named rules that could not look at all they are for: the header fits the layout only in part, or not at all."""

    @property
    def needs_a_person(self) -> bool:
        """True when findings of the named rules are left, or something was not looked at."""
        not_looked_at = self.records_rejected or self.values_unread or self.rules_unread
        return bool(not_looked_at or any(count.left for count in self.counts))


@dataclass(frozen=True, slots=True)
class Mended:
    """What a result says of a file that is a corrected copy.

    Attributes:
        source: Name of the delivered file; "" = the note beside the file is about other bytes, or can't be read.
        values: Values, newlines and columns that were changed.
        valid: False = there is a note, and the file is not the one that it describes.
    """

    source: str = ""
    source_sha256: str = ""
    rules: tuple[str, ...] = field(default=())
    changed_records: int = 0
    values: int = 0
    valid: bool = True

    @property
    def sentence(self) -> str:
        """What people are told."""
        if not self.valid:
            return "直しの記録（.mended.json）が横にありますが、このファイルのものではありません。どのファイルを直したものかを確かめてください。"
        return (
            f"chukan mend で「{self.source}」（SHA-256 {self.source_sha256}）を直した写しです"
            f"（{'、'.join(self.rules)}、{self.changed_records:,} 件のレコード、{self.values:,} か所）。移行元が出力したファイルそのものではありません。"
        )


_ADAPTER: TypeAdapter[MendNote] = TypeAdapter(MendNote)


def note_path(path: Path) -> Path:
    """Return where the note on a corrected copy is."""
    return path.with_name(path.name + SUFFIX)


def to_json(note: MendNote) -> str:
    """Return the note as a document."""
    return _ADAPTER.dump_json(note, indent=1).decode() + "\n"


def note_of(path: Path) -> MendNote | None:
    """Return the note beside a file; None where there is none that can be read.

    Args:
        path: the copy, which may be gone.
    """
    try:
        return _ADAPTER.validate_json(note_path(path).read_bytes())
    except (OSError, ValueError):  # pydantic's error is a ValueError
        return None


def mended(path: Path, sha256: str) -> Mended | None:
    """Return what a result says of a file; None where no note is beside it.

    Args:
        path: the file that was read.
        sha256: of its bytes.
    """
    if not is_there(note_path(path)):
        return None
    note = note_of(path)
    if note is None or note.sha256 != sha256:
        return Mended(valid=False)
    values = sum(count.mended for count in note.counts)
    return Mended(note.source, note.source_sha256, note.rules, note.changed_records, values)
