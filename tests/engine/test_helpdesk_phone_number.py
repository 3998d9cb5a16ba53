"""Numbers of callers in one form (HD-09)."""

import pytest
from cs_helpdesk_engine.phone_number import BadNumber, parse_phone
from hypothesis import given
from hypothesis import strategies as st

MOBILE = "+8613800138000"


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138-0013 8000",
        " 138 0013 8000 ",
        "+86 138 0013 8000",
        "0086-13800138000",
        "8613800138000",
        "013800138000",
        "１３８００１３８０００",
    ],
)
def test_one_mobile_number_has_one_key(text):
    assert parse_phone(text) == (MOBILE, "13800138000", "")


@pytest.mark.parametrize(
    ("text", "key", "shown"),
    [
        ("010-62251234", "+861062251234", "010-62251234"),
        ("021 6225 0000", "+862162250000", "021-62250000"),
        ("+86 21 6225 0000", "+862162250000", "021-62250000"),
        ("0755-8888-8888", "+8675588888888", "0755-88888888"),
        ("0991 2345678", "+869912345678", "0991-2345678"),
        ("010-62251234-801", "+861062251234", "010-62251234-801"),
        ("（010）6225 1234 转 801", "+861062251234", "010-62251234-801"),
        ("0571－88888888 分机 12", "+8657188888888", "0571-88888888-12"),
        ("075588888888 ext. 9", "+8675588888888", "0755-88888888-9"),
        ("021-62250000#1234", "+862162250000", "021-62250000-1234"),
        ("400 600 1234", "+864006001234", "400-600-1234"),
        ("400-600-1234-5", "+864006001234", "400-600-1234-5"),
        ("8008101234", "+868008101234", "800-810-1234"),
        ("+1 650 253 0000", "+16502530000", "+16502530000"),
        ("00852 2345 6789", "+85223456789", "+85223456789"),
    ],
)
def test_other_numbers(text, key, shown):
    assert parse_phone(text)[:2] == (key, shown)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (None, "empty"),
        (" - ", "empty"),
        ("王女士", "letters"),
        ("1-800-FLOWERS", "letters"),
        ("=1+1", "letters"),
        ("x801", "letters"),
        ("1380013800", "short"),
        ("110", "short"),
        ("+86", "short"),
        ("62251234", "area"),
        ("6225123", "area"),
        ("12800138000", "unknown"),
        ("138001380001", "unknown"),
        ("1380013800012", "long"),
        ("1" * 50, "long"),
    ],
)
def test_bad_numbers_say_why(text, reason):
    with pytest.raises(BadNumber) as error:
        parse_phone(text)
    assert error.value.reason == reason


def test_a_company_abroad():
    number = parse_phone("650 253 0000", prefix="1")
    assert number[:2] == ("+16502530000", "(650) 253-0000")


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text):
    try:
        number = parse_phone(text)
    except BadNumber:
        return
    assert number.key[0] == "+" and number.key[1:].isdigit()
    # What is shown is the same number again.
    assert parse_phone(number.shown).key == number.key
