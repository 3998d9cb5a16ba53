from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.tools import SQL, split_every

from ..engine.full_attendance import Month, full_attendance
from . import sheet_figures as figures
from .sheet_reasons import explain

#: people of one batch: memory is bounded by it, queries do not depend on it
BATCH = 1000
_EXCEPTIONS = (
    "absent_days",
    "leave_days",
    "late_count",
    "early_count",
    "missed_count",
    "forgiven_count",
    "unconfirmed_days",
)
#: what makes the person look again when it changes
_COMPARED = (
    *figures.FIGURES,
    "leave_by_type",
    "is_full_attendance",
    "full_reason",
    "adjustment_digest",
)
#: An adjustment that HR approves after the sheet is on it all the same, by its link,
#: and alone makes nothing to be computed again.
_ADJUSTED_AS_SAID = SQL(
    "coalesce(s.adjustment_digest, '') = coalesce((SELECT"
    " string_agg(a.id::text, ',' ORDER BY a.id) FROM cs_attendance_adjustment a"
    " WHERE a.employee_id = s.employee_id AND a.month = s.month"
    " AND a.state != 'proposed'), '')"
)


class CsAttendanceSheetBuilder(models.AbstractModel):
    """Makes month sheets from day records, in bulk (ATT-08, ATT-16).

    A constant number of queries a batch, whatever the number of people. Only what
    differs is written: computing twice gives the same rows and stamps.
    """

    _name = "cs.attendance.sheet.builder"
    _description = "Computation of Month Sheets"

    @api.model
    def _build(self, employees, month, approved=False):
        """Bring the sheets of these people and this month up to their days.

        A confirmed sheet whose figures change is to be confirmed again, and the person
        is told. An approved one is only marked as outdated, a handed-over one left.

        :param approved: also give approved sheets their new figures; by the approval
            itself only
        :return: number of sheets made or changed
        """
        return sum(
            self._build_batch(employees.browse(ids), month, approved)
            for ids in split_every(BATCH, employees.ids)
        )

    @api.model
    def _cron_build(self):
        """Sheets of months that are over and not handed over, where days changed."""
        periods = self.env["cs.period"].search([("state", "!=", "closed")])
        for period in periods.filtered(lambda period: period._is_over()):
            company, month = period.company_id, period.month
            if self.env["cs.period"]._is_closed(company, month, "attendance_sheet"):
                continue
            ids = self._outdated(company, month)
            for chunk in split_every(BATCH, ids):
                people = self.env["hr.employee"].browse(chunk)
                self.with_company(company)._build(people, month)
                if not self.env["ir.cron"]._commit_progress(len(chunk)):
                    return

    @api.model
    def _cron_confirm(self):
        """Confirm silently what nobody objected to in time (ATT-08).

        Chosen by deadline, so a run that was missed is made up for. Where a request
        still waits the figures are not final, and nothing is confirmed.
        """
        while ids := self._silent_ids():
            now = fields.Datetime.now()
            self.env["cs.attendance.sheet"].browse(ids).sudo()._set(
                {"state": "confirmed", "confirmed_at": now, "is_silent": True}
            )
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return

    def _silent_ids(self):
        self._flush()
        self.env["cs.appeal"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT s.id FROM cs_attendance_sheet s WHERE s.state = 'computed'"
                " AND s.confirm_deadline <= %s AND s.pending_days = 0"
                " AND NOT EXISTS (SELECT FROM cs_appeal a"
                " WHERE a.res_model = 'cs.attendance.sheet' AND a.res_id = s.id"
                " AND a.state = 'submitted')"
                " ORDER BY s.confirm_deadline, s.id LIMIT %s FOR UPDATE SKIP LOCKED",
                fields.Datetime.now(),
                BATCH,
            )
        )
        return [id_ for [id_] in rows]

    @api.model
    def _outdated(self, company, month):
        """Ids of the people whose sheet does not say what their days say, or who
        have none; one query, approved sheets included."""
        self._flush()
        rows = self.env.execute_query(
            SQL(
                "WITH n AS (%s) SELECT n.employee_id FROM n"
                " LEFT JOIN cs_attendance_sheet s"
                " ON s.employee_id = n.employee_id AND s.month = %s"
                " WHERE s.id IS NULL"
                " OR (s.state != 'handed_over' AND (%s OR (s.is_outdated AND %s)))"
                " ORDER BY 1",
                figures.sums_sql(self._where(month, company=company)),
                month,
                figures.differs_sql(),
                _ADJUSTED_AS_SAID,
            )
        )
        return [employee for [employee] in rows]

    def _build_batch(self, employees, month, approved):
        self._flush()
        gathered = self._gather(employees, month)
        old = self._old(employees, month)
        policies = self.env["cs.attendance.policy"]._policy_on(
            employees, figures.month_end(month)
        )
        rows = self._rows(employees, month, gathered, old, policies)
        changed, outdated = self._compare(rows, old, approved)
        self._write(changed)
        self._mark(outdated)
        self._link(employees, month)
        self._explain(rows, gathered, policies)
        self.env["cs.attendance.sheet"].invalidate_model()
        fallen = [row for row in changed if row["was"] == "confirmed"]
        self._notify(fallen, month)
        return len(changed)

    def _flush(self):
        for model in ("cs.attendance.day", "cs.attendance.adjustment"):
            self.env[model].flush_model()
        self.env["cs.attendance.sheet"].flush_model()

    def _where(self, month, company=None, employees=None):
        where = SQL("d.month = %s", month)
        if company:
            where = SQL("%s AND d.company_id = %s", where, company.id)
        if employees is not None:
            where = SQL("%s AND d.employee_id = ANY(%s)", where, employees.ids)
        return where

    def _gather(self, employees, month):
        """Sums, places, day ids by what they are, leave and adjustments.

        :return: dict with a dict by employee id for each of them; three queries
        """
        where = self._where(month, employees=employees)
        names = ("employee_id", *figures.FIGURES)
        sums = {
            row[0]: dict(zip(names, row, strict=True))
            for row in self.env.execute_query(figures.sums_sql(where))
        }
        result = {"sums": sums, "place": {}, "days": {}, "leave": {}}
        for employee, *place, days, leave in self.env.execute_query(_days_sql(where)):
            result["place"][employee] = place
            result["days"][employee] = days or {}
            by_type = defaultdict(Decimal)
            for kind, count in leave or ():
                by_type[str(kind)] += Decimal(str(count))
            result["leave"][employee] = {
                kind: float(count) for kind, count in sorted(by_type.items()) if count
            }
        result["adjusted"] = self._adjusted(employees, month)
        return result

    def _adjusted(self, employees, month):
        """Ids of the approved adjustments booked in ``month``: employee -> list."""
        rows = self.env.execute_query(
            SQL(
                "SELECT employee_id, array_agg(id ORDER BY id)"
                " FROM cs_attendance_adjustment WHERE month = %s"
                " AND employee_id = ANY(%s) AND state != 'proposed'"
                " GROUP BY employee_id",
                month,
                employees.ids,
            )
        )
        return dict(rows)

    def _old(self, employees, month):
        names = ["id", "employee_id", "state", "known_at", *_COMPARED]
        names += ["department_id", "policy_id"]
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM cs_attendance_sheet"
                " WHERE month = %s AND employee_id = ANY(%s)",
                SQL(", ").join(map(SQL.identifier, names)),
                month,
                employees.ids,
            )
        )
        return {row[1]: dict(zip(names, row, strict=True)) for row in rows}

    def _rows(self, employees, month, gathered, old, policies):
        """The sheets as they should be."""
        wanted = gathered["sums"].keys() | gathered["adjusted"].keys() | old.keys()
        people = employees.sudo().filtered(lambda person: person.id in wanted)
        known = self._known(people, month, policies)
        rows = []
        for person in people:
            sums = gathered["sums"].get(person.id) or dict.fromkeys(figures.FIGURES, 0)
            company, department = gathered["place"].get(
                person.id, (person.company_id.id, person.department_id.id or None)
            )
            policy = policies[person.id]
            reason = self._full_reason(policy, sums)
            adjusted = gathered["adjusted"].get(person.id, [])
            known_at, deadline = known[person.id]
            rows.append(
                {
                    **{name: sums[name] for name in figures.FIGURES},
                    "company_id": company,
                    "employee_id": person.id,
                    "department_id": department,
                    "month": month,
                    "policy_id": policy.id or None,
                    "leave_by_type": gathered["leave"].get(person.id, {}),
                    "adjustment_count": len(adjusted),
                    "adjustment_digest": ",".join(map(str, adjusted)),
                    "is_full_attendance": not reason,
                    "full_reason": reason or None,
                    "has_exception": any(sums[name] for name in _EXCEPTIONS),
                    "known_at": known_at,
                    "confirm_deadline": deadline,
                }
            )
        return rows

    def _full_reason(self, policy, sums):
        month = Month(
            due_days=sums["due_days"] + sums["exempt_days"],
            absent_days=sums["absent_days"],
            unpaid_days=sums["unpaid_days"],
            late_count=sums["late_count"],
            early_count=sums["early_count"],
            missed_count=sums["missed_count"],
        )
        rule, limit, _days = self._parameters(policy)
        return full_attendance(month, rule, limit)

    def _parameters(self, policy):
        """Rule and limit of ATT-16, days of ATT-08; the regulations' own where no
        policy is in force."""
        names = ("full_attendance_rule", "full_attendance_limit", "sheet_silent_days")
        if policy:
            return [policy[name] for name in names]
        Policy = self.env["cs.attendance.policy"]
        return [Policy._fields[name].default(Policy) for name in names]

    def _known(self, people, month, policies):
        """Since when the whole month is known and until when it is to be confirmed:
        employee -> (moment, moment), two times None while the month runs."""
        now = fields.Datetime.now()
        result = {person.id: (None, None) for person in people}
        calendars = self.env["cs.working.time"]._calendars(people.department_id)
        over = people.company_id.filtered(
            lambda company: company._cs_today() > figures.month_end(month)
        )
        asked = defaultdict(list)
        for person in people.filtered(lambda person: person.company_id in over):
            company = person.company_id
            calendar = calendars.get(person.department_id.id)
            days = self._parameters(policies[person.id])[2]
            key = calendar or company.resource_calendar_id, company, days
            asked[key].append(person.id)
        for (calendar, company, days), ids in asked.items():
            appeals = self.env["cs.appealable.mixin"]
            [deadline] = appeals._appeal_add_days(calendar, [(now, days)], company)
            result.update(dict.fromkeys(ids, (now, deadline)))
        return result

    def _compare(self, rows, old, approved):
        """Which rows to write and which approved sheets are outdated, or not any more.

        :return: list of rows, each with ``was``: the state before; dict sheet id ->
            whether it is outdated
        """
        changed, outdated = [], {}
        for row in rows:
            before = old.get(row["employee_id"])
            row["was"] = before and before["state"]
            differs = before and any(row[k] != before[k] for k in _COMPARED)
            if row["was"] == "handed_over":
                continue
            if row["was"] == "approved" and not approved:
                outdated[before["id"]] = differs
                continue
            first = before and not before["known_at"] and row["known_at"]
            moved = before and any(
                row[name] != before[name] for name in ("department_id", "policy_id")
            )
            if before and not differs:
                # Nothing for the person to look at again.
                row["kept"] = not first
            if not before or differs or first or moved:
                changed.append(row)
        return changed, outdated

    def _mark(self, outdated):
        if outdated:
            self.env.cr.execute(
                SQL(
                    "UPDATE cs_attendance_sheet SET is_outdated = (id = ANY(%s))"
                    " WHERE id = ANY(%s) AND state = 'approved'"
                    " AND is_outdated IS DISTINCT FROM (id = ANY(%s))",
                    [id_ for id_, is_outdated in outdated.items() if is_outdated],
                    list(outdated),
                    [id_ for id_, is_outdated in outdated.items() if is_outdated],
                )
            )

    def _link(self, employees, month):
        """Adjustments stand on the sheet of the month in which they are booked."""
        self.env.cr.execute(
            SQL(
                "UPDATE cs_attendance_adjustment a SET sheet_id = s.id"
                " FROM cs_attendance_sheet s WHERE a.month = %s"
                " AND a.employee_id = ANY(%s) AND s.month = a.month"
                " AND s.employee_id = a.employee_id AND a.state != 'proposed'"
                " AND a.sheet_id IS DISTINCT FROM s.id",
                month,
                employees.ids,
            )
        )
        self.env["cs.attendance.adjustment"].invalidate_model(["sheet_id"])

    def _explain(self, rows, gathered, policies):
        """Reasons of the sheets that may still change."""
        open_rows = {
            row["employee_id"]: row for row in rows if row["was"] != "handed_over"
        }
        if not open_rows:
            return
        month = rows[0]["month"]
        ids = self.env.execute_query(
            SQL(
                "SELECT id, employee_id FROM cs_attendance_sheet WHERE month = %s"
                " AND employee_id = ANY(%s) AND NOT coalesce(is_outdated, FALSE)",
                month,
                list(open_rows),
            )
        )
        explanations = {}
        for id_, employee in ids:
            policy = policies[employee]
            explanations[id_] = explain(
                open_rows[employee],
                gathered["days"].get(employee, {}),
                gathered["adjusted"].get(employee, []),
                policy.id,
                self._parameters(policy),
            )
        self.env["cs.attendance.sheet"]._set_explanations(explanations)

    def _notify(self, rows, month):
        """Tell who had confirmed that the figures changed."""
        people = self.env["hr.employee"].browse([row["employee_id"] for row in rows])
        deadlines = {row["employee_id"]: row["confirm_deadline"] for row in rows}
        for person in people.sudo().filtered(lambda person: person.user_id.active):
            user = person.user_id
            env = self.env(context=dict(self.env.context, lang=user.lang))
            name = words.month_name(env, month)
            deadline = deadlines[person.id]
            until = deadline and words.moment_name(
                env, deadline, person.company_id._cs_zone()
            )
            env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=env._("Attendance of %(month)s has changed", month=name),
                body=env._(
                    "Your attendance of %(month)s was computed again after you had"
                    " confirmed it, and figures changed. Please look at it again and"
                    " confirm it or object by %(until)s.",
                    month=name,
                    until=until or "–",
                ),
            )


