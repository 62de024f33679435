"""How much of a file is looked at before its first record is read: more where many records are skipped at its beginning."""

from __future__ import annotations

from collections.abc import Callable

from chukan.errors import AgreementError
from chukan.intake.encoding.choice import SAMPLE
from chukan.intake.opening.opened import Opening

#: Bytes in which the skipped records must end: they are held in memory.
MOST_SKIPPED = 32 << 20
_TIMES = 4


class MoreNeeded(Exception):
    """The records that are skipped, and enough of those behind them, are not within what was read of the file."""


def open_beginning(
    settle: Callable[[bytes, bool], Opening], head: bytes, read: Callable[[int], bytes], skip: int
) -> Opening:
    """Return how a file is read, from as much of its beginning as that takes.

    Args:
        settle: opens the file by its first bytes, which may be all of it; raises `MoreNeeded` where they are too few.
        head: the first bytes.
        read: gives as many of the first bytes as it is asked for.
        skip: how many records are skipped.

    Raises:
        AgreementError: the skipped records take more than `MOST_SKIPPED`.
    """
    whole, size = len(head) < SAMPLE, max(len(head), SAMPLE)
    while True:
        try:
            return settle(head, whole)
        except MoreNeeded:
            if size >= MOST_SKIPPED:
                raise AgreementError(
                    f"移行条件の skip の first（{skip:,} レコード）が、ファイルの先頭の {MOST_SKIPPED >> 20} MiB に収まりません",
                    hint="読み飛ばせるのはそこまで（100,000 レコードまで）です。数を確かめ、正しければ、その部分を除いて出力してもらってください。",
                ) from None
        size = min(_TIMES * size, MOST_SKIPPED)
        head = read(size)
        whole = len(head) < size
