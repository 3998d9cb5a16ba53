from datetime import date, timedelta

from odoo.tests import freeze_time, tagged

from .day_case import DAY, DayCase, at

ONE_DAY = timedelta(days=1)


@tagged("cs_attendance", "cs_attendance_day")
@freeze_time("2025-06-20 02:00:00")
class TestDayRequests(DayCase):
    """What was asked for and decided reaches the judge."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leave_type = cls.env["hr.leave.type"].create(
            {
                "name": "Personal",
                "requires_allocation": False,
                "request_unit": "day",
                "leave_validation_type": "hr",
                "company_id": cls.company.id,
                "unpaid": True,
            }
        )

    def _leave(self, state="validate", **vals):
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.agent.id,
                "holiday_status_id": self.leave_type.id,
                "request_date_from": DAY,
                "request_date_to": DAY,
                **vals,
            }
        )
        self._set_state(leave, state)
        return leave

    def _set_state(self, record, state, **columns):
        """Past whatever decides it: here only what the judge makes of it counts."""
        values = {"state": state, **columns}
        record.flush_recordset()
        for name, value in values.items():
            self.env.cr.execute(
                f'UPDATE {record._table} SET "{name}" = %s WHERE id = %s',
                [value, record.id],
            )
        record.invalidate_recordset()

    def _correction(self, side, state, day=DAY, moment=None):
        made = self.env["cs.punch.correction"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.agent.id,
                "date": day,
                "side": side,
                "moment": moment or at("17:30" if side == "out" else "08:30", day),
                "reason": "Forgotten",
            }
        )
        self._set_state(made, state)
        return made

    def _outing(self, start, stop, state, **columns):
        made = self.env["cs.outing"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.agent.id,
                "start": at(start),
                "stop": at(stop),
                "place": "Customer",
                "reason": "Repair",
            }
        )
        self._set_state(made, state, **columns)
        return made

    def test_att_09_leave_by_days(self):
        leave = self._leave()
        day = self._judge()
        self.assertEqual((day.verdict, day.leave_days), ("leave", 1))
        self.assertEqual((day.unpaid_days, day.leave_type_id), (1, self.leave_type))
        self._set_state(leave, "confirm")
        day = self._judge()
        self.assertEqual((day.verdict, day.is_pending), ("absent", True))

    def test_att_09_half_days(self):
        self.leave_type.request_unit = "half_day"
        self._leave(request_date_from_period="am", request_date_to_period="am")
        self._punch(self.agent, at("13:00"), at("17:30"))
        day = self._judge()
        self.assertEqual((day.verdict, day.is_part), ("leave", True))
        self.assertEqual((day.leave_days, day.present_days), (0.5, 0.5))

    def test_att_09_from_noon_to_noon(self):
        self.leave_type.request_unit = "half_day"
        self._leave(
            request_date_to=DAY + 2 * ONE_DAY,
            request_date_from_period="pm",
            request_date_to_period="am",
        )
        self._judge()
        shares = [self._day(day=DAY + n * ONE_DAY).leave_days for n in range(3)]
        self.assertEqual(shares, [0.5, 1, 0.5])

    def test_att_09_hours(self):
        self.leave_type.request_unit = "hour"
        self._leave(request_hour_from=8.5, request_hour_to=10)
        self._punch(self.agent, at("09:55"), at("17:30"))
        day = self._judge()
        self.assertEqual((day.verdict, day.late_count), ("leave", 0))
        self.assertEqual(day.leave_days, 0.1875)

    def test_att_09_a_night_on_leave(self):
        """A day of leave covers the shift, also where the calendar has other hours."""
        night = self.env["cs.shift"].create(
            {
                "name": "Night",
                "code": "N",
                "company_id": self.company.id,
                "hour_from": 22,
                "hour_to": 6,
            }
        )
        self.env["cs.shift.assignment"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.agent.id,
                "shift_id": night.id,
                "date_from": "2025-01-01",
            }
        )
        self._leave()
        day = self._judge()
        self.assertEqual((day.verdict, day.leave_days), ("leave", 1))
        self.assertEqual(self._day(day=DAY + ONE_DAY).verdict, "absent")

    def test_att_02_corrections(self):
        self._punch(self.agent, at("08:20"))
        self.assertEqual(self._judge().verdict, "missed")
        made = self._correction("out", "submitted")
        day = self._judge()
        self.assertEqual((day.verdict, day.is_pending), ("missed", True))
        self._set_state(made, "refused")
        self.assertEqual(self._judge().verdict, "absent")
        again = self._correction("out", "submitted")
        self.assertEqual(self._judge().verdict, "missed")
        self._set_state(again, "approved")
        day = self._judge()
        self.assertEqual((day.verdict, day.forgiven_count), ("fixed", 1))

    def test_att_02_the_fourth_of_the_month(self):
        days = [date(2025, 6, number) for number in (3, 4, 5, 6)]
        for day in days:
            self._punch(self.agent, at("08:20", day))
            self._correction("out", "approved", day)
        self._judge()
        found = [self._day(day=day).verdict for day in days]
        self.assertEqual(found, ["fixed", "fixed", "fixed", "absent"])

    def test_att_02_when_the_sheet_is_approved(self):
        self._punch(self.agent, at("08:20"))
        sheet = {
            "company_id": self.company.id,
            "employee_id": self.agent.id,
            "month": date(2025, 6, 1),
            "state": "approved",
        }
        self.env.cr.execute(
            "INSERT INTO cs_attendance_sheet (company_id, employee_id, month, state)"
            " VALUES (%(company_id)s, %(employee_id)s, %(month)s, %(state)s)",
            sheet,
        )
        self.assertEqual(self._judge().verdict, "absent")

    def test_att_03_outings(self):
        in_time = {"deadline": at("23:59:59"), "approved_at": at("23:59:59")}
        outing = self._outing("08:30", "17:30", "approved", **in_time)
        day = self._judge()
        self.assertEqual((day.verdict, day.out_minutes), ("out", 480))
        self._set_state(outing, "approved", approved_at=at("24:00"))
        day = self._judge()
        self.assertEqual(
            (day.verdict, self._keys(day)), ("absent", ["att.out_overdue"])
        )
        self._set_state(outing, "submitted")
        self._work(self.agent, DAY)
        day = self._judge()
        self.assertEqual((day.verdict, day.is_pending), ("absent", True))
        self._set_state(outing, "refused")
        self.assertEqual(self._judge().verdict, "ok")

    def test_att_06_exemption(self):
        made = self.env["cs.exemption"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.agent.id,
                "date_from": DAY,
                "date_to": DAY,
                "reason": "Field work",
            }
        )
        self.assertEqual(self._judge().verdict, "absent")
        self._set_state(made, "approved")
        self.assertEqual(self._judge().verdict, "exempt")
        self.assertEqual(self._day(day=DAY + ONE_DAY).verdict, "absent")

    def test_all_02_an_accepted_appeal(self):
        """The day becomes what was asked for, and stays it when judged again."""
        day = self._judge()
        agent = self.users["agent"]
        mine = day.with_user(agent)
        self.assertTrue(mine.can_appeal)
        appeal = (
            self.env["cs.appeal"]
            .with_user(agent)
            .create(
                {
                    "res_model": day._name,
                    "res_id": day.id,
                    "claim": "The terminal was broken.",
                    "cs_counts_as": "late",
                }
            )
        )
        appeal.action_submit()
        offered = {one["method"]: one for one in mine.get_explanation()["actions"]}
        self.assertEqual(offered["action_appeal"]["label"], "Open Appeal")
        appeal.with_user(self.users["hr"]).action_approve("Seen by the guard.")
        self.assertEqual(appeal.state, "accepted")
        self.assertEqual((day.verdict, day.present_days), ("late", 1))
        self.assertEqual(self._keys(day), ["att.ruling"])
        self._work(self.agent, DAY)
        self.assertEqual(self._judge().verdict, "late")
        self.assertIn("Appeal", str(mine.get_explanation()["history"]))
