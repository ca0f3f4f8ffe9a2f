from django.core.exceptions import ValidationError
from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal that a person can read: `reason` is a whole translated sentence.

    `code` is stable, for tests and audit; `field` names the form field it belongs beside.
    """

    def __init__(self, reason: str | Promise, *, code: str = "refused", field: str = "") -> None:
        super().__init__(code)
        self.reason = reason
        self.code = code
        self.field = field

    def __str__(self) -> str:
        return str(self.reason)

    def as_validation_error(self) -> ValidationError:
        error = ValidationError(str(self.reason), code=self.code)
        return ValidationError({self.field: error}) if self.field else error


class StaleVersion(DomainError):
    """Somebody saved first. `by` and `at` say who and when; nothing that was typed is lost."""

    def __init__(self, reason: str | Promise, *, by: str, at: object) -> None:
        super().__init__(reason, code="stale_version")
        self.by = by
        self.at = at
