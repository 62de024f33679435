"""What the tests of intake/opening share."""

from __future__ import annotations

AGREED = {"encoding": "cp932", "header": True, "newline": "crlf"}
