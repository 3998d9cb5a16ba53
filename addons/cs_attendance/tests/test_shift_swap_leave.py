from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .day_case import at
from .swap_case import DAY, NOW, SwapCase

OTHER = DAY + timedelta(days=2)


@tagged("cs_attendance", "cs_attendance_swap")
@freeze_time(NOW)
class TestShiftSwapLeave(SwapCase):
    """ATT-11: leave on a shift one swapped into, or owes back, is absence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = {
            unit: cls.env["hr.leave.type"].create(
                {
                    "name": unit,
                    "company_id": cls.company.id,
                    "requires_allocation": False,
                    "leave_validation_type": "no_validation",
                    "request_unit": unit,
                }
            )
            for unit in ("day", "half_day", "hour")
        }

    def _leave(self, role, day, unit="day", **vals):
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.people[role].id,
                "holiday_status_id": self.kinds[unit].id,
                "request_date_from": day,
                "request_date_to": day,
                **vals,
            }
        )
        if leave.state != "validate":
            leave.action_approve()
        return leave

    def _there_and_back(self):
        """The colleague works the agent's day, who owes a day for it."""
        self._slot("agent2", DAY)
        self._slot("agent", OTHER)
        return self._approved(DAY, OTHER)

    def _judged(self, role, day):
        with freeze_time("2026-03-14 02:00:00"):
            return self._judge(self.people[role], day)

    def _swap_facts(self, day):
        facts = [
            fact
            for reason in day.sudo()._get_explanation().reasons
            for fact in reason.facts
        ]
        return [fact for fact in facts if fact.model == "cs.shift.swap"]

    def test_of_the_whole_day(self):
        self._slot("agent2", DAY, self.night)
        swap = self._approved()
        self._leave("agent", DAY)
        day = self._judged("agent", DAY)
        self.assertEqual((day.verdict, day.absent_days), ("absent", 1))
        self.assertEqual(self._keys(day), ["att.swap_leave"])
        self.assertEqual([fact.id for fact in self._swap_facts(day)], [swap.id])

    def test_on_the_shift_that_is_owed_back(self):
        self._there_and_back()
        for role, day in (("agent2", DAY), ("agent", OTHER)):
            self._leave(role, day)
            judged = self._judged(role, day)
            self.assertEqual(judged.verdict, "absent", role)
            self.assertEqual(self._keys(judged), ["att.swap_leave"])

    def test_of_hours_only_the_hours(self):
        self._there_and_back()
        leave = self._leave(
            "agent", OTHER, "hour", request_hour_from=13, request_hour_to=15
        )
        self.assertEqual(leave.date_from, at("13:00", OTHER))
        self._work(self.agent, OTHER)
        day = self._judged("agent", OTHER)
        self.assertEqual(
            (day.verdict, day.absent_days, day.present_days, day.leave_days),
            ("absent", 0.25, 0.75, 0),
        )
        self.assertIn("att.swap_leave_hours", self._keys(day))
        self.assertTrue(self._swap_facts(day))

    def test_of_half_a_day(self):
        self._there_and_back()
        self._leave(
            "agent",
            OTHER,
            "half_day",
            request_date_from_period="am",
            request_date_to_period="am",
        )
        self._work(self.agent, OTHER, start="12:50")
        day = self._judged("agent", OTHER)
        self.assertEqual((day.verdict, day.absent_days), ("absent", 0.5))

    def test_other_days_are_leave(self):
        self._there_and_back()
        following = OTHER + timedelta(days=1)
        self._leave("agent", following)
        self.assertEqual(self._judged("agent", following).verdict, "leave")

    def test_what_the_leader_plans_anew_is_no_shift_of_the_swap(self):
        self._there_and_back()
        slot = self.env["cs.duty.slot"].search(
            [("employee_id", "=", self.agent.id), ("date", "=", OTHER)]
        )
        slot.write({"start": at("09:00", OTHER)})
        self._leave("agent", OTHER)
        self.assertEqual(self._judged("agent", OTHER).verdict, "leave")
