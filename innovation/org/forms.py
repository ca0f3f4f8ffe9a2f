from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import UsernameField
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from innovation.core.errors import DomainError
from innovation.org.passwords import LONGEST, policy


def password_field(label: Any, autocomplete: str, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=LONGEST, **options)


def password_help() -> str:
    """What the policy asks for, as one paragraph."""
    return " ".join(filter(None, password_validation.password_validators_help_texts()))


class LoginForm(forms.Form):
    """One sentence for every refusal: it must not tell which accounts exist, or are locked."""

    username = UsernameField(
        label=_("User name"), max_length=60, widget=forms.TextInput(attrs={"autofocus": True})
    )
    password = password_field(_("Password"), "current-password")

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request
        self.user: Any = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "username" in data and "password" in data:
            self.user = authenticate(self.request, **data)
            if self.user is None:
                raise forms.ValidationError(refusal(), code="login_failed")
        return data


def refusal() -> str:
    minutes = int(policy().lock.total_seconds() // 60)
    return ngettext(
        "User name or password is not correct, or the account is locked. After %(failures)d"
        " failures in a row an account is locked for %(minutes)d minute.",
        "User name or password is not correct, or the account is locked. After %(failures)d"
        " failures in a row an account is locked for %(minutes)d minutes.",
        minutes,
    ) % {"failures": policy().failures, "minutes": minutes}


class PasswordChangeForm(forms.Form):
    """Django's field names: old_password, new_password1, new_password2."""

    old_password = password_field(_("Present password"), "current-password")
    new_password1 = password_field(
        _("New password"),
        "new-password",
        help_text=lazy(password_help, str)(),
    )
    new_password2 = password_field(_("New password again"), "new-password")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "new_password2" in data and data["new_password2"] != data.get("new_password1"):
            self.add_error("new_password2", _("The two new passwords differ."))
        return data

    def refuse(self, error: DomainError) -> None:
        field = {"old_password": "old_password"}.get(error.field, "new_password1")
        self.add_error(field, str(error))