def _days_sql(where):
    """Per person: company and department of the last day, ids of the days by what
    they count for, and leave by type."""
    counted = {
        "late": SQL("d.late_count > 0"),
        "early": SQL("d.early_count > 0"),
        "missed": SQL("d.missed_count > 0 OR d.verdict = 'missed'"),
        "forgiven": SQL("d.forgiven_count > 0"),
        "absent": SQL("d.absent_days > 0"),
        "leave": SQL("d.leave_days > 0"),
        "unpaid": SQL("d.unpaid_days > 0"),
        "out": SQL("d.verdict = 'out'"),
        "exempt": SQL("d.verdict = 'exempt'"),
        "all": SQL("TRUE"),
    }
    arrays = [
        SQL(
            "%s, array_agg(d.id ORDER BY d.date) FILTER (WHERE %s)",
            SQL("%s", key),
            test,
        )
        for key, test in counted.items()
    ]
    return SQL(
        """
        SELECT d.employee_id,
               (array_agg(d.company_id ORDER BY d.date DESC))[1],
               (array_agg(d.department_id ORDER BY d.date DESC))[1],
               jsonb_strip_nulls(jsonb_build_object(%s)),
               jsonb_agg(jsonb_build_array(d.leave_type_id, d.leave_days))
                   FILTER (WHERE d.leave_days > 0 AND d.leave_type_id IS NOT NULL)
          FROM cs_attendance_day d
         WHERE %s
         GROUP BY d.employee_id
        """,
        SQL(", ").join(arrays),
        where,
    )
