from __future__ import annotations

from chukan.verification.progress import FileProgress, Follower, Step


def test_files_records_and_bytes_of_the_whole_run() -> None:
    steps: list[Step] = []
    told: list[tuple[str, int, int]] = []
    follower = Follower([100, 50], lambda *what: told.append(what), steps.append)
    a = follower.begins(0, "a.csv")
    a.read(60)
    a.examined(6)
    a.read(100)
    b = follower.begins(1, "b.csv")
    a.examined(10)  # its last block came back when the next file was already read
    b.read(50)
    b.examined(5)
    follower.goes_on("ファイル間の検査")

    assert [(s.what, s.file, s.records, s.done) for s in steps] == [
        ("a.csv", 1, 0, 0),
        ("a.csv", 1, 0, 60),
        ("a.csv", 1, 6, 60),
        ("a.csv", 1, 6, 100),
        ("b.csv", 2, 6, 100),
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


def test_what_an_earlier_run_knows_is_not_to_be_read() -> None:
    steps: list[Step] = []
    follower = Follower([100, 50, 30], follow=steps.append)
    follower.reads([0, 50, 0])
    follower.begins(0, "a.csv").examined(10)
    b = follower.begins(1, "b.csv")
    b.read(50)
    follower.begins(2, "c.csv").examined(3)

    assert [(s.file, s.done, s.unread) for s in steps] == [
        (1, 130, 130),
        (1, 130, 130),
        (2, 130, 130),
        (2, 180, 130),
        (3, 180, 130),
        (3, 180, 130),
    ]
    assert {s.total for s in steps} == {180}
    assert steps[-1].records == 13


def test_nobody_needs_to_be_told() -> None:
    for progress in (Follower().begins(0, "a.csv"), FileProgress()):
        progress.read(1)
        progress.examined(1)
