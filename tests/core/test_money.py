from decimal import Decimal

import pytest
from django import forms
from django.db import connection, models, transaction
from django.db.models import F, Sum
from django.test.utils import isolate_apps
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from innovation.core.errors import DomainError
from innovation.core.money import MoneyField, QuantityField, in_wan, to_fen
from innovation.core.money_text import MoneyFormField, parse, show

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999999999.99"), places=2, allow_nan=False)


with isolate_apps("innovation.core"):

    class Line(models.Model):
        gross = MoneyField(null=True)
        deduction = MoneyField(default=0)
        price = QuantityField(null=True)

        class Meta:
            app_label = "core"
            db_table = "test_money_line"


@pytest.fixture
def lines(db):
    key = "integer PRIMARY KEY" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE test_money_line"
            f" (id {key}, gross bigint, deduction bigint, price bigint)"
        )
    return Line.objects


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1,200.50", "1200.50"),
        ("１，２００．５０", "1200.50"),
        (" ￥1,200.5 ", "1200.50"),
        ("¥ 1200元", "1200"),
        ("12万", "120000"),
        ("12.5万元", "125000"),
        ("12.345678万", "123456.78"),
        ("１２．５ 万元", "125000"),
        ("0", "0"),
        ("007", "7"),
        ("9,999,999,999,999.99", "9999999999999.99"),
    ],
)
def test_what_accountants_paste(text, yuan):
    assert parse(text) == Decimal(yuan)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1E3", "not_an_amount"),
        ("1_000", "not_an_amount"),
        ("NaN", "not_an_amount"),
        ("Infinity", "not_an_amount"),
        ("١٢٣", "not_an_amount"),
        ("१२३", "not_an_amount"),
        ("②", "not_an_amount"),
        ("5²", "not_an_amount"),
        ("1,20.50", "not_an_amount"),
        ("12,3456", "not_an_amount"),
        ("1,2345", "not_an_amount"),
        ("1.2.3", "not_an_amount"),
        ("5)", "not_an_amount"),
        ("(5", "not_an_amount"),
        (".", "not_an_amount"),
        ("万", "not_an_amount"),
        ("十二万", "not_an_amount"),
        ("12亿", "not_an_amount"),
        ("0x10", "not_an_amount"),
        ("1 200", "not_an_amount"),
        ("-5", "negative"),
        ("－５", "negative"),
        ("−5", "negative"),
        ("(5.00)", "negative"),
        ("1.005", "too_exact"),
        ("1.2345678万", "too_exact"),
        ("10,000,000,000,000", "too_large"),
        ("1000000000万", "too_large"),
        ("9" * 400, "too_large"),
    ],
)
def test_what_is_refused_says_why_in_one_sentence(text, code):
    with translation.override("en"):
        with pytest.raises(DomainError) as refused:
            parse(text)
        sentence = str(refused.value)
    assert refused.value.code == code
    assert sentence.endswith(".") and len(sentence) < 120


@pytest.mark.parametrize(
    "text", ["-1,200.50", "￥-1,200.50", "-￥1,200.50", "(1,200.50)", "－1200.5"]
)
def test_a_negative_amount_where_it_may_be(text):
    assert parse(text, allow_negative=True) == Decimal("-1200.50")


@given(AMOUNTS)
def test_shown_and_read_again(yuan):
    assert parse(show(yuan)) == yuan


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_sentence(text):
    try:
        yuan = parse(text, allow_negative=True)
    except DomainError as refused:
        assert str(refused)
    else:
        assert yuan.is_finite() and yuan == yuan.quantize(Decimal("0.01"))


class BudgetForm(forms.Form):
    budget = MoneyFormField(required=False)


def test_the_form_field_groups_what_is_stored():
    html = str(BudgetForm(initial={"budget": Decimal("1200.5")})["budget"])
    assert 'value="1,200.50"' in html
    assert 'inputmode="decimal"' in html


def test_the_form_field_keeps_what_was_typed_beside_its_error():
    form = BudgetForm({"budget": "1E3"})
    assert not form.is_valid()
    assert "1E3" in form.errors["budget"][0]
    assert 'value="1E3"' in str(form["budget"])


def test_an_empty_amount_is_none_and_zero_is_zero():
    for text, yuan in (("", None), ("  ", None), ("0", Decimal(0)), ("1,200.5", Decimal("1200.5"))):
        form = BudgetForm({"budget": text})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["budget"] == yuan


def test_the_same_amount_written_otherwise_is_no_change():
    stored = {"budget": Decimal("1200.50")}
    assert not BudgetForm({"budget": "1,200.5"}, initial=stored).has_changed()
    assert BudgetForm({"budget": "1,200.51"}, initial=stored).has_changed()
    assert BudgetForm({"budget": "x"}, initial=stored).has_changed()


def test_a_model_form_reads_amounts_the_same_way():
    form = forms.modelform_factory(Line, fields=["gross"])({"gross": "12.5万"})
    assert form.is_valid(), form.errors
    assert form.instance.gross == Decimal(125000)


def test_rounding_and_units():
    assert to_fen(Decimal("0.005")) == Decimal("0.01")
    assert to_fen(Decimal("-0.005")) == Decimal("-0.01")
    assert in_wan(Decimal(12360000)) == "1,236.00"
    assert in_wan(Decimal("49.99")) == "0.00" and in_wan(Decimal(50)) == "0.01"
    assert in_wan(None) == ""


@pytest.mark.both
def test_fen_are_exact_in_the_database(lines):
    @given(AMOUNTS)
    def round_trip(yuan):
        line = lines.create(gross=yuan)
        kept = lines.get(pk=line.pk).gross
        assert isinstance(kept, Decimal) and kept == yuan
        assert lines.filter(pk=line.pk, gross=yuan, gross__lte=yuan).exists()

    round_trip()


@pytest.mark.both
def test_totals_are_exact_decimals(lines):
    values = [Decimal("0.10"), Decimal("0.20"), Decimal("9007199254740.93")]
    for value in values:
        lines.create(gross=value, deduction=Decimal("0.01"))
    assert lines.aggregate(total=Sum("gross"))["total"] == sum(values)
    net = lines.annotate(net=F("gross") - F("deduction"))
    assert [row.net for row in net.order_by("id")] == [v - Decimal("0.01") for v in values]
    total = net.aggregate(total=Sum("net"))["total"]
    assert isinstance(total, Decimal) and total == sum(values) - Decimal("0.03")
    assert lines.none().aggregate(total=Sum("gross", default=Decimal(0)))["total"] == 0
    assert lines.filter(pk=0).aggregate(total=Sum("gross"))["total"] is None


def test_what_is_no_whole_fen_is_not_stored(lines):
    with pytest.raises(ValueError), transaction.atomic():
        lines.create(gross=Decimal("0.001"))
    with pytest.raises(TypeError), transaction.atomic():
        lines.create(gross=0.1)
    line = lines.create(price=Decimal("1.2345"))
    assert lines.get(pk=line.pk).price == Decimal("1.2345")
