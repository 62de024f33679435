"""The mark that stands in a value for a byte that could not be decoded."""

from __future__ import annotations

#: An undecodable byte B is kept in a value as the character ``chr(DAMAGE + B)``, of a plane for private use.
DAMAGE = 0xF0000
