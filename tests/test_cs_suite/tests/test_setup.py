from datetime import date, timedelta

from odoo.addons.cs_attendance.tests.day_case import at
from odoo.addons.cs_base.models.setup_scope import ANY_KIND, KINDS
from odoo.addons.cs_base.tests.common import CsCase
from odoo.addons.cs_base.tests.period_common import close_month
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

FIRST = "2025-06-01"
JUNE = [date(2025, 6, 1) + timedelta(days=number) for number in range(30)]


class SetupCase(CsCase):
    """It is 20 May 2025; HR sets up from June on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2025-05-20 02:00"))
        cls.Setup = cls.env["cs.setup"]

    def as_role(self, role):
        return self.Setup.with_user(self.users[role])

    def parts(self, kind, role="hr", department=False):
        """Parts of a kind as the page shows them, by code."""
        data = self.as_role(role).load(kind, department)
        codes = {part.id: part.code for part in self.env["cs.setup.part"].search([])}
        return {
            codes[part["id"]]: part for area in data["areas"] for part in area["parts"]
        }

    def make(self, kind, codes=None, role="hr", department=False):
        """Make parts, all that can be made unless some are named."""
        parts = self.parts(kind, role, department)
        wanted = [
            part["id"]
            for code, part in parts.items()
            if (code in codes if codes else not part["count"] and not part["obstacle"])
        ]
        self.as_role(role).make(kind, department, FIRST, wanted)
        return self.parts(kind, role, department)

    def items(self, company=None):
        company = company or self.company
        return self.env["cs.setup.item"].search([("company_id", "=", company.id)])

    def policies(self, parts, department=None):
        """What was made that needs approval, perhaps of one department only."""
        found = [
            self.env[part["record"]["model"]].browse(part["record"]["id"])
            for part in parts.values()
            if part["record"]
        ]
        return [
            one for one in found if one.department_id == department or not department
        ]

    def approve(self, policies):
        for policy in policies:
            policy.with_user(self.users["hr"]).action_submit()
            policy.with_user(self.users["gm"]).action_approve()


@tagged("post_install", "-at_install", "cs_suite", "cs_setup")
class TestSetup(SetupCase):
    """A ready set for a kind of company, as drafts (ALL-04)."""

    def test_every_kind_can_be_approved_as_it_is(self):
        """Per kind a department of its own, so that each gets all of its parts."""
        self.users["hr"].group_ids += self.env.ref(
            "helpdesk_mgmt.group_helpdesk_manager"
        )
        for kind in ANY_KIND:
            with self.subTest(kind):
                department = self.env["hr.department"].create(
                    {"name": kind, "company_id": self.company.id}
                )
                before = self.parts(kind, department=department.id)
                self.assertEqual({one["obstacle"] for one in before.values()}, {""})
                after = self.make(kind, department=department.id)
                self.assertTrue(all(one["count"] for one in after.values()))
                self.assertTrue(all(one["action"] for one in after.values()))
                # the customer standard (HD-21) is the whole company's, once for all
                drafts = self.policies(after, department)
                self.assertGreaterEqual(len(drafts), 7)
                for policy in drafts:
                    self.assertEqual(policy.state, "draft")
                    self.assertEqual(policy.department_id, department)
                    self.assertEqual(policy.date_from, date(2025, 6, 1))
                self.approve(drafts)
                for policy in drafts:
                    self.assertEqual(policy.state, "approved")

    def test_what_is_made_is_named_by_what_it_is(self):
        made = self.make("retail", ["attendance", "book_points", "card"])
        names = {policy.name for policy in self.policies(made)}
        self.assertIn("Attendance policy (Retail with points)", names)
        policy = self.env["cs.attendance.policy"].search(
            [("company_id", "=", self.company.id)]
        )
        # ATT-16 and SF-17, the template "points"
        self.assertEqual((policy.full_attendance_rule, policy.swap_limit), ("count", 2))
        self.assertEqual(policy.code, dict(KINDS)["retail"])

    def test_nothing_is_in_force_by_it(self):
        self.users["hr"].group_ids += self.env.ref(
            "helpdesk_mgmt.group_helpdesk_manager"
        )
        made = self.make("property", department=self.department.id)
        for policy in self.policies(made):
            people = self.people["agent"]
            key = {name: policy[name] for name in policy._policy_key}
            found = policy._policy_on(people, policy.date_from, **key)
            self.assertFalse(found[people.id])
        place = self.env["cs.duty.place"].with_context(active_test=False)
        place = place.search([("company_id", "=", self.company.id)])
        self.assertEqual(place.mapped("active"), [False])
        self.env["cs.duty.place"]._cron_fill()
        self.assertFalse(
            self.env["cs.duty.watch"].search([("place_id", "in", place.ids)])
        )
        team = self.env["helpdesk.ticket.team"].with_context(active_test=False)
        team = team.search([("company_id", "=", self.company.id)])
        self.assertEqual(team.mapped("active"), [False])
        self.assertFalse(
            self.env["cs.shift.assignment"].search(
                [("company_id", "=", self.company.id)]
            )
        )

    def test_twice_makes_nothing_twice(self):
        made = self.make("ecommerce")
        items, counts = self.items(), self.counts()
        ids = [part["id"] for part in made.values() if not part["obstacle"]]
        self.as_role("hr").make("ecommerce", False, FIRST, ids)
        self.assertEqual((self.items(), self.counts()), (items, counts))
        again = self.parts("ecommerce")
        for code, part in made.items():
            self.assertEqual(again[code]["action"], part["action"], code)

    def counts(self):
        names = ("cs.attendance.policy", "cs.shift", "cs.roster.pattern")
        names += ("cs.appraisal.template", "cs.incentive.scheme", "cs.discipline.book")
        return [self.env[name].search_count([]) for name in names]

    def test_what_was_there_is_named_and_kept(self):
        policy = (
            self.env["cs.attendance.policy"]
            .with_user(self.users["supervisor"])
            .create({"name": "Ours", "company_id": self.company.id})
        )
        there = self.parts("ecommerce")["attendance"]
        self.assertTrue(there["is_found"])
        self.assertEqual(there["action"]["res_id"], policy.id)
        self.make("ecommerce", ["attendance"])
        found = self.env["cs.attendance.policy"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(found.ids, policy.ids)
        self.assertTrue(self.items().is_found)

    def test_a_deleted_draft_is_made_anew(self):
        made = self.make("ecommerce", ["scheme"])
        [scheme] = self.policies(made)
        scheme.with_user(self.users["hr"]).unlink()
        self.assertFalse(self.parts("ecommerce")["scheme"]["count"])
        self.make("ecommerce", ["scheme"])
        self.assertTrue(self.parts("ecommerce")["scheme"]["count"])
        self.assertEqual(len(self.items()), 1)

    def test_it_tells_when_all_is_ready(self):
        """Categories and team, which others make, are not waited for."""
        self.approve(self.policies(self.make("ecommerce")))
        data = self.as_role("hr").load()
        self.assertEqual((data["done"], data["can_make"]), (data["total"], False))

    def test_the_page_comes_back_to_what_was_chosen_last(self):
        self.make("retail", ["payroll"], department=self.department.id)
        data = self.as_role("hr").load()
        self.assertEqual(
            (data["kind"], data["department_id"]), ("retail", self.department.id)
        )
        self.assertEqual((data["made"], data["done"]), (1, 0))

    # Bad input: a clear word, and nothing made

    def test_refusals(self):
        part = self.parts("ecommerce")["payroll"]["id"]
        foreign = self.env["cs.setup.part"].search([("code", "=", "book_points")]).id
        stranger = self.env["hr.department"].create(
            {
                "name": "Elsewhere",
                "company_id": self.env["res.company"].create({"name": "Other"}).id,
            }
        )
        close_month(self.env, self.company, "2025-04-01")
        for args, text in (
            (("casino", False, FIRST, [part]), "kinds of company"),
            ((False, False, FIRST, [part]), "kinds of company"),
            (("ecommerce", stranger.id, FIRST, [part]), "department of Star Ripple"),
            (("ecommerce", "1 OR 1", FIRST, [part]), "department of Star Ripple"),
            (("ecommerce", False, "next week", [part]), "as a date"),
            (("ecommerce", False, "", [part]), "as a date"),
            (("ecommerce", False, 7, [part]), "as a date"),
            (("ecommerce", False, "2025-04-30", [part]), "closed.*ALL-05"),
            (("ecommerce", False, FIRST, []), "at least one"),
            (("ecommerce", False, FIRST, [part, foreign]), "at least one"),
            (("ecommerce", False, FIRST, ["x"]), "at least one"),
            (("ecommerce", False, FIRST, 5), "at least one"),
        ):
            with self.subTest(args), self.assertRaisesRegex(UserError, text):
                self.as_role("hr").make(*args)
        self.assertFalse(self.items())

    def test_all_or_nothing(self):
        """HR officers make no ticket categories: then nothing is made at all."""
        parts = self.parts("ecommerce")
        self.assertTrue(parts["category"]["obstacle"])
        chosen = [parts["payroll"]["id"], parts["category"]["id"]]
        before = self.counts()
        # Odoo rolls back what is done inside, as a request does.
        with self.assertRaises(UserError) as caught:
            self.as_role("hr").make("ecommerce", False, FIRST, chosen)
        self.assertIn("Helpdesk managers", str(caught.exception))
        self.assertEqual(self.counts(), before)
        self.assertFalse(self.items())

    # Who may

    def test_who_may_not(self):
        part = self.parts("ecommerce")["payroll"]["id"]
        for role in ("agent", "leader", "supervisor", "payroll", "gm"):
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    self.as_role(role).load()
                with self.assertRaises(AccessError):
                    self.as_role(role).make("ecommerce", False, FIRST, [part])
                for name in ("cs.setup.item", "cs.setup.part"):
                    with self.assertRaises(AccessError):
                        self.env[name].with_user(self.users[role]).search([])
        self.assertFalse(self.items())

    def test_administrators_propose_no_policy(self):
        """TRUST.md: technical administration is not business approval."""
        parts = self.parts("ecommerce", "admin")
        self.assertTrue(parts["scheme"]["obstacle"])
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.make("ecommerce", ["scheme"], "admin")
        self.make("ecommerce", ["scheme"])
        shown = self.parts("ecommerce", "admin")["scheme"]
        self.assertEqual((shown["count"], shown["action"]), (1, False))
        manager = self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        self.users["admin"].group_ids += manager
        made = self.make("ecommerce", ["category"], "admin")
        self.assertEqual(made["category"]["count"], 6)

    def test_items_are_kept(self):
        self.make("ecommerce", ["payroll"])
        item = self.items()
        other = {"part_id": item.part_id.id, "kind": "field"}
        for role in ("hr", "admin"):
            mine = item.with_user(self.users[role])
            for attempt in (
                lambda mine=mine: mine.write({"is_found": True}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.copy(),
                lambda mine=mine: mine.create(other),
            ):
                with self.subTest(role), self.assertRaises(UserError):  # or AccessError
                    attempt()
        with self.assertRaises(UserError):
            item.sudo().write({"res_ids": [1]})

    def test_with_an_addon_its_items_go(self):
        self.make("ecommerce", ["payroll", "scheme"])
        self.env["cs.setup.part"].search([("code", "=", "payroll")]).unlink()
        self.env.invalidate_all()
        self.assertEqual(self.items().part_id.code, "scheme")

    def test_companies_are_apart(self):
        self.make("ecommerce", ["payroll", "scheme"])
        other = self.env["res.company"].create({"name": "Other"})
        hr = self.users["hr"]
        hr.company_ids += other
        there = self.Setup.with_user(hr).with_context(allowed_company_ids=other.ids)
        data = there.load("ecommerce")
        self.assertEqual(data["made"], 0)
        item = self.env["cs.setup.item"].with_user(hr)
        item = item.with_context(allowed_company_ids=other.ids)
        self.assertFalse(item.search([]))
        ids = [
            part["id"]
            for area in data["areas"]
            for part in area["parts"]
            if part["name"] == "Payroll policy"
        ]
        there.make("ecommerce", False, FIRST, ids)
        self.assertEqual(len(self.items(other)), 1)
        self.assertEqual(len(self.items()), 2)

    # First thing

    def test_it_comes_first_while_nothing_is_there(self):
        first = self.env.ref("cs_base.cs_setup_first_menu").id
        for name in self.env.registry.descendants(["cs.policy.mixin"], "_inherit"):
            if not self.env[name]._abstract:
                table = SQL.identifier(self.env[name]._table)
                self.env.cr.execute(SQL("DELETE FROM %s", table))
        self.env.invalidate_all()
        Menu = self.env["ir.ui.menu"].with_user(self.users["hr"])
        self.assertIn(first, Menu.load_menus(False))
        self.assertNotIn(first, Menu.with_user(self.users["agent"]).load_menus(False))
        self.make("ecommerce", ["payroll"])
        self.assertNotIn(first, Menu.load_menus(False))

    def test_what_is_missing_before(self):
        lines = self.as_role("hr").load()["before"]
        self.assertEqual([line["is_ok"] for line in lines], [True, True, True, False])
        self.company.cs_general_manager_id = False
        lines = self.as_role("hr").load()["before"]
        self.assertEqual([line["is_ok"] for line in lines], [True, True, False, False])
        self.assertFalse(lines[2]["action"])
        self.assertTrue(self.as_role("admin").load()["before"][2]["action"])


@tagged("post_install", "-at_install", "cs_suite", "cs_setup")
class TestSetupMonth(SetupCase):
    """From the assistant to the statements of a month, no setting in between."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people.pop("admin").unlink()

    def test_a_month_is_closed_without_further_settings(self):
        made = self.make("after_sales")
        self.approve(self.policies(made))
        for person in self.people.values():
            self.punch(person)
        with freeze_time("2025-07-08 02:00"):
            period = self.env["cs.period"]._open_month(self.company, JUNE[0])
            for step in period.step_ids:
                self.compute(step)
            statements = self.env["cs.incentive.statement"].search(
                [("company_id", "=", self.company.id), ("month", "=", JUNE[0])]
            )
            self.assertEqual(statements.employee_id, self.everybody())
            for one in statements:
                lines = dict(one.line_ids.mapped(lambda line: (line.code, line.amount)))
                self.assertEqual(lines["BASE"], 800)
                self.assertEqual(lines["FULL"], 200)
                self.assertGreaterEqual(one.total, 1000)
            self.settle(statements)

    def everybody(self):
        return self.env["hr.employee"].union(*self.people.values())

    def punch(self, person):
        """Every working day of June from 07:50 to 17:10."""
        for day in JUNE:
            if day.weekday() < 5:
                for moment in (at("07:50", day), at("17:10", day)):
                    self.env.cr.execute(
                        SQL(
                            "INSERT INTO cs_punch (company_id, employee_id, moment,"
                            " local_moment, source, received_at)"
                            " VALUES (%s, %s, %s, %s, 'file', %s)",
                            self.company.id,
                            person.id,
                            moment,
                            moment + timedelta(hours=8),
                            moment,
                        )
                    )

    def compute(self, step):
        """As the close does it, a batch after the other."""
        handler = step.type_id._handler()
        if step.type_id.computes:
            cursor = None
            while True:
                _done, cursor = handler._period_run(step.period_id, cursor, 1000)
                if cursor is None:
                    break
        if step.code == "attendance_exception":
            self.env["cs.attendance.day"]._judge(self.everybody(), JUNE[0], JUNE[-1])

    def settle(self, statements):
        """Reviewed by HR, approved by the general manager; the own ones by others."""
        hr, gm = self.people["hr"], self.people["gm"]
        others = statements.filtered(lambda one: one.employee_id not in hr | gm)
        others.with_user(self.users["hr"]).action_review()
        others.with_user(self.users["gm"]).action_approve()
        self.assertEqual(set(others.mapped("state")), {"approved"})
