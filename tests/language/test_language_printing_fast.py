"""Numbers are rounded and scaled in one step where that can be; the text is that of the long way."""

import random
from decimal import Decimal, localcontext

import pytest

from reportgen.figure import EXACT
from reportgen.language.printing import NumberFormat, defaults

FORMS = [
    *defaults().values(),
    *(
        NumberFormat("试", scale=Decimal(scale), decimals=decimals, grouping=grouping,
                     trim_zeros=trim, zero=zero, plus=plus)
        for scale in ("1", "10000", "0.01", "3")
        for decimals in (0, 2, 7)
        for grouping, trim, zero, plus in ((False, False, None, False), (True, True, "零", True))
    ),
]  # fmt: skip


def numbers(seed):
    rng = random.Random(seed)
    for _ in range(150):
        size = 10 ** rng.randint(0, 15)
        number = Decimal(rng.randint(-size, size)).scaleb(rng.randint(-12, 6))
        yield rng.choice([number, number, EXACT.divide(number, Decimal(7)), number * 0])


@pytest.mark.parametrize("context", [EXACT, None], ids=["exact context", "usual context"])
@pytest.mark.parametrize("seed", range(4))
def test_the_text_is_that_of_the_long_way(seed, context):
    with localcontext(context):
        for number in numbers(seed):
            for form in FORMS:
                assert form.text(number) == form._text(number), (form, number)


def test_more_digits_than_are_computed_with_are_told_and_not_cut():
    number = Decimal("1" * 70)
    form = NumberFormat("两位", decimals=2)
    with pytest.raises(ArithmeticError):
        form._text(number)
    with pytest.raises(ArithmeticError):
        form.text(number)


def test_a_negative_zero_has_no_sign():
    assert defaults()["万元"].text(Decimal("-0.4")) == "0.00"
    assert defaults()["元"].text(Decimal("-0.004")) == "0.00"


def test_formats_that_print_markup_are_known():
    assert NumberFormat("甲", suffix="&").markup
    assert NumberFormat("甲", zero="<无>").markup
    assert not NumberFormat("甲", suffix="%").markup
