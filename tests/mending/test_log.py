"""The log of changes, as Excel opens it."""

from __future__ import annotations

import hashlib
import io

from chukan.mending.log import HEADER, ChangeLog


def test_the_log_is_utf8_with_a_mark_guarded_and_has_its_digest() -> None:
    file = io.BytesIO()
    log = ChangeLog(file)
    log.add([(1, 2, "氏名", "V09", "空白を直した", "=1+1", "ア\n")])
    text = file.getvalue()
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig") == f'{",".join(HEADER)}\r\n1,2,氏名,V09,空白を直した,\'=1+1,"ア\n"\r\n'
    assert log.sha256 == hashlib.sha256(text).hexdigest()
