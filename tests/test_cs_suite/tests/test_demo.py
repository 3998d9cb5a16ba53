import csv
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .common import ROLES, DemoCase, demo_logins, load_demo_company


@tagged("post_install", "-at_install", "cs_suite", "cs_demo")
class TestDemo(DemoCase):
    def people(self, **context):
        return (
            self.env["hr.employee"]
            .with_context(**context)
            .search([("company_id", "=", self.company.id)])
        )

    def test_loads_a_second_time_and_changes_nothing(self):
        before = self.people(active_test=False)
        versions, users = before.version_ids, before.user_id
        booked = self.ledger()
        self.assertEqual(load_demo_company(self.env), [])
        self.assertEqual(self.ledger(), booked)
        after = self.people(active_test=False)
        self.assertEqual(after, before)
        self.assertEqual(after.version_ids, versions)
        self.assertEqual(after.user_id, users)

    def ledger(self):
        """What is booked, entered and proposed of incentives."""
        return [
            self.env[f"cs.{model}"].search([])
            for model in (
                "incentive.item",
                "incentive.statement",
                "incentive.scheme",
                "incentive.deal",
                "discipline.entry",
            )
        ]

    def test_incomes_of_two_months(self):
        """INC-30: the older month paid and told, the newer one under way."""
        today = self.company._cs_today()
        older, newer = (
            self.env["cs.incentive.statement"].search(
                [
                    ("company_id", "=", self.company.id),
                    ("month", "=", today + relativedelta(months=-months, day=1)),
                ]
            )
            for months in (2, 1)
        )
        self.assertEqual(set(older.mapped("state")), {"paid"})
        self.assertEqual(set(older.mapped("is_told")), {True})
        self.assertEqual(set(newer.mapped("state")), {"computed", "reviewed"})
        # INC-28: what is above the limit is carried from one month to the next.
        carried = sum(older.mapped("carried_out"))
        self.assertGreater(carried, 0)
        self.assertAlmostEqual(sum(newer.mapped("carried_in")), -carried)
        late = newer.item_ids.filtered(lambda item: item.month != item.for_month)
        # A fine and its joint one of the older month, cancelled after its approval.
        self.assertEqual(sorted(late.mapped("amount")), [50, 100])

    def test_pay_runs_of_two_months(self):
        """INC-31: approved by three people, each slip equal to its statement."""
        runs = self.env["hr.payslip.run"].search(
            [("company_id", "=", self.company.id), ("cs_month", "!=", False)]
        )
        self.assertEqual(runs.mapped("cs_state"), ["approved"] * 2)
        for run in runs:
            makers = run.cs_handed_by_id | run.cs_received_by_id | run.cs_approved_by_id
            self.assertEqual(len(makers), 3)
            for slip in run.slip_ids:
                self.assertEqual(slip.cs_statement_total, slip.cs_statement_id.total)

    def test_discipline_in_all_states(self):
        """INC-21, INC-26, ALL-02: among them a joint one, one upheld, one waiting."""
        entries = self.env["cs.discipline.entry"].search(
            [("company_id", "=", self.company.id)]
        )
        states = {"draft", "submitted", "approved", "refused"}
        self.assertEqual(set(entries.mapped("state")), states)
        self.assertTrue(entries.joint_of_id and entries.reverses_id)
        proposed = self.env.ref("cs_incentive.scheme_presale1_next_demo")
        self.assertEqual(proposed.state, "proposed")

    def test_about_forty_people_in_nine_departments(self):
        people = self.people()
        self.assertEqual(len(people), 43)
        self.assertEqual(len(self.people(active_test=False)), 44)
        self.assertEqual(len(people.department_id), 9)
        self.assertEqual(len(set(people.mapped("name"))), 43)
        service = self.env.ref("cs_base.department_service_demo")
        members = people.filtered(
            lambda person: person.department_id in service | service.child_ids
        )
        self.assertEqual(len(members), 33)

    def test_everybody_has_a_way_up_to_the_general_manager(self):
        head = self.company.cs_general_manager_id
        self.assertEqual(head, self.person("shen_zhiyuan"))
        for person in self.people() - head:
            seen = person
            while seen[-1:].parent_id:
                self.assertNotIn(seen[-1:].parent_id, seen, "a circle of managers")
                seen += seen[-1:].parent_id
            self.assertEqual(seen[-1:], head, person.name)
        self.assertTrue(
            all(person.department_id.manager_id for person in self.people())
        )

    def test_every_department_is_headed_by_one_of_its_own(self):
        for department in self.people().department_id:
            self.assertEqual(department.manager_id.department_id, department)

    def test_the_awkward_cases_of_last_month(self):
        first = date.today() + relativedelta(months=-1, day=1)
        last = first + relativedelta(day=31)
        joined = self.person("qin_shuo").contract_date_start
        self.assertTrue(first <= joined <= last)
        mover = self.person("hu_xinyue")
        self.assertEqual(
            mover.version_ids.department_id,
            self.env.ref("cs_base.department_presale2_demo")
            | self.env.ref("cs_base.department_aftersale_demo"),
        )
        self.assertTrue(first < mover.current_version_id.date_version <= last)
        self.assertEqual(mover.parent_id, mover.department_id.manager_id)
        raised = self.person("zeng_yuheng")
        self.assertEqual(raised.version_ids.mapped("wage"), [5400, 5900])
        leaver = self.person("song_yanan")
        self.assertEqual(leaver.contract_date_end, date.today() + relativedelta(day=31))
        gone = self.person("guo_jingyi")
        self.assertFalse(gone.active)
        self.assertTrue(first <= gone.departure_date < last)

    def test_users_match_people_and_read_chinese(self):
        with file_open("cs_base/demo/people.csv") as table:
            people = [row for row in csv.DictReader(table) if row["login"]]
        logins = demo_logins()
        self.assertEqual({row["login"] for row in people}, set(logins) - {"customer"})
        for row in people:
            user, person = self.user(row["login"]), self.person(row["key"])
            self.assertEqual(user.name, logins[row["login"]]["name"])
            self.assertEqual(person.user_id, user)
            self.assertEqual(person.name, user.name)
            self.assertEqual((user.lang, user.tz), ("zh_CN", "Asia/Shanghai"))
            self.assertEqual(user.company_ids, self.company)
        self.assertTrue(self.user("customer")._is_portal())
        self.assertFalse(self.user("customer").employee_ids)

    def test_english_is_one_click_away(self):
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        self.assertEqual(sorted(codes), ["en_US", "zh_CN"])

    def test_every_role_signs_in_with_the_printed_password(self):
        for login in (*ROLES, "customer"):
            with self.subTest(login=login):
                self.authenticate(None, None)
                answer = self.make_jsonrpc_request(
                    "/web/session/authenticate",
                    {
                        "db": self.cr.dbname,
                        "login": login,
                        "password": demo_logins()[login]["password"],
                    },
                )
                self.assertEqual(answer["uid"], self.user(login).id)

    def test_a_wrong_password_is_refused(self):
        self.authenticate(None, None)
        with (
            mute_logger("odoo.http", "odoo.addons.base.models.res_users"),
            self.assertRaisesRegex(Exception, "AccessDenied"),
        ):
            self.make_jsonrpc_request(
                "/web/session/authenticate",
                {"db": self.cr.dbname, "login": "gm", "password": "agent"},
            )
