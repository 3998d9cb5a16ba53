"""The columns of a call log (话单), as telephone systems write them (HD-03)."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from odoo.addons.cs_base.engine.sheet_error import CellError
from odoo.addons.cs_base.engine.sheet_in import Field, Limits
from odoo.addons.cs_base.engine.sheet_parse import (
    as_text,
    folded,
    parse_datetime,
    parse_decimal,
    parse_duration,
    parse_integer,
    parse_text,
)

#: what a file may hold; bytes
LIMITS = Limits(size=10 * 2**20, rows=50_000, columns=64)
MAX_TEXT = 64
MAX_RINGS = 1000
DAY = 24 * 3600
#: key -> headers that are understood; those of the template first, English and Chinese
HEADERS = {
    "external_id": "Call ID|话单号|通话编号|呼叫编号|流水号|通话流水号|记录编号"
    "|Call No.",
    "called_at": "Called At|呼叫时间|来电时间|呼入时间|振铃时间|开始时间|Start Time",
    "line": "Line|线路|热线|热线号码|被叫号码|技能组|队列|Queue",
    "extension": "Extension|分机|分机号|分机号码|Ext.",
    "agent": "Agent|坐席|客服|坐席账号|坐席工号|工号|接听人|登录名",
    "caller": "Caller|来电号码|主叫号码|客户号码|主叫|Caller Number",
    "state": "Result|接听结果|结果|状态|接听状态|通话结果|通话状态|Status",
    "rings": "Rings|振铃次数|响铃次数|响铃声数|振铃声数|铃响次数",
    "ring_seconds": "Ring Seconds|振铃时长|响铃时长|振铃秒数|响铃秒数|振铃时长(秒)"
    "|响铃时长(秒)|等待时长|Ring Time",
    "talk_seconds": "Talk Seconds|通话时长|通话秒数|通话时长(秒)|Talk Time|Duration",
}
NEEDED = ("external_id", "called_at", "state")
RESULTS = {
    "answered": [
        "answered",
        "yes",
        "已接",
        "已接听",
        "接听",
        "接通",
        "已接通",
        "成功",
        "是",
    ],
    "missed": [
        "missed",
        "no",
        "noanswer",
        "未接",
        "未接听",
        "漏接",
        "无人接听",
        "未接通",
        "否",
    ],
    "abandoned": [
        "abandoned",
        "放弃",
        "客户放弃",
        "主叫放弃",
        "客户挂断",
        "主叫挂断",
        "呼损",
        "未接先挂",
    ],
}
_RESULT_OF = {word: key for key, words in RESULTS.items() for word in words}
#: as people are told
_SOME_RESULTS = "已接, 未接, 客户挂断, answered, missed, abandoned"


def short_text(value):
    """Text of a number or name; "007" stays "007".

    :raise CellError: as ``parse_text``, and too_long
    """
    text = parse_text(value)
    if len(text) > MAX_TEXT:
        raise CellError("too_long")
    return text


def seconds(value):
    """Seconds, to the thousandth: a number, or hours, minutes and seconds.

    ``0:15`` could be minutes or hours: refused.

    :raise CellError: not_number

    >>> seconds(Decimal("15.001")), seconds("00:00:16")
    (Decimal('15.001'), Decimal('16.000'))
    """
    if (
        isinstance(value, time | timedelta)
        or isinstance(value, str)
        and value.count(":") == 2
    ):
        length = parse_duration(value)
    else:
        length = None
    number = (
        parse_decimal(value)
        if length is None
        else Decimal(length // timedelta(milliseconds=1)) / 1000
    )
    if not 0 <= number < DAY:
        raise CellError("not_number")
    return number.quantize(Decimal("0.001"))


def result(value):
    """What became of the call: a key of RESULTS.

    :raise CellError: not_choice
    """
    word = folded(as_text(value))
    if word not in _RESULT_OF:
        raise CellError("not_choice", allowed=_SOME_RESULTS)
    return _RESULT_OF[word]


def whole_seconds(value):
    return int(seconds(value))


def rings(value):
    number = parse_integer(value)
    if not 0 <= number <= MAX_RINGS:
        raise CellError("not_integer")
    return number


def moment(value):
    """A local moment of a year in which there are such logs."""
    found = parse_datetime(value)
    if found < datetime(2000, 1, 1):
        raise CellError("not_date")
    return found


_TYPES = {
    "called_at": moment,
    "state": result,
    "rings": rings,
    "ring_seconds": seconds,
    "talk_seconds": whole_seconds,
}


def wanted():
    """:return: list of ``Field``: the columns that are looked for"""
    return [
        Field(
            key,
            labels.split("|"),
            _TYPES.get(key, short_text),
            required=key in NEEDED,
        )
        for key, labels in HEADERS.items()
    ]
