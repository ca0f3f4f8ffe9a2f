"""What the filing form is filled in from: the year's choices, the roster, and who sits there."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from innovation.org import access
from innovation.org.enums import OrganizationType
from innovation.org.models import Organization
from projects import configuration, entry, rules
from projects.models import ProgrammeYear, Project
from projects.queries import rosters


@dataclass
class Desk:
    """One person's place at one filing. `project` is an unsaved one while it is new."""

    user: Any
    year: ProgrammeYear
    organization: Organization
    project: Project

    @classmethod
    def for_new(cls, user: Any, year: ProgrammeYear, organization: Organization) -> "Desk":
        blank = Project(year=year, organization=organization, committee_id=year.committee_id)
        blank.created_by_id = user.pk
        return cls(user, year, organization, blank)

    @classmethod
    def for_project(cls, user: Any, project: Project) -> "Desk":
        return cls(user, project.year, project.organization, project)

    @property
    def draft_key(self) -> str:
        return str(self.project.pk) if self.project.pk else f"new-{self.organization.pk}"

    @cached_property
    def known(self) -> configuration.Configuration:
        return configuration.of(self.year)

    @cached_property
    def candidates(self) -> list[rosters.Candidate]:
        return rosters.candidates(self.organization, self.year, project_id=self.project.pk)

    @cached_property
    def branches(self) -> list[Organization]:
        """What a general branch may name as the branch that its project covers."""
        if self.organization.type != OrganizationType.GENERAL_BRANCH:
            return []
        below = Organization.objects.filter(path__startswith=self.organization.path)
        kinds = [kind for kind in entry.FILING_TYPES if kind != OrganizationType.GENERAL_BRANCH]
        return list(below.filter(type__in=kinds, closed_on__isnull=True))

    @cached_property
    def names_others(self) -> bool:
        return entry.names_others(self.user, self.organization)

    @cached_property
    def from_paper_only(self) -> bool:
        return self.names_others and entry.enters_from_paper_only(self.user, self.organization)

    @cached_property
    def passes_branch(self) -> bool:
        """Does this person's filing pass the branch step, so that its meeting must be named?"""
        return self.from_paper_only or rules.files_as_secretary(self.project, self.user)

    @cached_property
    def may_submit(self) -> bool:
        return access.has_permission(self.user, "project.submit", self.project)
