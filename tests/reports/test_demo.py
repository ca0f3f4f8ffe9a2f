"""The demonstration reproduces the article's figures, the same on every run."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from innovation.core.management.commands.runall import DEMO_ACCOUNTS
from tests.support import installation

pytestmark = pytest.mark.xdist_group("demo")


class Figures:
    """Counted by plain SQL, independent of the product's own queries."""

    def __init__(self, folder: Path) -> None:
        self.database = installation.read(folder)

    def __call__(self, question: str) -> int:
        return int(self.database.execute(question).fetchone()[0])

    def rows(self, question: str) -> list[tuple[object, ...]]:
        return self.database.execute(question).fetchall()


@pytest.fixture(scope="module")
def figures(demo: Path) -> Figures:
    return Figures(demo)


OF_YEAR = (
    "FROM projects_project p JOIN projects_programmeyear y ON y.id = p.year_id WHERE y.year = {}"
)


@pytest.mark.parametrize(
    ("year", "total", "shares"), [(2018, 118, (46, 19, 47, 6)), (2019, 155, (60, 25, 62, 8))]
)
def test_projects_by_category(
    figures: Figures, year: int, total: int, shares: tuple[int, ...]
) -> None:
    assert figures("SELECT count(*) " + OF_YEAR.format(year)) == total
    counted = figures.rows(
        "SELECT c.code, count(*) FROM projects_project p"
        " JOIN projects_category c ON c.id = p.category_id"
        " JOIN projects_programmeyear y ON y.id = p.year_id"
        f" WHERE y.year = {year} GROUP BY c.code, c.position ORDER BY c.position"
    )
    assert counted == list(
        zip(
            ("rnd_production", "safety_quality", "lean_management", "party_building"),
            shares,
            strict=True,
        )
    )


def test_sixty_two_branches_and_all_of_them_filed(figures: Figures) -> None:
    assert (
        figures(
            "SELECT count(*) FROM org_organization WHERE type LIKE '%branch%'"
            " AND type <> 'general_branch'"
        )
        == 62
    )
    for year in (2018, 2019):
        filed = figures(
            "SELECT count(DISTINCT coalesce(p.carried_by_id, p.organization_id)) "
            + OF_YEAR.format(year)
        )
        assert filed == 62


def test_every_member_takes_part(figures: Figures) -> None:
    assert figures("SELECT count(*) FROM org_member") == 1087
    for year in (2018, 2019):
        taking_part = figures(
            "SELECT count(DISTINCT t.member_id) FROM projects_teammember t"
            " JOIN projects_project p ON p.id = t.project_id"
            f" JOIN projects_programmeyear y ON y.id = p.year_id WHERE y.year = {year}"
        )
        assert taking_part == 1087


def test_numbers_are_given_once_to_every_approved_project(figures: Figures) -> None:
    approved = figures("SELECT count(*) FROM projects_project WHERE status = 'active'")
    distinct = "SELECT count(DISTINCT number) FROM projects_project WHERE number <> ''"
    assert approved > 273
    assert figures(distinct) == approved


def test_the_named_projects_stand_where_the_article_puts_them(figures: Figures) -> None:
    where = dict(
        figures.rows(
            "SELECT p.name, o.name FROM projects_project p"
            " JOIN org_organization o ON o.id = p.organization_id"
        )
    )
    assert where["拓展供应渠道,降低采购成本,减少供应风险"] == "采购仓储配送中心直属党支部"
    assert where["危险工序人机隔离操作"] == "五分厂党总支"
    assert where["设备TPM管理改善"] == "运营管理部党支部"


def test_the_open_year_shows_every_state(figures: Figures) -> None:
    seen = {
        str(row[0])
        for row in figures.rows(
            "SELECT DISTINCT p.status FROM projects_project p"
            " JOIN projects_programmeyear y ON y.id = p.year_id WHERE y.state = 'open'"
        )
    }
    assert seen == {
        "draft",
        "submitted",
        "general_review",
        "countersign",
        "initial_review",
        "committee_decision",
        "decided",
        "publicised",
        "active",
        "returned",
        "rejected",
        "withdrawn",
    }


def test_the_accounts_that_the_start_prints_can_log_in(figures: Figures) -> None:
    printed = {
        name
        for entry, *_ in DEMO_ACCOUNTS
        for name in ([f"judge{n}" for n in range(1, 8)] if "…" in entry else [entry])
    }
    with_password = {
        str(row[0])
        for row in figures.rows("SELECT username FROM org_user WHERE password NOT LIKE '!%'")
    }
    assert with_password == printed


