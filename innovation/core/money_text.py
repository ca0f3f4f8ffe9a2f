"""Amounts as people type and paste them: `1,200.50`, `１，２００．５０`, `￥1200`, `12.5万元`."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from innovation.core.errors import DomainError

DIGITS = 13  # before the point, in yuan
WAN = Decimal(10_000)
# Only what a Chinese keyboard makes; a general normalisation would turn ② and ² into digits.
HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９，．－﹣−￥（）\u3000\xa0\t",
    "0123456789,.---¥()   ",
)
AMOUNT = re.compile(
    r"""(?P<paren>\()? (?P<minus>-)? \s*¥?\s* (?P<late_minus>-)?
        (?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+) (?:\.(?P<part>[0-9]+))?
        \s*(?P<wan>万)? \s*元? (?(paren)\))""",
    re.VERBOSE,
)


def parse(text: str, *, allow_negative: bool = False) -> Decimal:
    """Yuan, exact to the fen; raises DomainError with one sentence on what is wrong."""
    found = AMOUNT.fullmatch(text.translate(HALF_WIDTH).strip())
    if not found:
        raise DomainError(
            _("“%(text)s” is not an amount; write it like 1,200.50.") % {"text": text.strip()[:40]},
            code="not_an_amount",
        )
    _check_sign(found, allow_negative)
    amount = _scaled(found)
    return -amount if _negative(found) else amount


def show(yuan: Decimal) -> str:
    """As it stands in the form field: 1,200.50."""
    return f"{yuan:,.2f}"


def _negative(found: re.Match[str]) -> bool:
    return bool(found["paren"] or found["minus"] or found["late_minus"])


def _check_sign(found: re.Match[str], allow_negative: bool) -> None:
    if _negative(found) and not allow_negative:
        raise DomainError(_("The amount must not be negative."), code="negative")


def _scaled(found: re.Match[str]) -> Decimal:
    decimals, unit = (6, WAN) if found["wan"] else (2, Decimal(1))
    if len(found["part"] or "") > decimals:
        raise DomainError(
            _("The amount must not be finer than one fen (0.01 yuan)."),
            code="too_exact",
        )
    amount = Decimal(f"{found['whole'].replace(',', '')}.{found['part'] or 0}") * unit
    if amount >= Decimal(10) ** DIGITS:
        raise DomainError(
            _("The amount must have at most %(digits)s digits before the point.")
            % {"digits": DIGITS},
            code="too_large",
        )
    return amount.quantize(Decimal("0.01"))


class MoneyFormField(forms.Field):
    """An amount in yuan as a text field; cleans to Decimal, None when empty."""

    widget = forms.TextInput

    def __init__(self, *, allow_negative: bool = False, **kwargs: Any) -> None:
        self.allow_negative = allow_negative
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return parse(str(value), allow_negative=self.allow_negative)
        except DomainError as refused:
            raise refused.as_validation_error() from refused

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as typed; an amount from the database is grouped."""
        return show(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True
