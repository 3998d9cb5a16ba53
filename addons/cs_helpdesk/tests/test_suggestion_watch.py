from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .suggestion_case import SuggestionCase


@tagged("cs_helpdesk", "cs_helpdesk_suggestion")
@freeze_time("2025-06-10 02:00:00")  # Tuesday 10:00 in Shanghai
class TestSuggestionWatch(SuggestionCase):
    """HD-08: holds end, people are reminded, thanks are given."""

    def _held(self):
        one = self._studied()
        self._answer(one, "held")
        return one

    def _watch(self):
        self.env["cs.suggestion"]._cron_watch()
        self.env.flush_all()

    def _told(self, role):
        """Subjects of what the person was reminded of."""
        partner = self.users[role].partner_id
        return (
            self.env["mail.message"]
            .search(
                [
                    ("model", "=", "cs.suggestion"),
                    ("notified_partner_ids", "=", partner.id),
                    ("subject", "like", "wait for you"),
                ]
            )
            .mapped("body")
        )

    def test_hd08_held_at_most_two_months(self):
        one = self._held()
        self.assertEqual(one.held_until, date(2025, 8, 10))
        self.assertIn("The lease is being talked about", self._last(one).body)
        self.assertIn("08/10/2025", self._last(one).body)
        trigger = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("cs_helpdesk.cs_suggestion_cron").id)]
        )
        self.assertIn("2025-08-10 16:00:00", map(str, trigger.mapped("call_at")))

    def test_hd08_limit_of_the_policy(self):
        policy = self.env["cs.helpdesk.policy"].create(
            {
                "name": "Rules",
                "company_id": self.company.id,
                "date_from": "2025-01-01",
                "suggestion_months": 1,
            }
        )
        policy._decision_write({"state": "approved"})
        self.assertEqual(self._held().held_until, date(2025, 7, 10))

    def test_hd08_exact_end_of_a_hold(self):
        """10 August, 23:59:59 in Shanghai is still held; 0:00:00 of the 11th is due."""
        one = self._held()
        with freeze_time("2025-08-10 15:59:59"):
            self._watch()
            self.assertEqual(one.state, "held")
        with freeze_time("2025-08-10 16:00:00"):
            self._watch()
            self.assertEqual(one.state, "due")
            self.assertEqual(self._last(one).user_id, self.env.ref("base.user_root"))
            self._watch()
            self.assertEqual(len(one.step_ids), 3)

    def test_hd08_a_decision_is_forced(self):
        """What is due is decided, not held on; nothing else is held until then."""
        one = self._held()
        other = self._studied()
        with freeze_time("2025-08-11 02:00:00"):
            self._watch()
            with self.assertRaises(UserError):
                self._as(one, "leader").action_hold()
            with self.assertRaisesRegex(UserError, "Nothing else is held"):
                self._as(other, "leader").action_hold()
            self._as(one, "leader").plan_date = "2025-09-01"
            self._answer(one, "adopted")
            self._answer(other, "held")
        self.assertEqual((one.state, other.state), ("adopted", "held"))

    def test_hd08_held_once_only(self):
        one = self._held()
        self._answer(one, "not_adopted")
        one.ticket_id.sudo().stage_id = self.opened
        with self.assertRaisesRegex(UserError, "held once"):
            self._as(one, "leader").action_hold()

    def test_hd08_reminded_before_the_end_once(self):
        one = self._held()
        with freeze_time("2025-08-02 02:00:00"):
            self._watch()
            self.assertFalse(self._told("leader"))
        with freeze_time("2025-08-04 02:00:00"):  # the 3rd is a Sunday
            self._watch()
            self._watch()
        with freeze_time("2025-08-05 02:00:00"):
            self._watch()
        [body] = self._told("leader")
        self.assertIn(one.number, body)
        self.assertFalse(self._told("gm"))

    def test_hd08_due_reminded_each_working_day_with_the_manager(self):
        self._held()
        with freeze_time("2025-08-11 18:00:00"):  # Tuesday, 2:00 in the night
            self._watch()
            self.assertFalse(self._told("gm"))
        with freeze_time("2025-08-12 02:00:00"):
            self._watch()
            self._watch()
        with freeze_time("2025-08-13 02:00:00"):
            self._watch()
        self.assertEqual(len(self._told("gm")), 2)
        self.assertEqual(len(self._told("leader")), 2)

    def test_hd08_one_digest_a_person(self):
        numbers = [self._held().number for _each in range(3)]
        with freeze_time("2025-08-04 02:00:00"):
            self._watch()
        [body] = self._told("leader")
        for number in numbers:
            self.assertIn(number, body)

    def test_hd08_promised_day_is_tracked(self):
        one = self._studied()
        self._answer(one, "adopted")
        with freeze_time("2025-09-22 02:00:00"):
            self._watch()
        with freeze_time("2025-09-23 02:00:00"):
            self._watch()
        with freeze_time("2025-09-30 15:59:59"):
            self._watch()
            self.assertFalse(one.is_late)
        self.assertEqual(len(self._told("agent2")), 1)
        self.assertFalse(self._told("leader"))
        with freeze_time("2025-10-09 02:00:00"):
            one.invalidate_recordset()
            self.assertTrue(one.is_late)
            self.assertIn(one, one.search([("is_late", "=", True)]))
            self._watch()
        self.assertEqual(len(self._told("agent2")), 2)
        self.assertEqual(len(self._told("leader")), 1)

    # Certificate of thanks

    def _refuse(self, count, **vals):
        for _each in range(count):
            self._answer(self._studied(**vals), "not_adopted")

    def _certificates(self):
        self._watch()
        return self.env["cs.suggestion.certificate"].search(
            [("partner_id", "=", self.customer.id)]
        )

    def test_hd08_certificate_after_five(self):
        self._refuse(4)
        self.assertFalse(self._certificates())
        self._refuse(1)
        [one] = self._certificates()
        self.assertEqual((one.year, one.count), (2025, 5))
        self._refuse(2)
        self.assertEqual(self._certificates(), one)
        with self.assertRaises(UserError):
            one.write({"count": 9})
        with self.assertRaises(UserError):
            one.unlink()

    def test_hd08_year_in_company_time(self):
        """31 December 15:59:59 UTC is the old year in Shanghai, 16:00:00 the new."""
        with freeze_time("2025-12-31 15:59:59"):
            self._refuse_late(4)
        with freeze_time("2025-12-31 16:00:00"):
            self._refuse_late(1)
            self.assertFalse(self._certificates())
        with freeze_time("2025-12-31 15:59:59"):
            self._refuse_late(1)
        with freeze_time("2026-01-02 02:00:00"):
            self.assertEqual(self._certificates().mapped("year"), [2025])

    def _refuse_late(self, count):
        for _each in range(count):
            self._answer(self._studied(), "not_adopted")

    def test_hd08_at_the_same_moment_one(self):
        Certificate = self.env["cs.suggestion.certificate"]
        first = Certificate._issue(self.company, self.customer, 2025, 5)
        with self.assertLogs("odoo.sql_db", "ERROR"):
            second = Certificate._issue(self.company, self.customer, 2025, 5)
        self.assertTrue(first)
        self.assertFalse(second)

    def test_hd08_certificate_is_handed_over_once(self):
        one = self.env["cs.suggestion.certificate"]._issue(
            self.company, self.customer, 2025, 5
        )
        with self.assertRaises(UserError):
            self._as(one, "agent").action_handed_over()
        self._as(one, "leader").action_handed_over()
        self.assertEqual(one.sent_way, "paper")
        self.assertEqual(one.sent_by_id, self.users["leader"])
        with self.assertRaises(UserError):
            self._as(one, "leader").action_send()

    def test_hd08_certificate_reads_well(self):
        self.env["res.lang"]._activate_and_install_lang("zh_CN")
        one = self.env["cs.suggestion.certificate"]._issue(
            self.company, self.customer, 2025, 5
        )
        self.customer.lang = "zh_CN"
        html = self.env["ir.actions.report"]._render_qweb_html(
            "cs_helpdesk.suggestion_certificate_print", one.ids
        )[0]
        text = html.decode()
        for words in ("感谢状", "Ms Liu", one.number, "2025"):
            self.assertIn(words, text)
