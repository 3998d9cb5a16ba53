"""A judged month for tests of what follows from day records."""

from contextlib import nullcontext
from datetime import date, timedelta
from types import SimpleNamespace
from unittest.mock import patch

from odoo import fields
from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import HttpCase, JsonRpcException
from odoo.tools import mute_logger

from ..models.sheet_figures import DAY_FIGURES

#: what a verdict counts for on an ordinary working day
FIGURES = {
    "ok": {"work_days": 1, "present_days": 1, "worked_minutes": 480},
    "fixed": {"work_days": 1, "present_days": 1, "forgiven_count": 1},
    "late": {"work_days": 1, "present_days": 1, "late_count": 1, "late_minutes": 10},
    "early": {"work_days": 1, "present_days": 1, "early_count": 1, "early_minutes": 7},
    "late_early": {
        "work_days": 1,
        "present_days": 1,
        "late_count": 1,
        "late_minutes": 20,
        "early_count": 1,
        "early_minutes": 20,
    },
    "missed": {"work_days": 1, "missed_count": 1},
    "absent": {"work_days": 1, "absent_days": 1},
    "leave": {"work_days": 1, "leave_days": 1},
    "out": {"work_days": 1, "present_days": 1, "out_minutes": 480},
    "exempt": {},
    "rest": {},
    "holiday": {},
    "open": {"work_days": 1},
}
EMPTY = '{"v":1,"verdict":"","reasons":[]}'


