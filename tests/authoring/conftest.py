"""The packs and workbooks that the tests of layouts make."""

from tests.layouts.conftest import make_book, make_pack

__all__ = ["make_book", "make_pack"]
