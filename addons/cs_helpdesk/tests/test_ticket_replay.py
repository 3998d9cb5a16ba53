from odoo.tests import Form, tagged

from .clock_case import ClockCase, local


@tagged("cs_helpdesk", "cs_helpdesk_clock")
class TestTicketReplay(ClockCase):
    """HD-03: changed policies and hours count open tickets anew; the reason is kept."""

    def test_a_stricter_policy(self):
        ticket, closed = self.ticket("2025-06-05 09:00"), self.ticket()
        self.move(ticket, "2025-06-05 11:00", stage_id=self.wait.id)
        self.move(ticket, "2025-06-05 15:00", stage_id=self.work.id)
        self.move(closed, "2025-06-05 11:00", stage_id=self.done.id)
        self.assertEqual(ticket.cs_due_at, local("2025-06-11 11:00"))
        strict = self._policy(
            date_from="2025-06-01", department_id=self.group_one.id, complaint_days=2
        )
        self.assertEqual(ticket.cs_stale, "policy")
        self.assertFalse(closed.cs_stale)
        self.run_clock("2025-06-05 15:30")
        self.assertFalse(ticket.cs_stale)
        # the pause of three hours counts as before
        self.assertEqual(ticket.cs_due_at, local("2025-06-10 11:00"))
        limit = self.limits(ticket)[0]
        self.assertEqual((limit.cause, limit.policy_id), ("policy", strict))
        self.assertEqual(len(self.limits(ticket)), 2)
        self.assertEqual(len(self.segments(ticket)), 2, "what was stays as it was")

    def test_the_policy_of_the_day_of_receipt(self):
        self._policy(
            date_from="2025-06-05", department_id=self.group_one.id, complaint_days=1
        )
        before = self.ticket("2025-06-04 23:59:59")
        after = self.ticket("2025-06-05 00:00:00")
        self.assertEqual(before.cs_due_at, local("2025-06-09 17:00"))
        self.assertEqual(after.cs_due_at, local("2025-06-06 17:00"))

    def test_nothing_changed(self):
        ticket = self.ticket("2025-06-05 09:00")
        self._policy(date_from="2025-07-01", department_id=self.group_one.id)
        self.run_clock("2025-06-05 10:00")
        self.assertFalse(ticket.cs_stale)
        self.assertEqual(len(self.limits(ticket)), 1)

    def test_a_holiday_is_entered(self):
        ticket = self.ticket("2025-06-05 09:00")
        # stock takes the hours of a closure for those of who enters it
        self.env.user.tz = "Asia/Shanghai"
        closure = self.env["resource.calendar.leaves"].create(
            {
                "name": "Moving",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": local("2025-06-06 00:00"),
                "date_to": local("2025-06-06 23:59:59"),
            }
        )
        self.run_clock("2025-06-05 10:00")
        self.assertEqual(ticket.cs_due_at, local("2025-06-11 17:00"))
        self.assertEqual(self.limits(ticket)[0].cause, "hours")
        closure.unlink()
        self.run_clock("2025-06-05 10:10")
        self.assertEqual(ticket.cs_due_at, local("2025-06-10 17:00"))
        self.assertEqual(len(self.limits(ticket)), 3)

    def test_time_off_of_a_person_moves_nothing(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Off",
                "calendar_id": self.company.resource_calendar_id.id,
                "resource_id": self.people["agent"].resource_id.id,
                "date_from": local("2025-06-06 00:00"),
                "date_to": local("2025-06-06 23:59:59"),
            }
        )
        self.assertFalse(ticket.cs_stale)

    def test_the_team_answers_sooner(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.team.cs_first_reply_hours = 1
        self.run_clock("2025-06-05 09:10")
        self.assertEqual(ticket.cs_first_reply_due_at, local("2025-06-05 10:00"))
        self.team.cs_first_reply_hours = 0
        self.run_clock("2025-06-05 09:20")
        self.assertFalse(ticket.cs_first_reply_due_at)

    def test_replay_is_what_was_counted_live(self):
        """The same history under the same rules: nothing to change."""
        ticket = self.ticket("2025-06-05 09:00", cs_unpaid=True, cs_kind="order")
        steps = [
            ("2025-06-05 09:20", {"user_id": self.users["agent2"].id}),
            ("2025-06-05 11:59:59", {"stage_id": self.wait.id}),
            ("2025-06-06 18:00", {"stage_id": self.work.id}),
            ("2025-06-07 10:00", {"stage_id": self.done.id}),
            ("2025-06-10 10:00", {"stage_id": self.work.id}),
            ("2025-06-10 12:30", {"cs_department_id": self.department.id}),
            ("2025-06-11 10:00", {"stage_id": self.wait.id}),
            ("2025-06-12 09:00", {"stage_id": self.work.id}),
        ]
        for moment, vals in steps:
            self.move(ticket, moment, **vals)
        before = ticket.sudo().cs_clock
        count = len(ticket.cs_limit_ids)
        with self.at("2025-06-12 09:30"):
            ticket.sudo()._cs_clock_replay("policy")
        self.assertEqual(_timers(ticket.sudo().cs_clock), _timers(before))
        self.assertEqual(len(ticket.cs_limit_ids), count)

    def test_explanation(self):
        """ALL-01: rule, policy, hours, parameters; and the pauses until now."""
        ticket = self.ticket("2025-06-05 09:00")
        self.move(ticket, "2025-06-05 11:00", stage_id=self.wait.id)
        self.move(ticket, "2025-06-05 15:00", stage_id=self.work.id)
        # the cache holds the frozen clock's own kind of datetime
        self.env.flush_all()
        self.env.invalidate_all()
        limit = self.limits(ticket)[0].with_user(self.users["agent"])
        found = limit.get_explanation()
        limit_reason, pause = found["reasons"]
        self.assertEqual(limit_reason["rule"]["code"], "HD-03")
        self.assertEqual(limit_reason["policy"]["name"], self.policy.display_name)
        self.assertIn("31:00", limit_reason["sentence"])
        self.assertNotIn("‹", limit_reason["sentence"] + pause["sentence"])
        self.assertIn("3:00", pause["sentence"])

    def test_the_form_shows_the_clock(self):
        ticket = self.ticket("2025-06-05 09:00")
        with Form(ticket.with_user(self.users["agent"])) as form:
            self.assertIn("cs_limit_ids", form._view["fields"])
        with self.at("2025-06-05 10:00"):
            ticket.invalidate_recordset()
            self.assertIn("1 h 0 min left", ticket.cs_time_left)
        with self.at("2025-06-05 12:30"):
            ticket.invalidate_recordset()
            self.assertIn("1 h 30 min over", ticket.cs_time_left)


def _timers(clock):
    names = ("time", "budget", "due", "warn")
    return {
        metric: {name: found["timer"][name] for name in names}
        for metric, found in clock["metrics"].items()
    }
