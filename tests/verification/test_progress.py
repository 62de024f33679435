from __future__ import annotations

from chukan.verification.progress import Follower, Step


def test_files_records_and_bytes_of_the_whole_run() -> None:
    steps: list[Step] = []
    told: list[tuple[str, int, int]] = []
    follower = Follower([100, 50], lambda *what: told.append(what), steps.append)
    follower.begins(0, "a.csv")
    follower.read(60)
    follower.examined(6)
    follower.read(100)
    follower.examined(10)
    follower.begins(1, "b.csv")
    follower.read(50)
    follower.examined(5)
    follower.goes_on("ファイル間の検査")

    assert [(s.what, s.file, s.records, s.done) for s in steps] == [
        ("a.csv", 1, 0, 0),
        ("a.csv", 1, 0, 60),
        ("a.csv", 1, 6, 60),
        ("a.csv", 1, 6, 100),
        ("a.csv", 1, 10, 100),
        ("b.csv", 2, 10, 100),
        ("b.csv", 2, 10, 150),
        ("b.csv", 2, 15, 150),
        ("ファイル間の検査", 0, 15, 150),
    ]
    assert {(s.files, s.total) for s in steps} == {(2, 150)}
    assert told == [("a.csv", 60, 100), ("a.csv", 100, 100), ("b.csv", 50, 50), ("ファイル間の検査", 0, 0)]


def test_where_a_size_is_not_known_nobody_tells_the_whole() -> None:
    steps: list[Step] = []
    Follower([100, 0], follow=steps.append).begins(0, "a.csv")

    assert steps[0].total == 0


def test_nobody_needs_to_be_told() -> None:
    follower = Follower()
    follower.begins(0, "a.csv")
    follower.read(1)
    follower.examined(1)
