"""What a run leaves is whole or absent, also when something is in the way."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from xlsxwriter.exceptions import FileCreateError

from chukan.errors import OutputError
from chukan.output import moving
from chukan.output.folder import whole_file, whole_folder
from chukan.reports.write import SOMETIMES, earlier_results


def _write(folder: Path, *names: str, text: str = "new") -> None:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _texts(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file()}


def test_takes_the_place_of_an_earlier_run(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _write(tmp_path, "out/report.html", "out/mine.txt", text="old")
    _write(out, "rejected.csv", "rejected/001.csv", text="old")
    with whole_folder(out, sometimes=SOMETIMES) as folder:
        _write(folder, "report.html", "findings.csv", "rejected/002.csv")
    assert _texts(out) == {"report.html": "new", "findings.csv": "new", "rejected/002.csv": "new", "mine.txt": "old"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_what_only_an_earlier_run_had_goes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    _write(out, "rejected/001.csv", "junit.xml", text="old")
    with whole_folder(out, sometimes=SOMETIMES) as folder:
        _write(folder, "report.html")
    assert [p.name for p in out.iterdir()] == ["report.html"]


@pytest.mark.parametrize("locked", ["findings.csv", "report.html", "verification.json"])
def test_a_file_that_another_program_holds_keeps_the_earlier_results_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: str
) -> None:
    """As Windows does of a file that is open in Excel."""
    out = tmp_path / "out"
    out.mkdir()
    names = ("findings.csv", "report.html", "verification.json", "junit.xml")
    _write(out, *names, text="old")
    replace = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if self == out / locked:
            raise PermissionError(13, "Permission denied", str(self))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with (
        pytest.raises(OutputError, match="権限がありません") as caught,
        whole_folder(out, sometimes=SOMETIMES) as folder,
    ):
        _write(folder, *names[:3])
    assert caught.value.place == str(out / locked)
    assert "Excel" in str(caught.value.hint)
    assert _texts(out) == dict.fromkeys(names, "old")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _write(out.parent, "out/findings.csv", text="old")
    (out / "report.html").mkdir()
    with pytest.raises(OutputError), whole_folder(out, sometimes=SOMETIMES) as folder:
        _write(folder, "findings.csv", "report.html")
    assert _texts(out) == {"findings.csv": "old"}
    assert (out / "report.html").is_dir()


def test_stopped_in_the_middle(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _write(out.parent, "out/report.html", text="old")
    with pytest.raises(KeyboardInterrupt), whole_folder(out, sometimes=SOMETIMES) as folder:  # noqa: PT012 - Ctrl-C comes inside
        _write(folder, "report.html")
        raise KeyboardInterrupt
    assert _texts(out) == {"report.html": "old"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_input_is_never_replaced_or_removed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _write(tmp_path, "out/rejected.csv", "out/report.html", text="old")
    for made in ("rejected.csv", "report.html"):
        with (
            pytest.raises(OutputError, match="検査したファイル"),
            whole_folder(out, sometimes=SOMETIMES, inputs=[out / "rejected.csv"]) as folder,
        ):
            _write(folder, made)
    assert _texts(out) == {"rejected.csv": "old", "report.html": "old"}


def test_a_file_that_is_no_result_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _write(tmp_path, "out/report.html", "out/junit.xml", text="mine")
    with (
        pytest.raises(OutputError, match="結果でないファイル"),
        whole_folder(out, sometimes=SOMETIMES, known=earlier_results(out)) as folder,
    ):
        _write(folder, "report.html")
    with whole_folder(out, sometimes=SOMETIMES, known=earlier_results(out)) as folder:
        _write(folder, "findings.csv")
    assert _texts(out) == {"report.html": "mine", "junit.xml": "mine", "findings.csv": "new"}


def test_an_earlier_result_gives_way_and_a_split_s_files_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _write(tmp_path, "out/report.html", text="old")
    _write(out, "rejected/001_131016_b_s.csv", "rejected/person.csv", "junit.xml", text="old")
    (out / "verification.json").write_text('{"tool": {"name": "chukan"}}', encoding="utf-8")
    with whole_folder(out, sometimes=SOMETIMES, known=earlier_results(out)) as folder:
        _write(folder, "report.html", "verification.json")
    assert sorted(_texts(out)) == ["rejected/person.csv", "report.html", "verification.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="whether a process is there can't be told")
def test_two_runs_into_one_folder_are_not_mixed(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    at_work = tmp_path / f".out-{other.pid}-abc"
    at_work.mkdir()
    try:
        with pytest.raises(OutputError, match="別の chukan") as caught, whole_folder(tmp_path / "out") as folder:
            _write(folder, "report.html")
    finally:
        other.communicate(b"\n")

    assert at_work.name in (caught.value.hint or "")
    assert [p.name for p in tmp_path.iterdir()] == [at_work.name]
    with whole_folder(tmp_path / "out") as folder:  # it has ended: what it left is swept
        _write(folder, "report.html")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("before", [True, False])
def test_a_signal_at_any_move_leaves_all_old_or_all_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, before: bool
) -> None:
    """Right before or right behind each of the renames, as a signal handler raises it."""
    out, names = tmp_path / "out", ("report.html", "findings.csv", "rejected/001_a_b_c.csv")
    replace, at, done = Path.replace, -1, False
    while not done:
        at += 1
        out.mkdir(exist_ok=True)
        _write(out, *names, text="old")
        calls = 0

        def interrupted(self: Path, target: Path, at: int = at) -> Path:
            nonlocal calls
            calls += 1
            if before and calls == at:
                raise KeyboardInterrupt
            moved = replace(self, target)
            if not before and calls == at:
                raise KeyboardInterrupt
            return moved

        done = True
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", interrupted)
            try:
                with whole_folder(out, sometimes=SOMETIMES) as folder:
                    _write(folder, *names)
            except KeyboardInterrupt:
                done = False
        texts = _texts(out)
        assert set(texts) == set(names), at
        assert len(set(texts.values())) == 1, at
        assert [p.name for p in tmp_path.iterdir()] == ["out"], at
        if at == 0:
            done = False  # nothing was interrupted yet
    assert at > len(names)


def test_a_disk_that_is_full_is_no_bug_of_ours_whoever_says_so(tmp_path: Path) -> None:
    """Xlsxwriter wraps what the system says in an error of its own."""
    full = OSError(errno.ENOSPC, "No space left on device")
    for error in (full, FileCreateError(full)):
        with pytest.raises(OutputError, match="空き容量がありません"), whole_folder(tmp_path / "out"):
            raise error
        with pytest.raises(OutputError, match="空き容量がありません"), whole_file(tmp_path / "a.xlsx"):
            raise error
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="other"), whole_folder(tmp_path / "out"):
        raise ValueError("other")


def test_a_file_is_whole_and_what_a_killed_run_left_of_it_goes(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left = tmp_path / f".a.csv-{int(dead.stdout)}-abc"
    left.mkdir(mode=0o700)
    (left / "new").write_bytes(b"records of residents")
    with whole_file(tmp_path / "a.csv") as file:
        file.write(b"1")
        beside = next(p for p in tmp_path.iterdir() if p != left)
        assert sys.platform == "win32" or stat.S_IMODE(beside.stat().st_mode) == 0o700

    assert _texts(tmp_path) == {"a.csv": "1"} or sys.platform == "win32"


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_a_file_with_records_of_residents_is_its_owner_s(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.csv", private=True) as file:
        file.write(b"1")

    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600


def test_a_way_back_out_of_a_folder_that_is_missing_leads_nowhere(tmp_path: Path) -> None:
    """Whoever asked whether something is there was told no, as nothing is found behind a missing folder."""
    _write(tmp_path, "mine.csv", "out/mine.txt", text="old")
    for writer in (whole_file, whole_folder):
        for name in ("mine.csv", "out"):
            with pytest.raises(OutputError, match="行き先が決まりません"), writer(tmp_path / "missing" / ".." / name):
                pytest.fail("nothing may be written")

    assert _texts(tmp_path) == {"mine.csv": "old", "out/mine.txt": "old"}


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names of files")
def test_a_pipe_or_a_device_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="ふつうのファイルではありません"), whole_file(tmp_path / "pipe"):
        pytest.fail("nothing may be written")
    (tmp_path / "out").mkdir()
    os.mkfifo(tmp_path / "out" / "report.html")
    with (
        pytest.raises(OutputError, match="ふつうのファイルではありません"),
        whole_folder(tmp_path / "out") as folder,
    ):
        _write(folder, "report.html")

    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "out" / "report.html").is_fifo()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves file by file")
def test_a_new_folder_comes_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever the process is killed, there is all of it or nothing."""
    moves: list[tuple[Path, Path]] = []
    replace = Path.replace

    def watched(path: Path, to: Path) -> Path:
        moves.append((path, to))
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", watched)
    with whole_folder(tmp_path / "out") as folder:
        _write(folder, "report.html", "verification.json")
        (folder / "rejected").mkdir()

    assert [to for _, to in moves] == [tmp_path / "out"]
    assert _texts(tmp_path) == {"out/report.html": "new", "out/verification.json": "new"}
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert not (tmp_path / "out" / "rejected").exists()


