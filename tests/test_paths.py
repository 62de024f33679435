"""Where a path leads."""

from __future__ import annotations

from pathlib import Path

from chukan.paths import real_path


def test_links_are_followed_and_circles_are_no_error(tmp_path: Path) -> None:
    (tmp_path / "there.csv").touch()
    (tmp_path / "link.csv").symlink_to("there.csv")
    (tmp_path / "circle.csv").symlink_to("circle.csv")

    assert real_path(tmp_path / "link.csv") == real_path(tmp_path) / "there.csv"
    assert real_path(tmp_path / "circle.csv").name == "circle.csv"
