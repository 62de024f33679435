"""The agreement under which a file was read, with nothing left to detect."""

from __future__ import annotations

from chukan.agreement import Agreement
from chukan.intake.batch import FileFacts


def pinned(agreement: Agreement, facts: FileFacts) -> Agreement:
    """Return the agreement with what was detected written down: what is made of a file must be read as the file was.

    Args:
        agreement: What was agreed.
        facts: What was detected in the whole file.
    """
    found = {
        "format": facts.format,
        "encoding": facts.encoding,
        "delimiter": facts.delimiter,
        "header": facts.header,
        "dates": facts.dates,
    }
    return agreement.merged({k: v for k, v in found.items() if getattr(agreement, k) is None and v is not None})
