"""Days and moments of the month close in the reader's language and zone."""

from datetime import datetime, time

import pytz
from babel.dates import format_skeleton

from odoo import fields
from odoo.tools.misc import babel_locale_parse


def month_name(env, month):
    """``2026年10月`` or ``October 2026``."""
    return _format(env, "yMMMM", month)


def month_short(env, month):
    """``10月`` or ``Oct``."""
    return _format(env, "MMM", month)


def day_name(env, day):
    """``11月9日`` or ``Nov 9``."""
    return _format(env, "MMMd", day)


def moment_name(env, moment, zone):
    """``11月10日 18:00`` for a naive UTC moment, in the company's ``zone``."""
    local = localized(moment, zone)
    return f"{day_name(env, local.date())} {local:%H:%M}"


def stamp(moment, zone, year=False):
    """``11-06 14:20``, with the year in front if asked for."""
    return localized(moment, zone).strftime("%Y-%m-%d %H:%M" if year else "%m-%d %H:%M")


def localized(moment, zone):
    """The naive UTC ``moment`` as aware datetime in ``zone``."""
    return pytz.utc.localize(moment).astimezone(zone)


def company_zone(company):
    """Zone of the company's calendar: a month ends there, not in UTC."""
    return pytz.timezone(company.resource_calendar_id.tz or "UTC")


def today(company):
    """Today in the company's zone."""
    return localized(fields.Datetime.now(), company_zone(company)).date()


def to_utc(company, day, hour=0):
    """``hour`` o'clock of the local ``day`` in the company's zone, naive UTC."""
    local = company_zone(company).localize(datetime.combine(day, time(hour)))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def _format(env, skeleton, value):
    if not value:
        return ""
    locale = babel_locale_parse(env.lang or "en_US")
    return format_skeleton(skeleton, value, locale=locale)
