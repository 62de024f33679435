"""CP932 read character by character: slow, obvious, and no code of chukan."""

from __future__ import annotations


def marked(value: bytes) -> str:
    """CP932 by trial: a character, or the mark of one byte."""
    text, at = "", 0
    while at < len(value):
        for size in (1, 2):
            piece = value[at : at + size]
            try:
                character = piece.decode("cp932")
            except UnicodeDecodeError:
                continue
            if len(character) == 1 and character not in "\x80\uf8f0\uf8f1\uf8f2\uf8f3":
                break
        else:
            piece, character = value[at : at + 1], chr(0xF0000 + value[at])
        text += character
        at += len(piece)
    return text
