"""Attendance in the month close (ALL-05)."""

from datetime import date
from unittest.mock import patch

from odoo import fields
from odoo.addons.cs_base.tests.period_common import close_month
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..models import cs_attendance_sheet_step
from .sheet_case import SheetCase

CODES = ["attendance_punch", "attendance_exception", "attendance_sheet"]


@tagged("cs_attendance", "cs_attendance_period")
@freeze_time("2026-11-06 02:00:00")
class TestPeriodSteps(SheetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        types = cls.env["cs.period.step.type"].search([])
        types.filtered(lambda kind: kind.code not in CODES).unlink()
        cls.period = cls.env["cs.period"]._open_month(cls.company, cls.month)
        cls.punch, cls.exception, cls.sheet = cls.period.step_ids

    def run_steps(self):
        cron = self.env.ref("cs_base.cs_period_cron_run")
        with self.enter_registry_test_mode():
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def start(self, step):
        step.with_user(self.users["hr"]).action_start()
        self.run_steps()

    def lock(self, step):
        step.with_user(self.users["hr"]).action_lock()
        self.run_steps()

    def open_items(self, step):
        self.env.invalidate_all()
        return {item["label"]: item["count"] for item in step._open_items()}

    def _unknown_punch(self, moment, **vals):
        row = {
            "company_id": self.company.id,
            "pin": "77",
            "moment": moment,
            "local_moment": moment,
            "source": "file",
            "received_at": moment,
            **vals,
        }
        self.env.cr.execute(
            f"INSERT INTO cs_punch ({', '.join(row)})"
            f" VALUES ({', '.join(['%s'] * len(row))})",
            list(row.values()),
        )

    def test_order_of_the_steps(self):
        self.assertEqual(self.period.step_ids.mapped("code"), CODES)
        self.assertEqual(self.punch.state, "ready")
        self.assertEqual(self.exception.state, "waiting")

    def test_unknown_pins_hinder_the_first_step(self):
        """ATT-30. Of this month by the clock of the terminal, not of its neighbours."""
        for moment in ("2026-09-30 23:59:59", "2026-11-01 00:00:00"):
            self._unknown_punch(moment)
        self.assertFalse(self.open_items(self.punch))
        for moment in ("2026-10-01 00:00:00", "2026-10-31 23:59:59"):
            self._unknown_punch(moment)
        self.assertEqual(self.open_items(self.punch), {"Punches of unknown pins": 2})
        [item] = self.punch._open_items()
        found = self.env["cs.punch"].search_count(item["action"]["domain"])
        self.assertEqual(found, 2)
        with self.assertRaises(UserError):
            self.punch.with_user(self.users["hr"]).action_lock()

    def test_a_whole_month(self):
        self.make_month("agent", {3: "late"})
        self.make_month("agent2", {4: "leave"})
        self.lock(self.punch)
        asked = []

        def judge(days, employees, first, last):
            asked.append((employees, first, last))
            return 0

        with patch.object(type(self.env["cs.attendance.day"]), "_judge", judge):
            self.start(self.exception)
        people = self.env["hr.employee"].union(*(call[0] for call in asked))
        self.assertIn(self.people["agent"], people)
        self.assertEqual(
            {call[1:] for call in asked}, {(self.month, date(2026, 10, 31))}
        )
        self.assertEqual(self.exception.state, "done")
        self.lock(self.exception)
        self.start(self.sheet)
        self.assertEqual((self.sheet.done, self.sheet.total), (2, 2))
        self.assertEqual(
            self.open_items(self.sheet), {"Sheets the person has not confirmed": 2}
        )
        sheets = self.Sheet.search([("month", "=", self.month)])
        for role in ("agent", "agent2"):
            sheets.filtered(
                lambda s, p=self.people[role]: s.employee_id == p
            ).with_user(self.users[role]).action_confirm()
        self.assertEqual(
            self.open_items(self.sheet), {"Sheets that HR has not approved": 2}
        )
        sheets.with_user(self.users["hr"]).action_approve()
        self.assertFalse(self.open_items(self.sheet))
        self.lock(self.sheet)
        self.assertEqual(self.sheet.state, "locked")
        self.assertEqual(sheets.mapped("state"), ["handed_over"] * 2)
        self.assertEqual(len(set(sheets.mapped("digest"))), 2)
        facts = {f["label"]: f["count"] for f in self.sheet.snapshot["facts"]["en_US"]}
        self.assertEqual(facts["Sheets"], 2)
        self.assertEqual(facts["Full attendance"], 1)
        self.assertEqual(facts["Days of leave"], "1")
        self.period.with_user(self.users["gm"]).action_close()
        self.assertEqual(self.period.state, "closed")

    def test_who_is_entered_after_the_hand_over(self):
        """ATT-08: the closed month gets no new days; they are adjustments."""
        late = self.people["leader"]
        late.contract_date_start = "2020-01-01"
        place = {"company_id": self.company.id}
        hours = {"name": "Day", "code": "D", "hour_from": 8.5, "hour_to": 17.5}
        shift = self.env["cs.shift"].create({**place, **hours})
        self.env["cs.shift.assignment"].create(
            {**place, "shift_id": shift.id, "date_from": "2026-01-01"}
        )
        policy = self.env["cs.attendance.policy"].create(
            {**place, "name": "Rules", "date_from": "2026-01-01"}
        )
        policy._decision_write({"state": "approved"})
        Day = self.env["cs.attendance.day"]
        self.sheet._set(
            {
                "state": "locked",
                "locked_at": fields.Datetime.now(),
                "locked_by_id": self.users["hr"].id,
                "snapshot": {"names": {"en_US": "Sheets"}},
            }
        )
        due = Day._evaluate(late, self.month, date(2026, 10, 31))
        self.assertTrue(due)
        for _again in range(2):
            self.env["cs.attendance.stale"]._judge_month(late.ids, self.month)
        domain = [("employee_id", "=", late.id)]
        self.assertFalse(Day.search(domain + [("month", "=", self.month)]))
        rows = self.env["cs.attendance.adjustment"].search(domain)
        due = {key: one for key, one in due.items() if one.work_days}
        self.assertEqual(
            set(rows.filtered("work_days").mapped("date")), {day for _who, day in due}
        )
        self.assertFalse(rows.day_id)
        self.env["cs.attendance.stale"]._judge_month(late.ids, date(2026, 11, 1))
        self.assertTrue(Day.search(domain + [("month", "=", "2026-11-01")]))

    def test_archived_people_are_judged_to_that_day(self):
        """ATT-05: also those whose contract goes on; later writes change nothing."""
        person = self.people["leader"]
        person.write({"contract_date_start": "2020-01-01"})
        person.contract_date_end = "2026-12-31"
        Plan, last = self.env["cs.duty.plan"], date(2026, 12, 31)
        with freeze_time("2026-10-10 02:00:00"):
            person.action_archive()
        person.barcode = "4711"
        for departure, end in ((False, date(2026, 10, 10)), ("2026-10-20",) * 2):
            person.departure_date = departure
            [stay] = Plan._employments(person, self.month, last)[person.id]
            self.assertEqual(str(stay.last), str(end))
        person.action_unarchive()
        self.assertFalse(person.cs_archived_on)

    def waiting(self, step):
        """Name -> count of those who are waited for."""
        self.env.invalidate_all()
        rows = self.env["cs.period.waiting"]._rows(step, step._open_items())
        return {row["person"]["name"]: row["count"] for row in rows if row["person"]}

    def test_unconfirmed_sheets_wait_for_the_people(self):
        """ALL-05: who is waited for; of many people their heads are named."""
        for role in ("agent", "agent2"):
            self.make_month(role, {})
        self.build("agent", "agent2")
        people = self.people["agent"] + self.people["agent2"]
        self.assertEqual(
            self.waiting(self.sheet), dict.fromkeys(people.mapped("name"), 1)
        )
        with patch.object(cs_attendance_sheet_step, "MOST_NAMED", 1):
            head = self.people["agent"].department_id.manager_id
            self.assertEqual(self.waiting(self.sheet), {head.name: 2})

    def test_batches_go_on_from_the_cursor(self):
        """One item a batch, each repeated: every sheet is there once."""
        for role in ("agent", "agent2", "leader"):
            self.make_day(role, 5, "late")
        step = self.env["cs.attendance.sheet.step"].with_company(self.company)
        cursor, done, seen = None, 0, []
        while True:
            count, following = step._period_run(self.period, cursor, 1)
            self.assertEqual(step._period_run(self.period, cursor, 1)[1], following)
            done += count
            seen.append(following)
            if following is None:
                break
            cursor = following
        self.assertEqual(done, 3)
        self.assertEqual(len(set(seen)), len(seen))
        self.assertEqual(self.Sheet.search_count([("month", "=", self.month)]), 3)
        self.assertEqual(step._period_total(self.period), 3)

    def test_people_are_computed_in_any_order(self):
        """What several workers do at one time is what one does (ALL-05)."""
        for role in ("agent", "agent2", "leader"):
            self.make_day(role, 5, "late")
        step = self.env["cs.attendance.sheet.step"].with_company(self.company)
        people = step._period_items(self.period)
        self.assertEqual(len(people), step._period_total(self.period))
        for person in (*reversed(people), people[0]):
            step._period_run_items(self.period, [person])
        done = self.written()
        self.assertEqual(len(done), 3)
        step._period_run(self.period, None, 1000)
        self.assertEqual(self.written(), done, "nothing was written again")

    def written(self):
        """Each sheet with the command that wrote it last."""
        self.env.flush_all()
        query = SQL("SELECT id, xmin::text, cmin::text FROM cs_attendance_sheet")
        return sorted(self.env.execute_query(query))

    def test_days_that_change_are_computed_again_before_locking(self):
        self.make_month("agent", {3: "late"})
        [sheet] = self.build("agent")
        self.approve(sheet)
        self.assertFalse(self.open_items(self.sheet))
        self.change_day(sheet.day_ids[2], "absent")
        self.assertEqual(
            self.open_items(self.sheet), {"Sheets to be computed (again)": 1}
        )

    def test_objections_and_adjustments_hinder_locking(self):
        self.make_month("agent", {3: "late"})
        [sheet] = self.build("agent")
        self.approve(sheet)
        action = sheet.with_user(self.users["agent"]).action_appeal()
        appeal = (
            self.env["cs.appeal"]
            .with_user(self.users["agent"])
            .with_context(**action["context"])
            .create({"claim": "No."})
        )
        appeal.action_submit()
        self.assertEqual(self.open_items(self.sheet), {"Objections to be decided": 1})
        self.assertEqual(
            self.open_items(self.exception).get("Appeals and objections"), 1
        )
        self.env.cr.execute(
            "INSERT INTO cs_attendance_adjustment (company_id, employee_id, date,"
            " month, before, after, digest, found_at, state)"
            " VALUES (%s, %s, '2026-09-02', %s, '{}', '{}', 'x', now(), 'proposed')",
            [self.company.id, self.people["agent"].id, self.month],
        )
        self.assertEqual(
            self.open_items(self.sheet).get("Adjustments to be approved"), 1
        )

    def test_missed_punches_wait_for_the_sheet(self):
        """ATT-02: until the person has confirmed the sheet with it."""
        self.make_month("agent", {3: "missed"})
        self.assertEqual(
            self.open_items(self.exception), {"Missed punches to be confirmed": 1}
        )
        [item] = self.exception._open_items()
        self.assertEqual(item["responsible"], self.people["leader"])
        [sheet] = self.build("agent")
        [item] = self.exception._open_items()
        self.assertEqual(item["due"], sheet.confirm_deadline)
        sheet.with_user(self.users["agent"]).action_confirm()
        self.assertFalse(self.open_items(self.exception))

    def test_open_days_and_stale_months(self):
        self.make_day("agent", 5, "open")
        self.env.cr.execute(
            "INSERT INTO cs_attendance_stale (employee_id, month) VALUES (%s, %s)",
            [self.people["agent"].id, self.month],
        )
        self.assertEqual(
            self.open_items(self.exception),
            {"People to be judged again": 1, "Days not judged yet": 1},
        )

    def test_requests_that_wait(self):
        values = {
            "company_id": self.company.id,
            "employee_id": self.people["agent"].id,
            "reason": "Reason",
        }
        requests = [
            self.env["cs.punch.correction"].create(
                {**values, "date": day, "side": "in", "moment": f"{day} 00:30:00"}
            )
            for day in ("2026-09-30", "2026-10-31", "2026-11-01")
        ]
        requests.append(
            self.env["cs.outing"].create(
                {
                    **values,
                    "start": "2026-10-31 15:00:00",
                    "stop": "2026-10-31 15:30:00",
                    "place": "Customer",
                }
            )
        )
        for request in requests:
            request._decision_write({"state": "submitted"})
        self.assertEqual(
            self.open_items(self.exception),
            {
                "Punch Correction waiting for a decision": 1,
                "Out of Office waiting for a decision": 1,
            },
        )

    def test_weekly_reports_that_are_missing(self):
        self.make_month("agent", {3: "late"})
        self.env["cs.exception.report.maker"]._prepare_week(
            self.company, date(2026, 9, 28)
        )
        items = self.open_items(self.exception)
        self.assertEqual(items, {"Weekly reports not submitted": 1})
        [item] = self.exception._open_items()
        self.assertEqual(item["responsible"], self.people["supervisor"])

    def test_months_in_order(self):
        """An earlier month first, and nothing into a closed one."""
        close_month(self.env, self.company, "2026-08-01")
        self.make_month("agent", {3: "late"})
        self.env["cs.period"]._open_month(self.company, date(2026, 9, 1))
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            self.punch.with_user(self.users["hr"]).action_lock()

    def test_everything_opens(self):
        """Every action of every step is one that the web client can open."""
        self.make_month("agent", {3: "missed", 4: "late"})
        self.build("agent")
        for step in self.period.step_ids:
            handler = step._handler()
            items = handler._period_open(self.period) + handler._period_facts(
                self.period
            )
            actions = [item["action"] for item in items if item.get("action")]
            view = handler._period_view(self.period)
            for action in [*actions, view]:
                self.assertEqual(action["type"], "ir.actions.act_window")
                self.env[action["res_model"]].search_count(action["domain"])
