"""Where every byte and every record of a file went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.errors import Bug
from chukan.intake.batch import Account, Gaiji, Summary

Reading = Callable[..., Any]


def test_the_account_tells_every_byte(read: Reading) -> None:
    data = "k,v\r\n1,a\r\n\r\n1,2,3\r\n \r\n2,b\r\n".encode("ascii") + b"\x1a"

    account = read(b"\xef\xbb\xbf" + data, encoding="utf-8-sig", newline="crlf").account

    assert account == Account(
        total_bytes=len(data) + 3,
        read_bytes=6,
        rejected_bytes=5,
        newline_bytes=12,
        bom_bytes=3,
        header_bytes=3,
        end_bytes=1,
        blank_bytes=1,
        read_records=2,
        rejected_records=1,
        total_records=3,
    )


def test_an_account_that_does_not_add_up_is_a_bug() -> None:
    with pytest.raises(Bug, match="収支"):
        Account(total_bytes=1).check()
    with pytest.raises(Bug):
        Account(read_records=1).check()


def test_sums_of_blocks_in_any_order_are_one_account() -> None:
    parts = [
        Summary(Account(total_bytes=n, read_bytes=n), (gaiji(n),), {"k": n, f"k{n}": 1}, {"line": 10 - n})
        for n in (1, 2, 3)
    ]

    whole = parts[0] + parts[1] + parts[2]

    assert whole == parts[2] + (parts[1] + parts[0])
    assert whole.account == Account(total_bytes=6, read_bytes=6)
    assert whole.counts == {"k": 6, "k1": 1, "k2": 1, "k3": 1}
    assert whole.firsts == {"line": 7}
    whole.account.check()


def gaiji(record: int) -> Gaiji:
    return Gaiji(source_code="F040", code_point="U+E000", count=1, items=(f"項目{record}",), first_record=record)


def test_a_gaiji_is_one_entry_with_all_its_items_and_the_first_record() -> None:
    (found,) = (Summary(gaiji=(gaiji(3),)) + Summary(gaiji=(gaiji(1),))).gaiji

    assert (found.count, set(found.items), found.first_record) == (2, {"項目1", "項目3"}, 1)
