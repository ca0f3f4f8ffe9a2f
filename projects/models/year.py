"""A programme year and all that a firm may set differently in it: data, cloned yearly."""

from django.db import models
from django.utils.translation import get_language

from innovation.core.keys import new_key
from innovation.core.models import tenant
from innovation.org.enums import OrganizationType
from projects.enums import DisclosureScope, NoticeKind, ReasonKind, YearState


class ProgrammeYear(models.Model):
    committee = tenant()
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=YearState, default=YearState.PREPARING)
    basis_document = models.CharField(max_length=120, blank=True)
    requirements = models.JSONField(default=list)  # sentences of the yearly kick-off paper
    number_template = models.CharField(max_length=80, default="{year}-{category}-{org}-{seq:03d}")
    four_eyes = models.BooleanField(default=True)
    notice_after_approval = models.BooleanField(default=False)
    review_days = models.PositiveSmallIntegerField(default=5)  # working days for each step
    issuer = models.CharField(max_length=80)  # who signs notices and papers
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_mail = models.CharField(max_length=80, blank=True)
    contact_room = models.CharField(max_length=80, blank=True)
    # A new one with every change of the rows below, so that they may be remembered under it.
    stamp = models.CharField(max_length=10, default=new_key)

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["committee", "year"], name="one_year_once")]

    def __str__(self) -> str:
        return self.title


class ConfigRow(models.Model):
    """`code` is stable over the years; a row in use is closed, not deleted."""

    year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="%(class)s_rows")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_closed = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["year", "code"], name="%(class)s_code_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, the Chinese one where no other is given."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name


class CoverageField(ConfigRow):
    pass


class Category(ConfigRow):
    number_code = models.CharField(max_length=10)  # KY: what `{category}` is in project numbers
    default_coverage = models.ForeignKey(
        CoverageField, models.PROTECT, null=True, blank=True, related_name="+"
    )
    countersigned_by = models.ForeignKey(
        "org.Organization", models.PROTECT, null=True, blank=True, related_name="+"
    )


class Level(ConfigRow):
    """重点 or 一般: which folded fields are asked and who gives an opinion or decides."""

    required_fields = models.JSONField(default=list)  # names of Project fields and row kinds
    finance_countersigns = models.BooleanField(default=False)
    branch_decides = models.BooleanField(default=False)  # the committee records (备案)


class Theme(ConfigRow):
    pass


class OutcomeForm(ConfigRow):
    pass


class Reason(ConfigRow):
    kind = models.CharField(max_length=20, choices=ReasonKind)


class NoticeSetting(ConfigRow):
    """One kind of notice: `code` is the kind, the length is in working days (3 at least)."""

    kind = models.CharField(max_length=30, choices=NoticeKind)
    working_days = models.PositiveSmallIntegerField(default=5)
    default_scope = models.CharField(
        max_length=10, choices=DisclosureScope, default=DisclosureScope.COMPANY
    )


class SensitiveWord(models.Model):
    """A word that marks a text for the human reviewer."""

    year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="sensitive_words")
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "word"], name="word_once")]


class CalendarEntry(models.Model):
    """A dated event of the year, such as `filing_due`."""

    year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="calendar")
    code = models.CharField(max_length=40)
    date = models.DateField()

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["year", "code"], name="calendar_code_once")]


class ReviewRule(models.Model):
    """Which review steps a filing organisation of a type passes before the initial review."""

    year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="review_rules")
    organization_type = models.CharField(max_length=30, choices=OrganizationType)
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    steps = models.JSONField(default=list)  # codes of enums.Step in order

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "organization_type", "level"], name="review_rule_once"
            )
        ]


class ExpectedOrganization(models.Model):
    """应立项单位: an organisation that is expected to file in the year."""

    year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="expected")
    organization = models.ForeignKey("org.Organization", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "organization"], name="expected_once")
        ]