def test_the_document_goes_first_and_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a part of a run, left by a kill between two moves, has none that another command would believe."""
    out, names = tmp_path / "out", ("reconciliation.json", "reconciliation.xlsx", "突合結果報告書.docx")
    _write(tmp_path, *(f"out/{name}" for name in names), text="old")
    replace = Path.replace
    there: list[bool] = []

    def watched(path: Path, to: Path) -> Path:
        moved = replace(path, to)
        there.append((out / names[0]).exists())
        return moved

    monkeypatch.setattr(Path, "replace", watched)
    with whole_folder(out) as folder:
        _write(folder, *names)

    assert there == [False] * 5 + [True]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed that shares what is loaded")
@pytest.mark.parametrize("earlier", [True, False])
def test_killed_at_any_move_the_next_run_finds_all_old_or_all_new(tmp_path: Path, *, earlier: bool) -> None:
    names = ("a.csv", "b.html", "r/c.csv", "verification.json")
    out = tmp_path / "out"

    def write(what: str, *, moves: int = 99) -> None:
        with whole_folder(out, sometimes=["r", "old.csv"]) as beside:
            (beside / "r").mkdir()
            for name in names:
                (beside / name).write_text(what)
            if moves < 99:
                _killed_after(moves)

    def found() -> dict[str, str]:
        return {p.relative_to(out).as_posix(): p.read_text() for p in out.rglob("*") if p.is_file()}

    seen = set()
    for moves in range(12):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        (out / "own.txt").write_text("own")
        if earlier:
            write("old")
            (out / "old.csv").write_text("old")
        before = found()
        if (child := os.fork()) == 0:
            write("new", moves=moves)
            os._exit(0)
        os.waitpid(child, 0)
        if "verification.json" not in found() or found()["verification.json"] == "old":
            with pytest.raises(KeyError), whole_folder(out):
                raise KeyError
            assert found() == before
            seen.add("old")
        else:
            assert found() == {"own.txt": "own", **dict.fromkeys(names, "new")}
            seen.add("new")
        write("next")
        assert found() == {"own.txt": "own", **dict.fromkeys(names, "next")}
        assert [p.name for p in tmp_path.iterdir()] == ["out"]

    assert seen == {"old", "new"}


def _killed_after(moves: int) -> None:
    """Kill this process when it begins the move after so many."""
    move, left = moving.move, iter(range(moves))

    def counted(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        move(source, target, moved)

    moving.move = counted