SWEEP = (
    "import django; django.setup();"
    "from innovation.core import outbox, ticks;"
    "print(ticks.run(), outbox.drain())"
)
STANDING = (
    "SELECT p.id, p.status, p.version, p.updated_at, n.id, n.state, n.version"
    " FROM projects_project p"
    " JOIN projects_programmeyear y ON y.id = p.year_id"
    " LEFT JOIN projects_noticeitem i ON i.project_id = p.id"
    " LEFT JOIN projects_notice n ON n.id = i.notice_id WHERE y.year < 2020 ORDER BY 1, 5"
)


def test_the_first_sweep_changes_nothing_of_the_closed_years(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "var"
    shutil.copytree(demo, folder)
    before = Figures(folder).rows(STANDING)
    answer = subprocess.run(
        [sys.executable, "-c", SWEEP],
        cwd=installation.ROOT,
        env=installation.environment(folder) | {"DJANGO_SETTINGS_MODULE": "innovation.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert answer.stdout.split() == ["[]", "0"]
    after = Figures(folder)
    assert len(before) == 118 + 155
    assert after.rows(STANDING) == before
    assert after("SELECT count(*) FROM projects_projectlog") == Figures(demo)(
        "SELECT count(*) FROM projects_projectlog"
    )


SEED = [
    "SELECT staff_number, name, status FROM org_member WHERE staff_number NOT LIKE '%-%'",
    "SELECT code, name, type FROM org_organization WHERE code NOT LIKE '%-%'",
    "SELECT p.number, p.name, p.status FROM projects_project p"
    " JOIN org_organization o ON o.id = p.organization_id WHERE o.code NOT LIKE '%-%'",
]


def test_a_second_copy_doubles_the_closed_years_and_repeats_the_seed(
    demo: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    manage(folder, "migrate", "--verbosity", "0")
    manage(folder, "demo", "--scale", "2")
    one, two = Figures(demo), Figures(folder)
    for question in SEED:
        assert sorted(map(str, two.rows(question))) == sorted(map(str, one.rows(question)))
    for question in (
        "SELECT count(*) FROM org_member",
        "SELECT count(*) FROM org_organization WHERE type <> 'committee'",
        "SELECT count(*) " + OF_YEAR.format(2018),
        "SELECT count(*) " + OF_YEAR.format(2019),
    ):
        assert two(question) == 2 * one(question)
    team = (
        "SELECT count(*) FROM projects_teammember t JOIN projects_project p ON p.id = t.project_id"
        " JOIN projects_programmeyear y ON y.id = p.year_id WHERE y.year < 2020"
    )
    assert two(team) == 2 * one(team)
    paths = two.rows("SELECT id, path FROM org_organization")
    assert all(str(path).endswith(f"/{pk}/") for pk, path in paths)


def manage(folder: Path, *words: str, demo: bool = True) -> subprocess.CompletedProcess[str]:
    environment = installation.environment(folder)
    if not demo:
        del environment["INNOVATION_DEMO"]
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=installation.ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--today", "22.11.2026"], "“22.11.2026” is no day"),
        (["--scale", "0"], "--scale takes a whole number from 1 to 100"),
        (["--scale", "zehn"], "--scale takes a whole number from 1 to 100"),
    ],
)
def test_bad_words_are_refused_in_one_sentence(
    tmp_path: Path, words: list[str], sentence: str
) -> None:
    answer = manage(tmp_path, "demo", *words)
    assert answer.returncode != 0
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr


def test_it_is_refused_where_demonstrations_are_off(tmp_path: Path) -> None:
    answer = manage(tmp_path, "demo", demo=False)
    assert answer.returncode != 0
    assert "INNOVATION_DEMO=1" in answer.stderr


def test_it_is_refused_beside_other_data(tmp_path: Path) -> None:
    manage(tmp_path, "migrate", "--verbosity", "0")
    manage(tmp_path, "first_account", "boss")
    answer = manage(tmp_path, "demo")
    assert answer.returncode != 0
    assert "holds data of its own" in answer.stderr


def test_a_second_load_changes_nothing(demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo, tmp_path / "var")
    answer = manage(tmp_path / "var", "demo")
    assert answer.returncode == 0
    assert "loaded already" in answer.stdout
