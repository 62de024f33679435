"""Small towns with known ages, debts and links. All people are made up."""

from __future__ import annotations

import csv
import datetime as dt
import gc
import io
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.project.project import Project
from chukan.reduction.report.report import Cell, Report
from chukan.reduction.rules.load import Retention, load_retention
from chukan.reduction.rules.reasons import CLASS_JA
from chukan.reduction.rules.settings import Trial, load_settings, parse_trial
from chukan.reduction.run import reduce
from chukan.reduction.town import ReductionOptions

#: What `dev.py test` loads: the same examples in every run, so that a failure is the change's and not the day's.
settings.register_profile("ci", derandomize=True, database=None, deadline=None, print_blob=True)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leave what imports and collection make out of every search for garbage, and search as seldom as the program does.

    Each is a tenth of the time of all tests, or more.
    """
    gc.disable()
    result = yield
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
    return result


def pytest_sessionfinish() -> None:
    """Give it back: extension modules look for what they leaked when the interpreter ends."""
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache in a new folder that commands and their processes share, not in that of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHUKAN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


Row = Mapping[str, str]
AS_OF = dt.date(2026, 11, 23)
#: Every file is there that matters; nothing else stands against a candidate.
VOUCHED: list[dict[str, Any]] = [{"layouts": ["*"], "reason": "ほかの業務からの参照は所管課が確認した"}]
AGREEMENT = {
    "format": "csv",
    "encoding": "cp932",
    "newline": "crlf",
    "delimiter": ",",
    "quoting": "minimal",
    "header": True,
    "length_unit": "chars",
    "dates": "yyyymmdd",
    "newlines_in_values": False,
}
TOWN = "131016"


@pytest.fixture(scope="session")
def retention() -> Retention:
    """Return the built-in rules."""
    return load_retention()


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the built-in packs."""
    return Library()


def csv_of(layout: Layout, rows: Iterable[Row], *, newline: str = "\r\n", encoding: str = "cp932") -> bytes:
    """Return a delivered file: what a row leaves out is blank."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=newline)
    writer.writerow(layout.names)
    for row in rows:
        assert set(row) <= set(layout.names), set(row) - set(layout.names)
        writer.writerow([row.get(name, "") for name in layout.names])
    return out.getvalue().encode(encoding)


@dataclass
class Town:
    """A municipality on disk: files by BUSINESS/LAYOUT, and what it decided."""

    folder: Path
    library: Library
    retention: Retention
    reduction: dict[str, Any] = field(default_factory=lambda: {"absent": VOUCHED})
    agreement: dict[str, Any] = field(default_factory=lambda: dict(AGREEMENT))
    files: list[tuple[str, Path]] = field(default_factory=list)

    def put(self, address: str, rows: Sequence[Row] | bytes, name: str = "") -> Path:
        """Deliver a file, or one more of a layout under another `name`."""
        layout = self.layout(address)
        path = self.folder / (name or f"{address.replace('/', '_')}.csv")
        path.write_bytes(rows if isinstance(rows, bytes) else csv_of(layout, rows))
        if (address, path) not in self.files:
            self.files.append((address, path))
        return path

    def layout(self, address: str) -> Layout:
        """Return a layout of the built-in pack."""
        return self.library.layout(address, default="mic@2.7")

    def decide(self, **rules: dict[str, Any]) -> None:
        """Set what the municipality decides for some rules, beside its earlier settings."""
        who = {"decided_by": "文書主管課長", "decided_on": dt.date(2026, 10, 1)}
        decided = {rule: who | setting if "years" in setting else setting for rule, setting in rules.items()}
        self.reduction["rules"] = self.reduction.get("rules", {}) | decided

    def decide_for_split(self) -> None:
        """Set what a split needs decided, where the municipality has not set it itself."""
        archive = {
            "medium": "LTO-8",
            "label": "試験-2026",
            "retain_until": dt.date(2036, 3, 31),
            "keeper": "情報政策課",
            "disposal": "文書主管課長",
            "search": "索引簿",
            "searched_by": "市民課",
        }
        self.reduction = {"juhyo_boundary_date": dt.date(2014, 6, 20), "archive": archive} | self.reduction

    def classes(self, report: Report, address: str) -> dict[str, int]:
        """Return records of a layout by class."""
        found: dict[str, int] = {}
        for cell in _cells(report, address):
            found[CLASS_JA[cell.level]] = found.get(CLASS_JA[cell.level], 0) + cell.amount.records
        return found

    def codes(self, report: Report, address: str) -> set[str]:
        """Return the codes of the reasons of a layout's records."""
        return {cell.code for cell in _cells(report, address)}

    @property
    def project(self) -> Path:
        """The project file."""
        by_business: dict[str, list[dict[str, str]]] = {}
        for address, path in self.files:
            business, layout = address.split("/")
            by_business.setdefault(business, []).append(
                {"layout": layout, "path": path.relative_to(self.folder).as_posix()}
            )
        businesses = [{"business": b, "from": "a", "to": "c", "files": files} for b, files in by_business.items()]
        document = {
            "group": {"name": "試験クラウド協議会", "representative": TOWN},
            "layout": "mic@2.7",
            "agreement": self.agreement,
            "vendors": [{"id": "a", "name": "事業者A"}, {"id": "c", "name": "事業者C"}],
            "municipalities": [{"code": TOWN, "name": "千代田区", "businesses": businesses}],
            "reduction": self.reduction,
        }
        path = self.folder / "project.yaml"
        path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        return path

    def reduce(
        self,
        as_of: dt.date | Sequence[dt.date] = AS_OF,
        *,
        sets: Sequence[str] = (),
        split: Path | None = None,
        block_size: int = 8 << 20,
    ) -> Report:
        """Run the reduction."""
        if split is not None:
            self.decide_for_split()
        project = Project(self.project)
        settings = load_settings(project.file.reduction, self.retention.rules, str(project.path))
        trial = parse_trial(sets, self.retention.rules) if sets else Trial()
        days = (as_of,) if isinstance(as_of, dt.date) else tuple(as_of)
        options = ReductionOptions(days=days, trial=trial, split_into=split, block_size=block_size)
        return reduce(project.job(), settings, self.retention, self.library, options)


