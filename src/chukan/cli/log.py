"""The log of a run, for those who were not there: what began, each file, what came of it. Never a value of a record."""

from __future__ import annotations

import logging
from pathlib import Path

from chukan.errors import OutputError, reason

LOGGER = "chukan"
_FORM = "%(asctime)s.%(msecs)03d %(levelname)s %(process)d %(message)s"
_DAY = "%Y-%m-%dT%H:%M:%S"
# without any handler Python prints errors on stderr by itself, a second time
logging.getLogger(LOGGER).addHandler(logging.NullHandler())


def append_to(file: Path | None) -> None:
    """Append what is logged from now on to a file; None = nowhere.

    A command that runs others (`chukan demo`) goes on in the same file.

    Raises:
        OutputError: the file can't be written.
    """
    logger = logging.getLogger(LOGGER)
    for handler in [h for h in logger.handlers if isinstance(h, logging.FileHandler)]:
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = False
    if file is None:
        return
    try:
        handler = logging.FileHandler(file, encoding="utf-8")
    except OSError as e:
        raise OutputError(
            f"ログに書けません: {reason(e)}", place=str(file), hint="--log-file に書ける場所を指定してください。"
        ) from None
    handler.setFormatter(logging.Formatter(_FORM, _DAY))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
