"""Money is Decimal yuan in Python and integer fen in the database; there is no float."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models

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


class ScaledDecimalField(models.BigIntegerField):
    """A Decimal kept as a whole number of `unit`; refuses what does not fit it exactly."""

    unit = Decimal(1)

    def from_db_value(self, value: int | None, *_: object) -> Decimal | None:
        return None if value is None else value * self.unit

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        whole = Decimal(str(value)) / self.unit
        if whole != whole.to_integral_value():
            raise ValueError(f"{value} is no whole number of {self.unit}")
        return int(whole)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) if self.value_from_object(obj) is not None else "")


class MoneyField(ScaledDecimalField):
    """Yuan, exact to the fen."""

    unit = FEN


class QuantityField(ScaledDecimalField):
    """A unit price (yuan) or a quantity, exact to one ten-thousandth."""

    unit = TEN_THOUSANDTH