def _cells(report: Report, address: str) -> list[Cell]:
    files = [n for n, f in enumerate(report.files) if f"{f.business}/{f.layout}" == address]
    return [cell for cell in report.cells if cell.file in files]


NewTown = Callable[[], Town]


@pytest.fixture(scope="session")
def new_town(tmp_path_factory: pytest.TempPathFactory, library: Library, retention: Retention) -> NewTown:
    """Make empty municipalities that vouch for everything they do not deliver."""
    return lambda: Town(tmp_path_factory.mktemp("town"), library, retention)


@pytest.fixture
def town(new_town: NewTown) -> Town:
    """One of them."""
    return new_town()


PERSON = "resident_register/person"
#: Where the files for people are; what runs in a project leaves a secret there, so that tests run in copies.
FIXTURES = Path(__file__).parents[1] / "fixtures"
CopyProject = Callable[..., Path]


def copied(name: str, to: Path) -> Path:
    """Copy a project of the fixtures, without what a run of somebody's own left there."""
    return Path(shutil.copytree(FIXTURES / "projects" / name, to, ignore=shutil.ignore_patterns(".chukan")))


@pytest.fixture
def copy_project(tmp_path: Path) -> CopyProject:
    """Copy a project of the fixtures into this test's folder: ``copy_project()``, ``copy_project("groups", to="b")``."""
    return lambda name="good", *, to="project": copied(name, tmp_path / to)


@pytest.fixture(scope="session")
def good_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the good project in a copy, for tests that change nothing in it, however often they verify it."""
    return copied("good", tmp_path_factory.mktemp("shared") / "good") / "project.yaml"


def wrong_people(folder: Path) -> None:
    """Give some people of a copy of the good project a sex that is none, and one of them a day of birth as people write it."""
    file = folder / "139998" / "resident_register_person.csv"
    names, *records = (line.split(",") for line in file.read_bytes().decode("cp932").splitlines())
    place = {name.strip('"'): number for number, name in enumerate(names)}
    for record in (1, 2, 4):
        records[record][place["性別"]] = "9"
    records[4][place["生年月日"]] = "R5.4.1"
    file.write_bytes("".join(",".join(cells) + "\r\n" for cells in (names, *records)).encode("cp932"))


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose people have findings, verified: its folder, with the results in ``out``. Nobody changes it."""
    from chukan.cli.main import run

    folder = copied("good", tmp_path_factory.mktemp("seeded") / "project")
    wrong_people(folder)
    arguments = [
        "verify",
        str(folder / "project.yaml"),
        "--out",
        str(folder / "out"),
        "--as-of",
        "2026-11-23",
        "--keys",
    ]
    assert run([*arguments, "--no-progress", "--quiet"]) == 1
    return folder


@pytest.fixture
def folder(copy_project: CopyProject, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder of the examples: a small project, and one file of it by itself."""
    work = copy_project(to="work")
    monkeypatch.chdir(work)
    shutil.copy(Path("139998/resident_register_person.csv"), "person.csv")
    return work


ISSUED = "resident_register/issuance"
