from collections import Counter

from odoo import fields, models
from odoo.tools import SQL

from . import sheet_figures as figures

#: up to so many people each one is named who has to confirm
MOST_NAMED = 12


class CsAttendanceSheetStep(models.AbstractModel):
    """Month close, last step of attendance: month sheets to finance (ATT-08)."""

    _name = "cs.attendance.sheet.step"
    _inherit = ["cs.period.step.mixin"]
    _description = "Month Close: Attendance Sheets"

    def _period_total(self, period):
        return len(self._people_ids(period, 0, None))

    def _period_run(self, period, cursor, limit):
        ids = self._people_ids(period, cursor or 0, limit)
        self._period_run_items(period, ids)
        return len(ids), ids[-1] if len(ids) == limit else None

    def _period_items(self, period):
        return self._people_ids(period, 0, None)

    def _period_run_items(self, period, ids):
        people = self.env["hr.employee"].browse(ids)
        self.env["cs.attendance.sheet.builder"]._build(people, period.month)

    def _period_open(self, period):
        Builder = self.env["cs.attendance.sheet.builder"]
        outdated = Builder._outdated(period.company_id, period.month)
        objected = self._own(period)._appealed()
        return [
            {
                "label": self.env._("Sheets to be computed (again)"),
                "count": len(outdated),
                "action": self._window(
                    period,
                    [("employee_id", "in", outdated)],
                    self.env._("Sheets That Differ From Their Days"),
                ),
            },
            self._unconfirmed(period),
            self._in_state(
                period, "confirmed", self.env._("Sheets that HR has not approved")
            ),
            {
                "label": self.env._("Objections to be decided"),
                "count": len(objected),
                "action": self._window(period, [("id", "in", objected.ids)]),
            },
            self._adjustments(period),
        ]

    def _period_facts(self, period):
        Sheet = self.env["cs.attendance.sheet"]
        [[count, absent, leave]] = Sheet._read_group(
            self._domain(period),
            aggregates=["__count", "absent_days:sum", "leave_days:sum"],
        )
        full = Sheet.search_count(
            [*self._domain(period), ("is_full_attendance", "=", True)]
        )
        view = self._period_view(period)
        return [
            {"label": self.env._("Sheets"), "count": count, "action": view},
            {"label": self.env._("Days absent"), "count": f"{absent or 0:g}"},
            {"label": self.env._("Days of leave"), "count": f"{leave or 0:g}"},
            {"label": self.env._("Full attendance"), "count": full},
        ]

    def _period_view(self, period):
        return self._window(period, [])

    def _period_lock(self, period):
        """Hand over: the figures are frozen with a checksum, the days locked."""
        company, month = period.company_id, period.month
        Sheet = self.env["cs.attendance.sheet"]
        Sheet.flush_model()
        self.env["cs.attendance.day"].flush_model()
        self.env["cs.attendance.adjustment"]._hand_over(company, month)
        self.env["cs.attendance.adjustment"].flush_model()
        people = self.env["hr.employee"].browse(self._people_ids(period, 0, None))
        self.env["cs.attendance.day"]._lock(people, month)
        self.env.cr.execute(_hand_over_sql(company, month, fields.Datetime.now()))
        Sheet.invalidate_model()

    def _domain(self, period):
        return [
            ("company_id", "=", period.company_id.id),
            ("month", "=", period.month),
        ]

    def _own(self, period):
        return self.env["cs.attendance.sheet"].search(self._domain(period))

    def _in_state(self, period, state, label):
        domain = [("state", "=", state)]
        [[count, due]] = self.env["cs.attendance.sheet"]._read_group(
            self._domain(period) + domain,
            aggregates=["__count", "confirm_deadline:max"],
        )
        return {
            "label": label,
            "count": count,
            "action": self._window(period, domain),
            "due": due if state == "computed" and due else period.handover_at,
        }

    def _unconfirmed(self, period):
        """Waits for the people themselves; of many, their heads are named."""
        item = self._in_state(
            period, "computed", self.env._("Sheets the person has not confirmed")
        )
        grouped_by = "employee_id" if item["count"] <= MOST_NAMED else "department_id"
        groups = self.env["cs.attendance.sheet"]._read_group(
            [*self._domain(period), ("state", "=", "computed")],
            [grouped_by],
            ["__count"],
        )
        counts = dict(groups)
        if grouped_by == "department_id":
            counts = self._by_head(counts)
        people = {person.id: count for person, count in counts.items() if person}
        responsible = self.env["hr.employee"].browse(people)
        return item | {"responsible": responsible, "counts": people}

    def _by_head(self, counts):
        """Counts of departments as those of the nearest heads above.

        :param counts: dict department -> count
        """
        Department = self.env["hr.department"].sudo()
        departments = Department.browse(one.id for one in counts if one)
        paths = departments._cs_ancestor_ids()
        result = Counter()
        for department, count in counts.items():
            above = Department.browse(paths.get(department.id, ()))
            result[above.manager_id[:1]] += count
        return result

    def _adjustments(self, period):
        domain = [*self._domain(period), ("state", "=", "proposed")]
        return {
            "label": self.env._("Adjustments to be approved"),
            "count": self.env["cs.attendance.adjustment"].search_count(domain),
            "action": {
                "type": "ir.actions.act_window",
                "name": self.env._("Adjustments"),
                "res_model": "cs.attendance.adjustment",
                "views": [[False, "list"], [False, "kanban"], [False, "form"]],
                "mobile_view_mode": "kanban",
                "domain": domain,
            },
            "due": period.handover_at,
        }

    def _people_ids(self, period, after, limit):
        """People with days in the month, or with adjustments booked in it."""
        self.env["cs.attendance.day"].flush_model()
        self.env["cs.attendance.adjustment"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT employee_id FROM cs_attendance_day"
                " WHERE company_id = %(company)s AND month = %(month)s"
                " AND employee_id > %(after)s UNION"
                " SELECT employee_id FROM cs_attendance_adjustment"
                " WHERE company_id = %(company)s AND month = %(month)s"
                " AND state != 'proposed' AND employee_id > %(after)s UNION"
                " SELECT employee_id FROM cs_attendance_sheet"
                " WHERE company_id = %(company)s AND month = %(month)s"
                " AND employee_id > %(after)s ORDER BY 1 LIMIT %(limit)s",
                company=period.company_id.id,
                month=period.month,
                after=after,
                limit=limit,
            )
        )
        return [employee for [employee] in rows]

    def _window(self, period, domain, name=None):
        return {
            "type": "ir.actions.act_window",
            "name": name or self.env._("Attendance Sheets"),
            "res_model": "cs.attendance.sheet",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": self._domain(period) + domain,
        }


