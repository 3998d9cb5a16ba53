"""Days as the judge would have written them, without judging."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

from psycopg2.extensions import AsIs

from odoo.addons.cs_base.tests.common import CsCase

#: 08:30 and 17:30 in Shanghai, in UTC
START, STOP = timedelta(minutes=30), timedelta(hours=9, minutes=30)
#: verdicts on which somebody was there
THERE = ("ok", "fixed", "late", "early", "late_early", "missed", "out")


def day_vals(employee, day, verdict, **vals):
    """Columns of one row of ``cs.attendance.day``."""
    midnight = datetime.combine(day, datetime.min.time())
    due = verdict not in ("rest", "holiday")
    return {
        "company_id": employee.company_id.id,
        "employee_id": employee.id,
        "department_id": employee.department_id.id or None,
        "date": day,
        "month": day.replace(day=1),
        "verdict": verdict,
        "is_pending": False,
        "is_part": False,
        "is_locked": False,
        "kind": "work" if due else verdict,
        "plan_start": midnight + START if due else None,
        "plan_end": midnight + STOP if due else None,
        "late_count": int(verdict in ("late", "late_early")),
        "early_count": int(verdict in ("early", "late_early")),
        "missed_count": int(verdict == "missed"),
        "forgiven_count": int(verdict == "fixed"),
        "work_days": int(due and verdict != "exempt"),
        "present_days": int(verdict in THERE),
        "absent_days": int(verdict == "absent"),
        "leave_days": int(verdict == "leave"),
        "known_at": midnight + timedelta(hours=18),
        **vals,
    }


def insert_days(env, rows):
    """Insert rows of ``day_vals`` as they are; nobody may write days otherwise.

    :return: cs.attendance.day in the order of the rows
    """
    ids = []
    for row in rows:
        env.cr.execute(
            "INSERT INTO cs_attendance_day (%s) VALUES %s RETURNING id",
            [AsIs(",".join(row)), tuple(row.values())],
        )
        ids.append(env.cr.fetchone()[0])
    env["cs.attendance.day"].invalidate_model()
    return env["cs.attendance.day"].browse(ids)


def slot(day, kind="work", shift=None, start=START, stop=STOP):
    """What ``_planned`` says of a day."""
    midnight = datetime.combine(day, datetime.min.time())
    due = kind in ("work", "makeup")
    return SimpleNamespace(
        date=day,
        kind=kind,
        shift=shift,
        start=midnight + start if due else None,
        stop=midnight + stop if due else None,
        window=None,
        is_due=due,
        ready_minutes=lambda policy: policy.ready_minutes,
    )


class DayCase(CsCase):
    """October 2026: today is Friday the 23rd, 16:48 in Shanghai."""

    NOW = "2026-10-23 08:48:00"
    TODAY = date(2026, 10, 23)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["cs.attendance.policy"].create(
            {"name": "Rules", "company_id": cls.company.id, "date_from": "2026-01-01"}
        )
        cls.policy._decision_write({"state": "approved"})

    def _create_day(self, role, number, verdict="ok", **vals):
        vals.setdefault("policy_id", self.policy.id)
        day = date(2026, 10, number)
        row = day_vals(self.people[role], day, verdict, **vals)
        return insert_days(self.env, [row])

    def _plan(self, slots):
        """Let the given slots be what is planned for everybody."""
        self.patch(
            type(self.env["cs.duty.slot"]),
            "_planned",
            lambda _self, employees, first, last: {
                employee.id: {
                    day: plan for day, plan in slots.items() if first <= day <= last
                }
                for employee in employees
            },
        )
