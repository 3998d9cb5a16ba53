"""What the month-close screen, the reminder and the protocol say (ALL-05)."""

import json
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .period_common import PeriodCase

SCREEN = "odoo.addons.cs_base.models.cs_period_screen"
STEP = "odoo.addons.cs_base.models.cs_period_step"


@tagged("cs_base", "cs_base_period")
@freeze_time("2026-11-06 02:00:00")
class TestPeriodScreen(PeriodCase):
    def load(self, role="payroll", month=None):
        data = self.as_role(self.env["cs.period.screen"], role).load(month)
        return json.loads(json.dumps(data))  # as it goes to the browser

    def pend(self, count, **vals):
        self.items[:count].write(
            {"pending": True, "person_id": self.people["agent"].id, **vals}
        )

    def remind(self, role="payroll", person="agent"):
        key = f"hr.employee,{self.people[person].id}"
        waiting = self.as_role(self.env["cs.period.waiting"], role)
        return waiting.remind(self.period.id, key)

    def mails(self, person="agent"):
        return self.env["mail.message"].search(
            [("partner_ids", "in", self.users[person].partner_id.ids)]
        )

    def test_a_month_at_its_beginning(self):
        data = self.load()
        self.assertEqual((data["month"], data["state"]), (202610, "open"))
        self.assertEqual((data["previous"], data["next"]), (202609, 202611))
        self.assertEqual((data["locked_count"], data["step_count"]), (0, 2))
        check, compute = data["steps"]
        self.assertEqual((check["name"], check["rule"]), ("Test check", "ALL-05"))
        self.assertIs(check["person"], False)
        self.assertFalse(check["can_act"])
        self.assertEqual(compute["lock_hint"], "Lock the previous step first.")
        self.assertEqual(
            compute["facts"], [{"label": "Items", "count": 25, "action": False}]
        )
        self.assertFalse(data["can_close"])
        self.assertEqual(data["close_hint"], "2 steps are not locked yet.")

    def test_working_days_until_the_hand_over(self):
        """Friday the 6th: Monday and Tuesday the 10th are left."""
        handover = self.load()["handover"]
        self.assertEqual(
            handover, {"label": "Nov 10 18:00", "days_left": 2, "late": False}
        )
        with freeze_time("2026-11-10 09:59:00"):
            handover = self.load()["handover"]
            self.assertEqual((handover["days_left"], handover["late"]), (0, False))
        with freeze_time("2026-11-10 10:00:01"):
            self.assertTrue(self.load()["handover"]["late"])

    def test_current_month_is_the_latest_reachable(self):
        self.assertFalse(self.load(month=202611)["next"])

    def test_default_is_the_earliest_month_not_closed(self):
        self.assertEqual(self.load()["month"], 202610)
        self.close()
        self.assertEqual(self.load()["month"], 202610)  # the previous month
        with freeze_time("2027-01-06 02:00:00"):
            self.assertEqual(self.load()["month"], 202612)

    def test_months_that_were_never_opened(self):
        data = self.load(month=202609)
        self.assertEqual((data["state"], data["can_open"]), ("none", False))
        self.assertIn("starts with October 2026", data["hint"])
        self.assertTrue(self.load(month=202611)["can_open"])
        data = self.load("supervisor", 202611)
        self.assertFalse(data["can_open"])
        self.assertIn("HR officer", data["hint"])

    def test_without_any_addon_one_friendly_sentence(self):
        self.env["cs.period.step.type"].search([]).unlink()
        for month in (202610, 202611):
            data = self.load("gm", month)
            self.assertEqual(data["hint"], "There is no step to settle in this month.")
            self.assertFalse(data.get("can_open"))
            self.assertFalse(data.get("can_close"))

    def test_who_is_waited_for(self):
        self.pend(3)
        data = self.load()
        self.assertEqual(data["open_total"], 3)
        [row] = data["waiting"]
        self.assertEqual(row["person"]["name"], "agent")
        self.assertEqual((row["label"], row["count"]), ("Pending items", 3))
        self.assertEqual((row["due"], row["overdue"]), ("due today 18:00", False))
        self.assertFalse(row["is_me"])
        with freeze_time("2026-11-06 10:00:01"):
            [row] = self.load()["waiting"]
            self.assertEqual(row["due"], "overdue since today 18:00")
            self.assertTrue(row["overdue"])
        with freeze_time("2026-11-05 02:00:00"):
            self.assertEqual(self.load()["waiting"][0]["due"], "due Nov 6 18:00")

    def test_the_same_of_two_people_is_told_apart(self):
        self.pend(3)
        steps = self.load()["steps"]
        labels = [link["label"] for step in steps for link in step["open"]]
        self.assertEqual(labels, ["Pending items"])
        self.items[0].person_id = self.people["leader"]
        steps = self.load()["steps"]
        links = [(link["label"], link["count"]) for s in steps for link in s["open"]]
        self.assertCountEqual(
            links, [("Pending items · agent", 2), ("Pending items · leader", 1)]
        )

    def test_without_a_named_person_the_steps_own_is_waited_for(self):
        self.pend(1, person_id=False)
        [row] = self.load()["waiting"]
        self.assertFalse(row["person"])
        self.assertEqual(row["group"], "Payroll accountant")
        step = self.as_role(self.compute, "payroll")
        step.action_assign(self.users["payroll"].id)
        [row] = self.load()["waiting"]
        self.assertEqual(row["person"]["name"], "payroll")
        self.assertTrue(row["is_me"])

    def test_a_reminder_once_a_day_and_person(self):
        self.pend(3)
        self.remind()
        [mail] = self.mails()
        self.assertIn("October 2026", mail.subject)
        self.assertIn("Test items: Pending items 3 (due today 18:00)", mail.body)
        self.assertEqual(self.load()["waiting"][0]["reminded"], "10:00")
        with self.assertRaisesRegex(UserError, "agent has been reminded today"):
            self.remind("hr")
        with freeze_time("2026-11-06 16:00:00"):  # midnight in Shanghai
            self.assertFalse(self.load()["waiting"][0]["reminded"])
            self.remind("hr")
        self.assertEqual(len(self.mails()), 2)

    def test_everybody_is_reminded_at_once(self):
        """Not who has been reminded today, and not oneself."""
        self.pend(1)
        for item, role in zip(self.items[1:4], ("agent2", "leader", "hr"), strict=True):
            item.write({"pending": True, "person_id": self.people[role].id})
        self.remind()
        waiting = self.as_role(self.env["cs.period.waiting"], "hr")
        self.assertEqual(waiting.remind_all(self.period.id), 2)
        self.assertEqual(waiting.remind_all(self.period.id), 0)
        told = {role: len(self.mails(role)) for role in ("agent", "agent2", "leader")}
        self.assertEqual(told, {"agent": 1, "agent2": 1, "leader": 1})
        self.assertFalse(self.mails("hr"))
        for role in ("agent", "leader", "supervisor", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(self.env["cs.period.waiting"], role).remind_all(
                    self.period.id
                )

    def test_a_reminder_shows_labels_as_text(self):
        self.pend(1)
        self.compute.type_id.name = "<script>alert(1)</script>"
        self.remind()
        self.assertNotIn("<script", self.mails().body)
        self.assertIn("&lt;script&gt;", self.mails().body)

    def test_nobody_is_reminded_of_nothing(self):
        self.pend(1)
        with self.assertRaisesRegex(UserError, "Nothing is waiting"):
            self.remind(person="leader")
        for role in ("agent", "leader", "supervisor", "admin"):
            with self.assertRaises(AccessError):
                self.remind(role)
        self.assertFalse(self.mails())

    def test_the_time_of_the_last_month_is_the_estimate(self):
        self.assertEqual(self.load()["steps"][1]["past_seconds"], 0)
        self.close()
        self.env.cr.execute(
            "UPDATE cs_period_step SET spent = 120 WHERE id = %s", [self.compute.id]
        )
        self.env.invalidate_all()
        self.Period._open_month(self.company, fields.Date.to_date("2026-11-01"))
        check, compute = self.load(month=202611)["steps"]
        self.assertEqual((check["past_seconds"], compute["past_seconds"]), (0, 120))

    def test_progress_is_cheap_and_says_when_there_is_news(self):
        screen = self.as_role(self.env["cs.period.screen"], "payroll")
        version = screen.progress(self.period.id)["version"]
        self.assertEqual(version, self.load()["version"])
        self.lock(self.check, "hr")
        news = screen.progress(self.period.id)
        self.assertNotEqual(news["version"], version)
        self.assertEqual([step["share"] for step in news["steps"]], [1.0, 0.0])
        with self.assertRaises(UserError):
            screen.progress(self.period.id + 1000)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            screen.progress(self.period.id)

    def test_a_fault_of_one_addon_leaves_the_page_readable(self):
        Item = type(self.env["test.cs.item"])
        for hook in ("_period_open", "_period_facts"):
            with (
                patch.object(Item, hook, lambda *args: 1 / 0),
                mute_logger(SCREEN, STEP),
            ):
                data = self.load()
        self.assertEqual(len(data["steps"]), 2)
        self.lock(self.check, "hr")
        self.as_role(self.compute, "payroll").action_start()
        self.run_steps()
        with (
            patch.object(Item, "_period_open", lambda *args: 1 / 0),
            mute_logger(STEP),
        ):
            step = self.load()["steps"][1]
            self.assertIn("cannot be read", step["problem"])
            self.assertEqual(step["lock_hint"], step["problem"])
            with self.assertRaisesRegex(UserError, "cannot be read"):
                self.as_role(self.compute, "payroll").action_lock()

    def test_requests_are_not_told_twice(self):
        self.lock(self.check, "hr")
        self.assertEqual(
            [line["text"] for line in self.load()["log"]],
            ["hr locked Test check", "The system opened the month"],
        )
        self.assertEqual(self.load()["log"][0]["date"], "11-06 10:00")

    def test_closed_month(self):
        self.close()
        data = self.load("gm", 202610)
        self.assertEqual(
            data["closed_line"],
            "gm closed this month on 2026-11-06 10:00. It stays as it is.",
        )
        self.assertEqual((data["can_close"], data["close_hint"]), (False, ""))
        self.assertFalse(data["waiting"])

    def render(self, role="payroll"):
        report = self.env["ir.actions.report"].with_user(self.users[role])
        html, _kind = report._render_qweb_html(
            "cs_base.period_protocol", self.period.ids
        )
        return html.decode()

    def test_protocol_prints_the_frozen_figures(self):
        self.lock(self.check, "hr")
        self.assertIn("Can start", self.render())
        self.lock_rest()
        self.env["cs.period.step.type"].search([]).name = "Renamed <b>"
        self.items.unlink()
        html = self.render()
        for text in (
            "October 2026",
            "Closed by gm on 2026-11-06 10:00",
            "Test items",
            "Items 25 · 25 of 25",
            "hr locked Test check",
            "General manager",
        ):
            self.assertIn(text, html)
        self.assertNotIn("Renamed", html)

    def lock_rest(self):
        self.as_role(self.compute, "payroll").action_start()
        self.run_steps()
        self.lock(self.compute, "payroll")
        self.as_role(self.period, "gm").action_close()

    def test_protocol_is_for_readers_only(self):
        for role in ("agent", "leader", "admin"):
            with self.assertRaises(AccessError):
                self.render(role)
