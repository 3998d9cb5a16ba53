"""What the online desk of the demo company exported, as rows; the same for the same
days."""

import random
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)
COLUMNS = (
    *("工单号", "操作时间", "操作", "处理人", "处理部门"),
    *("类型", "优先级", "客户", "电话", "标题", "描述"),
)
KINDS = {"inquiry": "咨询", "order": "订单", "repair": "报修"}
PRIORITIES = ("低", "普通", "紧急")
#: Tickets that came in so many days ago may still be open.
RECENT = 5
#: Surnames of customers; their numbers begin with 120, which no network has.
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏"
    "潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤"
)


class Desk(NamedTuple):
    """A team that serves customers.

    :param number: of the team, a digit of its ticket numbers
    :param count: tickets a month
    :param hours: first and last local hour in which customers come
    :param texts: rows of kind, name and description
    :param staff: (first day, name) of its people
    :param now: local moment after which nothing has happened yet
    """

    number: int
    unit: str
    count: int
    hours: tuple
    texts: list
    staff: list
    now: datetime


def draw(*key):
    """A source of numbers that is the same for the same key."""
    return random.Random("/".join(map(str, key)))  # noqa: S311 nothing to guess


def customer(number):
    """(name, phone) of a customer, by number."""
    title = "女士" if number * 7 % 11 < 6 else "先生"
    name = SURNAMES[number * 13 % len(SURNAMES)] + title
    return name, f"120{number * 7919 % 10**8:08}"


def rows(desk: Desk, first: date, last: date):
    """Events of the tickets between two days, ticket by ticket."""
    days = (last - first).days + 1
    chance = draw("desk", desk.number, first)
    came = sorted(chance.randrange(days) for _one in range(desk.count * days // 30))
    for place, offset in enumerate(came, 1):
        day = first + DAY * offset
        staff = [name for joined, name in desk.staff if joined <= day]
        if staff:
            number = f"{day:%y%m%d}{desk.number}{place:03}"
            yield from _ticket(desk, number, day, chance.choice(staff))


def _ticket(desk, number, day, person):
    chance = draw("ticket", number)
    begin, end = (round(hour * 60) for hour in desk.hours)
    text = chance.choice(desk.texts)
    name, phone = customer(chance.randrange(10**5))
    details = (
        KINDS[text["kind"]],
        chance.choices(PRIORITIES, (2, 10, 3))[0],
        *(name, phone, text["name"], text["description"]),
    )
    moment = datetime.combine(day, time()) + timedelta(
        minutes=chance.randrange(begin, end), seconds=chance.randrange(60)
    )
    is_recent = (desk.now.date() - day).days <= RECENT
    for minutes, what in _course(chance, text["kind"], is_recent):
        moment += timedelta(minutes=minutes)
        if moment >= desk.now:
            return
        who = person if what != "登记" else ""
        yield (number, f"{moment:%Y-%m-%d %H:%M:%S}", what, who, desk.unit, *details)


def _course(chance, kind, is_recent):
    """(minutes later, what happened), until it is closed or, if recent, perhaps not."""
    yield 0, "登记"
    if is_recent and chance.random() < 0.12:
        return
    yield 1 + int(chance.expovariate(1 / 9)), "受理"
    if is_recent and chance.random() < 0.3:
        if chance.random() < 0.4:
            yield 20, "等待客户"
        return
    if chance.random() < 0.18:
        yield chance.randrange(3, 40), "等待客户"
        yield chance.randrange(30, 1600), "处理中"
    longest = 90 if kind == "inquiry" else 900
    yield 4 + int(chance.expovariate(3 / longest)), "已解决"
    yield chance.randrange(1, 30), "关闭"
    if not is_recent and chance.random() < 0.03:
        yield chance.randrange(300, 2500), "重新打开"
        yield chance.randrange(20, 400), "已解决"
        yield chance.randrange(1, 30), "关闭"
