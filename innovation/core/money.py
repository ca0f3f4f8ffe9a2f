"""Money is Decimal yuan in Python and integer fen in the database; there is no float."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable, register_combinable_fields
from django.utils.translation import gettext_lazy as _

from innovation.core.money_text import MoneyFormField

FEN = Decimal("0.01")
TEN_THOUSANDTH = Decimal("0.0001")


def to_fen(yuan: Decimal) -> Decimal:
    """Round half-up to the fen."""
    return yuan.quantize(FEN, rounding=ROUND_HALF_UP)


def in_wan(yuan: Decimal | None) -> str:
    """万元 with two decimals, as pages show it: Decimal("12360000") → "1,236.00"."""
    if yuan is None:
        return ""
    return f"{(yuan / 10_000).quantize(FEN, rounding=ROUND_HALF_UP):,}"


def exact(value: Any) -> Decimal:
    """A Decimal of what is exact already; a float is a programmer's error."""
    if isinstance(value, float):
        raise TypeError("money is never a float")
    return value if isinstance(value, Decimal) else Decimal(str(value))


class ScaledDecimalField(models.Field):
    """A Decimal kept as a whole number of `unit`; refuses what does not fit it exactly.

    No kind of IntegerField: Django would take the sum of two columns for a bare integer then.
    """

    unit = Decimal(1)

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: int | Decimal | None, *_: object) -> Decimal | None:
        return None if value is None else exact(value) * self.unit

    def to_python(self, value: Any) -> Decimal | None:
        if value is None:
            return None
        try:
            return exact(value)
        except InvalidOperation as error:
            raise ValidationError(_("Enter an amount.")) from error

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        whole = exact(value) / self.unit
        if whole != whole.to_integral_value():
            raise ValueError(f"{value} is no whole number of {self.unit}")
        return int(whole)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)


class MoneyField(ScaledDecimalField):
    """Yuan, exact to the fen."""

    unit = FEN

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MoneyFormField, **kwargs})


class QuantityField(ScaledDecimalField):
    """A unit price (yuan) or a quantity, exact to one ten-thousandth."""

    unit = TEN_THOUSANDTH


# F("gross") - F("deduction") stays money in the database; anything else must name its field.
for sign in (Combinable.ADD, Combinable.SUB):
    register_combinable_fields(MoneyField, sign, MoneyField, MoneyField)
