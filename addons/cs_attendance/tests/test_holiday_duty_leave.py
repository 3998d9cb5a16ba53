from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .day_case import at
from .request_common import RequestCase

#: A Friday
DAY = date(2026, 5, 1)


@tagged("cs_attendance", "cs_attendance_swap")
@freeze_time("2026-04-20 02:00:00")
class TestHolidayDutyLeave(RequestCase):
    """ATT-11: no leave for who is on duty on a public holiday, unless the manager
    decides otherwise and says why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leave_type = cls._leave_type()
        cls.env["calendar.public.holiday"].create(
            {
                "year": 2026,
                "country_id": cls.env.ref("base.cn").id,
                "line_ids": [(0, 0, {"date": DAY, "name": "Labour Day"})],
            }
        )
        cls.slot = cls.env["cs.duty.slot"].create(
            {
                "employee_id": cls.people["agent"].id,
                "company_id": cls.company.id,
                "date": DAY,
                "start": at("08:30", DAY),
                "stop": at("17:30", DAY),
            }
        )

    def _request(self, first=DAY):
        request = self._leave(first=first).cs_request_ids
        self.assertEqual(request.state, "submitted")
        return self._as("leader", request)

    def test_only_by_the_managers_decision(self):
        request = self._request()
        self.assertTrue(request.approve_needs_reason)
        with self.assertRaisesRegex(UserError, r"public holiday.*\(ATT-11\)"):
            request.action_approve()
        request.action_approve("Her wedding; Li stands in")
        self.assertEqual(request.state, "approved")
        self.assertEqual(
            request.sudo().decision_ids.reason, "Her wedding; Li stands in"
        )

    def test_unless_the_policy_of_that_day_leaves_it_open(self):
        later = self._policy(
            date_from=DAY,
            department_id=self.group_one.id,
            is_holiday_leave_decided=False,
        )
        request = self._request()
        self.assertFalse(request.approve_needs_reason)
        later._decision_write({"date_from": date(2026, 5, 2)})
        request.invalidate_recordset()
        self.assertTrue(request.approve_needs_reason)
        later._decision_write({"date_from": DAY})
        request.invalidate_recordset()
        request.action_approve()
        self.assertEqual(request.state, "approved")

    def test_not_on_other_days(self):
        request = self._request(date(2026, 5, 6))
        self.assertFalse(request.approve_needs_reason)
        request.action_approve()
        self.assertEqual(request.state, "approved")