def _hand_over_sql(company, month, now):
    """Figures as JSON, and one checksum over them and the person's day records."""
    pairs = [SQL("%s, s.%s", name, SQL.identifier(name)) for name in figures.FIGURES]
    columns = ["date", "verdict", *figures.DAY_FIGURES, "check_in", "check_out"]
    day = [SQL("d.%s::text", SQL.identifier(name)) for name in columns]
    return SQL(
        """
        UPDATE cs_attendance_sheet s
           SET state = 'handed_over', handed_at = %(now)s, snapshot = x.snapshot,
               digest = encode(sha256(convert_to(
                   x.snapshot::text || coalesce(x.days, ''), 'UTF8')), 'hex')
          FROM (SELECT s.id,
                       jsonb_build_object(%(pairs)s) || jsonb_build_object(
                           'leave_by_type', s.leave_by_type,
                           'is_full_attendance', s.is_full_attendance,
                           'adjustments', s.adjustment_digest) AS snapshot,
                       (SELECT string_agg(concat_ws('|', %(day)s), E'\n'
                                          ORDER BY d.date)
                          FROM cs_attendance_day d
                         WHERE d.employee_id = s.employee_id
                           AND d.month = s.month) AS days
                  FROM cs_attendance_sheet s
                 WHERE s.company_id = %(company)s AND s.month = %(month)s
                   AND s.state = 'approved') x
         WHERE s.id = x.id
        """,
        now=now,
        pairs=SQL(", ").join(pairs),
        day=SQL(", ").join(day),
        company=company.id,
        month=month,
    )
