"""Days and moments of the month close in the reader's language and zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from odoo.tools.misc import babel_locale_parse

_UTC = ZoneInfo("UTC")


def month_name(env, month):
    """``2026年10月`` or ``October 2026``."""
    return _format(env, "yMMMM", month)


def month_short(env, month):
    """``10月`` or ``Oct``."""
    return _format(env, "MMM", month)


def quarter_name(env, month):
    """``2026年第四季度`` or ``4th quarter 2026``."""
    return _format(env, "yQQQQ", month)


def day_name(env, day):
    """``11月9日`` or ``Nov 9``."""
    return _format(env, "MMMd", day)


def moment_name(env, moment, zone):
    """``11月10日 18:00`` for a deadline (naive UTC), in the company's ``zone``."""
    day, clock = deadline_parts(moment, zone)
    return f"{day_name(env, day)} {clock}"


def deadline_parts(moment, zone):
    """Local date and clock of a naive UTC deadline; midnight ends the day before.

    :return: (date, ``18:00``); ``24:00`` for midnight
    """
    local = localized(moment, zone)
    if local.time() == time():
        return local.date() - timedelta(days=1), "24:00"
    return local.date(), f"{local:%H:%M}"


def stamp(moment, zone, year=False):
    """``11-06 14:20``, with the year in front if asked for."""
    return localized(moment, zone).strftime("%Y-%m-%d %H:%M" if year else "%m-%d %H:%M")


def localized(moment, zone):
    """The naive UTC ``moment`` as aware datetime in ``zone``."""
    return moment.replace(tzinfo=_UTC).astimezone(zone)


def span_text(start, stop, zone):
    """``17:30–24:00`` for two naive UTC moments, on the clock of a zone."""
    _day, end = deadline_parts(stop, zone)
    return f"{localized(start, zone):%H:%M}–{end}"


def to_utc(company, day, hour=0):
    """``hour`` o'clock of the local ``day`` where the company works, naive UTC."""
    local = datetime.combine(day, time(hour), tzinfo=company._cs_zone())
    return local.astimezone(_UTC).replace(tzinfo=None)


def _format(env, skeleton, value):
    if not value:
        return ""
    locale = babel_locale_parse(env.lang or "en_US")
    return format_skeleton(skeleton, value, locale=locale)
