from datetime import timedelta

from odoo import models
from odoo.tools.misc import get_lang


def _week(value):
    # the middle of the week: it may begin on a Sunday, and stock numbers its first day
    year, week, _weekday = (value + timedelta(days=3)).isocalendar()
    return f"{year}年第{week}周"


_CHINESE = {
    "day": lambda value: f"{value.year}年{value.month}月{value.day}日",
    "week": _week,
    "month": lambda value: f"{value.year}年{value.month}月",
    "quarter": lambda value: f"{value.year}年第{(value.month + 2) // 3}季度",
    "year": lambda value: f"{value.year}年",
}


class Base(models.AbstractModel):
    """Periods by which lists, pivots and graphs group, as they are written in Chinese.

    Stock has one format for all languages: "十一月 2026", "01 12月 2026".
    """

    _inherit = "base"

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        name, _colon, granularity = groupby_spec.partition(":")
        field, write = self._fields.get(name), _CHINESE.get(granularity)
        if not (write and field and field.type in ("date", "datetime")):
            return formatter
        if not get_lang(self.env).code.startswith("zh"):
            return formatter

        def chinese(value):
            found, domain = formatter(value)
            if found:
                found = (found[0], write(value))
            return found, domain

        return chinese
