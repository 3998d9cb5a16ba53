from odoo.addons.cs_helpdesk.tests.dispatch_case import NOW, TODAY, DispatchCase
from odoo.tests import freeze_time, tagged


@tagged("cs_attendance_helpdesk", "cs_dispatch")
@freeze_time(NOW)
class TestDispatchShift(DispatchCase):
    """HD-23: who has no shift today gets no order."""

    def test_no_shift_no_order(self):
        slots = self.env["cs.duty.slot"]
        for role in ("agent", "agent2"):
            slots.create(
                {
                    "company_id": self.company.id,
                    "employee_id": self.people[role].id,
                    "date": TODAY,
                    "kind": "rest",
                }
            )
        decision = self._dispatch(self._order())
        self.assertEqual(
            self._outcomes(decision),
            {"agent": "off", "agent2": "off", "agent3": "chosen", "foreman": "level"},
        )

    @freeze_time("2026-12-13 02:00:00")
    def test_nobody_on_a_sunday(self):
        decision = self._dispatch(self._order())
        self.assertFalse(decision.employee_id)
