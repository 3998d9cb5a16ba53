from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

#: Characters for shifts whose own is taken by other hours.
SPARE = "甲乙丙丁戊己庚辛"


class _Shift(NamedTuple):
    """:param codes: character in Chinese and in other languages"""

    name: str
    codes: tuple[str, str]
    token: str
    start: float
    stop: float
    is_open_end: bool = False
    breaks: tuple = ()


class _Pattern(NamedTuple):
    """:param days: keys of shifts, "-" is off"""

    name: str
    days: str
    is_weekly: bool = False
    skips_holidays: bool = False


class CsRosterTemplate(models.TransientModel):
    """Ready shifts and patterns to start from (ALL-04).

    What is there already is used and stays as it is: loading twice is loading once.
    """

    _name = "cs.roster.template"
    _description = "Load a Roster Template"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    template = fields.Selection(
        [
            ("shop", "E-commerce: day and night shift"),
            ("centre", "Call centre: round the clock, four teams"),
            ("property", "Property duty desk: round the clock, twelve hours"),
            ("retail", "Shop: early and late shift"),
            ("office", "Office: Monday to Friday"),
        ],
        required=True,
        default="shop",
    )

    def action_load(self):
        """:return: action showing the patterns"""
        self.ensure_one()
        found = self._load()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_attendance.cs_roster_pattern_action"
        )
        return {**action, "domain": [("id", "in", found.ids)]}

    def _load(self):
        """:return: the patterns of the template, made where they are missing"""
        shifts, patterns = self._parts()
        made = {key: self._shift(shift) for key, shift in shifts.items()}
        return self.env["cs.roster.pattern"].union(
            *(self._pattern(pattern, made) for pattern in patterns)
        )

    def _parts(self):
        """:return: dict key -> _Shift, and list of _Pattern"""
        return getattr(self, f"_template_{self.template}")()

    def _there(self):
        """The patterns, when all of them are there already; else none."""
        _shifts, patterns = self._parts()
        names = [pattern.name for pattern in patterns]
        found = self.env["cs.roster.pattern"].search(
            [("company_id", "=", self.company_id.id), ("name", "in", names)]
        )
        return found if set(found.mapped("name")) >= set(names) else found.browse()

    def _shift(self, shift):
        """The shift of the company with these hours, or a new one."""
        own = Domain("company_id", "=", self.company_id.id)
        Shift = self.env["cs.shift"]
        same = Shift.search(
            own
            & Domain("hour_from", "=", shift.start)
            & Domain("hour_to", "=", shift.stop)
            & Domain("is_open_end", "=", shift.is_open_end),
            limit=1,
        )
        if same:
            return same
        code = shift.codes[0 if (self.env.lang or "").startswith("zh") else 1]
        taken = set(Shift.search(own).mapped("code"))
        free = [one for one in (code, *SPARE) if one not in taken]
        if not free:
            raise UserError(
                self.env._(
                    "Every character for shifts is taken. Please archive shifts that"
                    " are not used any more."
                )
            )
        return Shift.create(
            {
                "name": shift.name,
                "code": free[0],
                "token": shift.token,
                "company_id": self.company_id.id,
                "hour_from": shift.start,
                "hour_to": shift.stop,
                "is_open_end": shift.is_open_end,
                "break_ids": [
                    Command.create({"hour_from": start, "hour_to": stop})
                    for start, stop in shift.breaks
                ],
            }
        )

    def _pattern(self, pattern, shifts):
        Pattern = self.env["cs.roster.pattern"]
        same = Pattern.search(
            [("company_id", "=", self.company_id.id), ("name", "=", pattern.name)],
            limit=1,
        )
        lines = [
            {"number": number, "kind": "work", "shift_id": shifts[key].id}
            if key in shifts
            else {"number": number, "kind": "rest"}
            for number, key in enumerate(pattern.days, 1)
        ]
        return same or Pattern.create(
            {
                "name": pattern.name,
                "company_id": self.company_id.id,
                "is_weekly": pattern.is_weekly,
                "skips_holidays": pattern.skips_holidays,
                "line_ids": [Command.create(line) for line in lines],
            }
        )

    # The templates

    def _template_shop(self):
        """ATT-10: day 08:30–17:30, night 17:30–24:00, six on and one off."""
        shifts = {
            "D": _Shift(
                self.env._("Day shift"),
                ("白", "D"),
                "day",
                8.5,
                17.5,
                breaks=((12, 13),),
            ),
            "N": _Shift(
                self.env._("Night shift"), ("晚", "N"), "night", 17.5, 24, True
            ),
        }
        return shifts, [
            _Pattern(self.env._("Day shift, six on one off"), "DDDDDD-"),
            _Pattern(self.env._("Night shift, six on one off"), "NNNNNN-"),
            _Pattern(self.env._("Week of days, week of nights"), "DDDDDD-NNNNNN-"),
        ]

    def _template_centre(self):
        """Three shifts, four teams two days apart: one of each at any hour."""
        shifts = {
            "E": _Shift(self.env._("Early shift"), ("早", "E"), "day", 7, 15),
            "L": _Shift(self.env._("Late shift"), ("中", "L"), "mid", 15, 23),
            "N": _Shift(self.env._("Overnight shift"), ("夜", "O"), "night", 23, 7),
        }
        return shifts, [_Pattern(self.env._("Four teams, three shifts"), "EELLNN--")]

    def _template_property(self):
        """Two shifts of twelve hours, four teams a day apart."""
        shifts = {
            "D": _Shift(self.env._("Duty by day"), ("日", "Y"), "day", 8, 20),
            "N": _Shift(self.env._("Duty by night"), ("宿", "Z"), "night", 20, 8),
        }
        return shifts, [_Pattern(self.env._("Day, night, two off"), "DN--")]

    def _template_retail(self):
        """Two shifts that overlap at the handover, six on and one off."""
        shifts = {
            "E": _Shift(
                self.env._("Early shift"),
                ("早", "E"),
                "day",
                8,
                16,
                breaks=((11.5, 12),),
            ),
            "L": _Shift(
                self.env._("Late shift"),
                ("中", "L"),
                "mid",
                14,
                22,
                breaks=((17.5, 18),),
            ),
        }
        return shifts, [
            _Pattern(self.env._("Early shift, six on one off"), "EEEEEE-"),
            _Pattern(self.env._("Late shift, six on one off"), "LLLLLL-"),
            _Pattern(
                self.env._("Week of early, week of late shifts"), "EEEEEE-LLLLLL-"
            ),
        ]

    def _template_office(self):
        """ATT-18: off on public holidays, at work on make-up days."""
        shifts = {
            "O": _Shift(
                self.env._("Office hours"), ("常", "W"), "1", 9, 18, breaks=((12, 13),)
            )
        }
        return shifts, [_Pattern(self.env._("Monday to Friday"), "OOOOO--", True, True)]
