"""Every named address with a sample object of the demonstration, and who looks at it there.

A new address has to be entered here, or the walk fails.
"""

from dataclasses import dataclass
from pathlib import Path

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.support import installation

# Answered with a redirect, a file or JSON: there is no page to look at.
NO_PAGE = {
    "healthz",
    "readyz",
    "save_draft",
    "job_progress",
    "job_result",
    "job_acknowledge",
    "logout",
    "set_language",
    "project_batch_mark",
    "project_batch_unmark",
    "project_batch_apply",
    "approval_pdf",
    "approval_issue",  # its form stands on the paper's own page
    "project_file",
    "job",  # made while walking: see test_every_page
    "notice_feed",
    "publication_pass",
    "publication_refuse",
}


@dataclass(frozen=True)
class Sample:
    """An address with data; `empty` shows the page without any, `errors` presses send on it."""

    who: str
    url: str
    empty: str = ""
    errors: str = ""  # the button to press on a form that is not filled in


class Rows:
    """Sample objects, asked of the demonstration's own database."""

    def __init__(self, folder: Path) -> None:
        self.database = installation.read(folder)

    def one(self, question: str) -> str:
        row = self.database.execute(question).fetchone()
        assert row, f"the demonstration has nothing for: {question}"
        return str(row[0])

    def project(self, status: str) -> str:
        return self.one(f"SELECT id FROM projects_project WHERE status = '{status}' ORDER BY id")

    def draft_of(self, username: str) -> str:
        return self.one(
            "SELECT p.id FROM projects_project p JOIN org_user u ON u.id = p.created_by_id"
            f" WHERE p.status = 'draft' AND u.username = '{username}'"
        )

    def notice(self, state: str, scope: str = "company") -> str:
        return self.one(
            f"SELECT key FROM projects_notice WHERE state = '{state}' AND scope = '{scope}'"
            " ORDER BY id DESC"
        )


def samples(rows: Rows) -> dict[str, Sample]:
    draft, active = rows.draft_of("secretary"), rows.project("active")
    initial, noticed = rows.project("initial_review"), rows.notice("draft")
    batch = rows.one("SELECT max(id) FROM projects_decisionbatch")
    paper = rows.one("SELECT max(id) FROM projects_approvalpaper")
    internal = rows.notice("published", "party")
    ready, ready_hash = (
        rows.notice("reviewed"),
        rows.one(
            "SELECT content_hash FROM projects_notice WHERE state = 'reviewed' ORDER BY id DESC"
        ),
    )
    refused = rows.one("SELECT position FROM projects_noticeitem WHERE review = 'refused'")
    picture = rows.one(f"SELECT id FROM projects_attachment WHERE project_id = {draft}")
    primary = "main form[method=post] .btn-primary"
    return {
        "home": Sample("", "/"),
        "login": Sample("", "/accounts/login/", errors=primary),
        "password_change": Sample("secretary", "/accounts/password/", errors=primary),
        "workbench": Sample("committee", "/workbench/"),
        "project_list": Sample("committee", "/projects/", empty="/projects/?q=查无此项"),
        "project_coverage": Sample("committee", "/projects/coverage/"),
        "project_new": Sample(
            "secretary", "/projects/new/", errors="button[name=action][value=submit]"
        ),
        "project_detail": Sample("committee", f"/projects/{active}/"),
        "project_edit": Sample("secretary", f"/projects/{draft}/edit/"),
        "project_discard": Sample("secretary", f"/projects/{draft}/discard/"),
        "project_attach": Sample("secretary", f"/projects/{draft}/files/", errors=primary),
        "project_detach": Sample("secretary", f"/projects/{draft}/files/{picture}/remove/"),
        "project_similar": Sample("secretary", "/projects/similar/?name=设备TPM管理改善"),
        "project_step": Sample(
            "committee",
            f"/projects/{initial}/step/pass_initial/",
            errors="form.reason .btn-primary",
        ),
        "project_batch": Sample(
            "committee", "/projects/batch/", empty="/projects/batch/?year=2018"
        ),
        "batch_list": Sample("committee", "/projects/batches/"),
        "batch_detail": Sample("committee", f"/projects/batches/{batch}/"),
        "approval_list": Sample("committee", "/projects/approvals/"),
        "approval_paper": Sample("committee", f"/projects/approvals/{paper}/"),
        "notice_list": Sample("", "/notices/", empty="/notices/?q=查无此项"),
        "notice_detail": Sample("", f"/notices/{rows.notice('published')}/"),
        "internal_notice_list": Sample("committee", "/internal/notices/"),
        "internal_notice": Sample("committee", f"/internal/notices/{internal}/"),
        "publication_desk": Sample(
            "committee", "/publications/", empty="/publications/?state=withdrawn"
        ),
        "publication_notice": Sample("secrecy", f"/publications/{noticed}/"),
        "publication_pass_all": Sample("secrecy", f"/publications/{noticed}/pass/"),
        "publication_item": Sample("secrecy", f"/publications/{noticed}/items/1/"),
        "publication_text": Sample("secretary2", f"/publications/{noticed}/items/{refused}/text/"),
        "publication_publish": Sample(
            "committee", f"/publications/publish/?notice={ready}.{ready_hash}"
        ),
        "publication_withdraw": Sample(
            "committee", f"/publications/{rows.notice('published')}/withdraw/"
        ),
    }


def named() -> set[str]:
    """Every name of the resolver but the admin site's."""
    return set(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver]) -> list[str]:
    found: list[str] = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin":
                found += _names(entry.url_patterns)
        elif entry.name:
            found.append(entry.name)
    return found