class SheetCase(CsCase):
    """October 2026; tests freeze the time in November, so that it is over.

    Days are inserted by SQL: nobody but the judge writes them. This helper is the one
    place of these tests that knows the columns.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.month = date(2026, 10, 1)
        cls.Sheet = cls.env["cs.attendance.sheet"]
        cls.Builder = cls.env["cs.attendance.sheet.builder"]

    @classmethod
    def make_day(cls, role, day, verdict="ok", **vals):
        """A day record of a role's employee; ``day`` is a date or a day of October."""
        person = cls.people[role] if isinstance(role, str) else role
        if isinstance(day, int):
            day = date(2026, 10, day)
        row = {
            "company_id": person.company_id.id,
            "employee_id": person.id,
            "department_id": person.department_id.id or None,
            "date": day,
            "month": day.replace(day=1),
            "verdict": verdict,
            "kind": verdict if verdict in ("rest", "holiday") else "work",
            "is_pending": False,
            "is_part": False,
            "is_locked": False,
            "known_at": fields.Datetime.now(),
            **dict.fromkeys(DAY_FIGURES, 0),
            **FIGURES[verdict],
            **vals,
        }
        names = ", ".join(row)
        marks = ", ".join(["%s"] * len(row))
        cls.env.cr.execute(
            f"INSERT INTO cs_attendance_day ({names}) VALUES ({marks}) RETURNING id",
            list(row.values()),
        )
        cls.env["cs.attendance.day"].invalidate_model()
        return cls.env["cs.attendance.day"].browse(cls.env.cr.fetchone()[0])

    @classmethod
    def change_day(cls, day, verdict, **vals):
        """Judged again, with another outcome."""
        values = {**dict.fromkeys(DAY_FIGURES, 0), **FIGURES[verdict], **vals}
        values["verdict"] = verdict
        names = ", ".join(f"{name} = %s" for name in values)
        cls.env.cr.execute(
            f"UPDATE cs_attendance_day SET {names} WHERE id = %s",
            [*values.values(), day.id],
        )
        cls.env["cs.attendance.day"].invalidate_model()

    @classmethod
    def make_month(cls, role, verdicts=None, days=20):
        """Days of October from the 1st on; ``verdicts``: day -> verdict."""
        for number in range(1, days + 1):
            cls.make_day(role, number, (verdicts or {}).get(number, "ok"))

    def build(self, *roles, month=None, **options):
        """Compute the sheets of these roles and return them in this order."""
        people = self.env["hr.employee"].union(*(self.people[role] for role in roles))
        month = month or self.month
        self.Builder._build(people, month, **options)
        sheets = self.Sheet.search([("month", "=", month)])
        return [sheets.filtered(lambda s, p=p: s.employee_id == p) for p in people]

    def approve(self, *sheets):
        """Confirmed by each person and approved by HR, or by gm for HR's own."""
        for sheet in sheets:
            role = next(r for r, p in self.people.items() if p == sheet.employee_id)
            sheet.with_user(self.users[role]).action_confirm()
            by = "gm" if role == "hr" else "hr"
            sheet.with_user(self.users[by]).action_approve()

    def hand_over(self, month=None):
        """Lock the month as the step of the month close does."""
        period = self.env["cs.period"]._open_month(self.company, month or self.month)
        step = self.env["cs.attendance.sheet.step"].with_company(self.company)
        step._period_lock(period)
        period.step_ids.filtered(lambda s: s.code == "attendance_sheet")._set(
            {"state": "locking", "locked_by_id": self.users["hr"].id}
        )
        self.env.invalidate_all()
        return period

    def verdict(self, verdict="ok", why=EMPTY, **vals):
        """What the judge would say."""
        values = {"leave_type_id": None, **dict.fromkeys(DAY_FIGURES, 0)}
        values |= FIGURES[verdict] | vals
        return SimpleNamespace(verdict=verdict, why=why, **values)

    def as_recorded(self, changes=(), drop=()):
        """Let the judge say what is recorded, but for ``changes``: day -> verdict."""
        changes = dict(changes)

        def evaluate(days, employees, first, last, drafts=None, drafts_from=None):
            rows = days.search(
                [("employee_id", "in", employees.ids)]
                + [("date", ">=", first), ("date", "<=", last)]
            )
            result = {}
            for row in rows:
                key = (row.employee_id.id, row.date)
                values = {name: row[name] for name in DAY_FIGURES}
                result[key] = self.verdict(
                    row.verdict, leave_type_id=row.leave_type_id.id or None, **values
                )
            return {
                key: value
                for key, value in (result | changes).items()
                if key not in drop and key[0] in employees.ids
            }

        return patch.object(type(self.env["cs.attendance.day"]), "_evaluate", evaluate)

    def run_cron(self, xml_id):
        cron = self.env.ref(f"cs_attendance.{xml_id}")
        served = isinstance(self, HttpCase)
        with nullcontext() if served else self.enter_registry_test_mode():
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    @classmethod
    def days_of_week(cls, role, monday, verdicts):
        """A week of days; ``verdicts`` from Monday on."""
        return [
            cls.make_day(role, monday + timedelta(days=offset), verdict)
            for offset, verdict in enumerate(verdicts)
        ]


class SheetRpcCase(SheetCase, HttpCase):
    """Calls as a role, through HTTP: views protect nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role, user in cls.users.items():
            user.password = f"cs_{role}_password"

    def rpc(self, role, model, method, *args, **kwargs):
        self.authenticate(f"cs_{role}", f"cs_{role}_password")
        self.env.flush_all()
        context = {"allowed_company_ids": self.company.ids}
        params = {
            "model": model,
            "method": method,
            "args": list(args),
            "kwargs": {"context": context, **kwargs},
        }
        result = self.make_jsonrpc_request("/web/dataset/call_kw", params)
        self.env.invalidate_all()
        return result

    def refused(self, role, model, method, *args, error=None, **kwargs):
        """The call is refused, with a message and no traceback of ours."""
        loggers = ("odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_rule")
        with mute_logger(*loggers), self.assertRaises(JsonRpcException) as caught:
            self.rpc(role, model, method, *args, **kwargs)
        self.env.invalidate_all()
        name = str(caught.exception).rpartition(".")[2]
        self.assertIn(name, error or ("AccessError", "UserError"))
