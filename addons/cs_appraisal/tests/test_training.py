from datetime import date, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .talk_case import make_appraisal
from .training_case import NOW, TrainingCase


@tagged("cs_appraisal", "cs_training")
@freeze_time(NOW)
class TestTraining(TrainingCase):
    """APP-11: courses, exams, certificates, and what follows."""

    def test_a_third_missed_is_not_taking_part(self):
        self.assertEqual(self.course.minutes, 480)
        self.miss("agent", 160)
        self.miss("agent2", 159)
        self.close(agent=100, agent2=60)
        self.assertEqual(self.row("agent").result, "absent")
        self.assertEqual(self.row("agent2").result, "passed")
        self.assertFalse(self.row("agent").certificate_number)

    def test_pass_mark_is_included(self):
        self.close(agent=59.99, agent2=60)
        self.assertEqual(self.row("agent").result, "failed")
        self.assertEqual(self.row("agent2").result, "passed")

    def test_everybody_has_a_result(self):
        self.row("agent").score = 80
        self.course.action_start()
        with self.assertRaisesRegex(UserError, "exam is missing.*agent2"):
            self.course.action_close()
        self.row("agent2").is_examined = True
        self.course.action_close()
        self.assertEqual(self.row("agent2").result, "failed")

    def test_not_before_its_last_session_is_over(self):
        self.row("agent").score = self.row("agent2").score = 80
        self.course.action_start()
        with freeze_time("2025-06-10 04:59:00"), self.assertRaises(UserError):
            self.course.action_close()

    def test_explained(self):
        self.close(agent=50, agent2=60)
        texts = self.by("agent2", self.row("agent2")).get_explanation()
        self.assertIn("APP-11", str(texts))
        self.assertIn("60 points", str(texts))

    def test_frozen_once_finished(self):
        self.close(agent=50, agent2=60)
        row = self.row("agent").sudo()
        for act in (
            lambda: row.write({"score": 99}),
            lambda: row.write({"result": "passed"}),
            lambda: row.write({"certificate_number": "X"}),
            lambda: row.write({"miss_ids": [Command.clear()]}),
            lambda: self.course.write({"pass_mark": 10}),
            lambda: self.course.write({"state": "planned"}),
            lambda: self.course.write({"participant_ids": [Command.clear()]}),
            lambda: self.course.session_ids.write({"stop_at": "2025-06-10 09:00:00"}),
            row.unlink,
            self.course.unlink,
            self.course.session_ids.unlink,
        ):
            with self.assertRaises(UserError):
                act()

    def test_certificate_and_permission(self):
        self.close(agent=50, agent2=60)
        row = self.row("agent2")
        self.assertTrue(row.certificate_number.startswith("PX2025-"))
        self.assertEqual(row.certified_on, date(2025, 6, 11))
        people = self.by("leader", self.env["hr.employee.public"])
        public = people.browse(self.people["agent2"].id)
        self.assertEqual(public.cs_post_permitted_on, date(2025, 6, 11))
        public = people.browse(self.people["agent"].id)
        self.assertFalse(public.cs_post_permitted_on)
        Print = self.env["report.cs_appraisal.training_certificate_print"]
        [page] = Print._get_report_values(row.ids)["pages"]
        self.assertIn("Service basics", page["text"])
        self.assertIn("May start", page["permit"])
        with self.assertRaises(UserError):
            Print._get_report_values(self.row("agent").ids)

    def test_once_a_course(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["cs.training.participant"].create(
                {"course_id": self.course.id, "employee_id": self.people["agent"].id}
            )

    def test_who_fails_is_trained_again(self):
        self.close(agent=50, agent2=60)
        need = self.needs("agent", "retraining")
        self.assertEqual(need.failed_id, self.row("agent"))
        self.assertEqual(need.due_on, date(2025, 8, 10))
        self.assertFalse(self.needs("agent2", "retraining"))
        again = self.make_course(people=())
        action = self.by("hr", need).action_ask_plan()
        Plan = self.env["cs.training.plan"].with_user(self.users["hr"])
        Plan.with_context(**action["context"]).create(
            {"course_id": again.id}
        ).action_confirm()
        row = self.row("agent", again)
        self.assertEqual(row.retrains_id, self.row("agent"))
        self.close(again, agent=70)
        self.assertEqual((need.state, need.participant_id), ("met", row))

    def test_dropped_course_releases_its_needs(self):
        self.close(agent=50, agent2=60)
        need = self.needs("agent", "retraining")
        again = self.make_course(people=())
        self.by("hr", need)._plan(again)
        again.action_cancel()
        self.assertFalse(need.course_id)
        self.assertEqual(need.state, "open")

    def test_corrected_by_the_general_manager(self):
        self.close(agent=50, agent2=60)
        row, need = self.row("agent"), self.needs("agent", "retraining")
        Correction = self.env["cs.training.correction"].with_user(self.users["hr"])
        one = Correction.create(
            {"participant_id": row.id, "score": 65, "reason": "Sheet misread"}
        )
        one.action_submit()
        for role in ("hr", "agent", "leader"):
            with self.subTest(role), self.assertRaises(UserError):
                self.by(role, one).action_approve()
        self.by("gm", one).action_approve()
        self.assertEqual((row.result, row.score), ("passed", 65))
        self.assertTrue(row.certificate_number)
        self.assertTrue(need)
        back = Correction.create(
            {"participant_id": row.id, "score": 10, "reason": "Wrong person"}
        )
        back.action_submit()
        self.by("gm", back).action_approve()
        self.assertEqual((row.result, row.certificate_number), ("failed", False))

    def test_appeal(self):
        self.close(agent=50, agent2=60)
        mine = self.by("agent", self.row("agent"))
        self.assertTrue(mine.can_appeal)
        self.assertFalse(self.by("leader", self.row("agent")).can_appeal)
        mine.action_appeal()

    def test_evaluated_by_who_was_there_and_the_superior(self):
        self.close(agent=50, agent2=60)
        mine = self.by("agent2", self.row("agent2"))
        self.word(mine.action_ask_evaluate(), "agent2", rating="4", note="Good")
        self.assertEqual(self.course.rating_average, 4)
        with self.assertRaises(AccessError):
            self.word(mine.action_ask_evaluate(), "agent2", rating="5")
        with self.assertRaises(AccessError):
            self.word(mine.action_ask_evaluate(), "leader", rating="5")
        theirs = self.by("leader", self.row("agent2"))
        ask = theirs.action_ask_effect()
        with self.assertRaises(AccessError):  # too early
            self.word(ask, "leader", rating="3")
        with freeze_time("2025-07-10 02:00:00"):
            self.row("agent2").invalidate_recordset()
            self.word(ask, "leader", rating="3", note="Calmer")
        self.assertEqual(self.course.effect_average, 3)

    def test_problem_is_told_at_once(self):
        self.course.action_start()
        ask = self.by("agent", self.course).action_ask_problem()
        Message = self.env["mail.message"]
        last = Message.search([], order="id desc", limit=1).id
        self.word(ask, "agent", note="The projector is broken")
        told = Message.search([("id", ">", last)])
        self.assertIn(self.users["hr"].partner_id, told.partner_ids)
        problem = self.course.problem_ids
        with self.assertRaises(AccessError):
            self.by("agent", problem).action_ask_answer()
        answer = self.by("hr", problem).action_ask_answer()
        self.word(answer, "hr", note="Another room")
        self.assertEqual(problem.answer, "Another room")
        with self.assertRaises(AccessError):
            self.word(ask, "payroll", note="Not mine")

    def test_report(self):
        self.close(agent=50, agent2=60)
        Print = self.env["report.cs_appraisal.training_course_print"]
        values = Print.with_user(self.users["hr"])._get_report_values(self.course.ids)
        [page] = values["pages"]
        self.assertEqual(len(page["people"]), 2)
        html = self.env["ir.qweb"]._render("cs_appraisal.training_course_print", values)
        self.assertIn("Service basics", str(html))

    def test_session_of_another_course(self):
        other = self.make_course()
        with self.assertRaises(ValidationError):
            self.row("agent").miss_ids = [
                Command.create({"session_id": other.session_ids[0].id})
            ]
        with self.assertRaises(ValidationError):
            self.miss("agent", 241)


@tagged("cs_appraisal", "cs_training")
@freeze_time(NOW)
class TestTrainingNeed(TrainingCase):
    """APP-11: who is to be trained, found every night, each once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.employee"].search(
            [("company_id", "=", cls.company.id)]
        ).version_id.write({"contract_date_start": "2024-01-01"})
        cls.maker = cls.env["cs.training.need.maker"]
        cls.newcomer = cls.env["hr.employee"].create(
            {
                "name": "Newcomer",
                "company_id": cls.company.id,
                "department_id": cls.group_one.id,
                "date_version": "2025-06-05",
            }
        )

    def test_newcomers_within_a_week(self):
        self.maker._make(self.company)
        self.maker._make(self.company)
        need = self.env["cs.training.need"].search([("why", "=", "newcomer")])
        self.assertEqual(need.employee_id, self.newcomer)
        self.assertEqual(need.due_on, date(2025, 6, 12))
        for day, late in (("12", False), ("13", True)):
            with freeze_time(f"2025-06-{day} 02:00:00"):
                need.invalidate_recordset(["is_overdue"])
                self.assertIs(need.is_overdue, late)

    def test_met_by_passing(self):
        self.maker._make(self.company)
        course = self.make_course(people=())
        course.participant_ids = [
            Command.create({"employee_id": self.newcomer.id, "score": 70})
        ]
        self.close(course)
        need = self.env["cs.training.need"].search([("why", "=", "newcomer")])
        self.assertEqual(need.state, "met")
        self.assertEqual(need.participant_id, course.participant_ids)

    def test_managers_each_half_year(self):
        self.maker._make(self.company)
        who = self.env["cs.training.need"].search([("why", "=", "manager")])
        leading = self.people["leader"] | self.people["supervisor"]
        self.assertEqual(who.employee_id, leading)
        # who never had one has half a year from the day first seen to lead
        self.assertEqual(set(who.mapped("due_on")), {date(2025, 12, 11)})
        course = self.make_course(people=("leader",), kind="manager")
        self.close(course, leader=90)
        self.assertEqual(self.needs("leader", "manager").state, "met")
        self.maker._make(self.company)
        following = self.needs("leader", "manager").filtered(
            lambda need: need.state == "open"
        )
        self.assertEqual(following.due_on, date(2025, 12, 10))
        self.maker._make(self.company)
        self.assertEqual(len(self.needs("leader", "manager")), 2)

    def test_trained_before_the_job_came_to_it(self):
        course = self.make_course(people=())
        course.participant_ids = [
            Command.create({"employee_id": self.newcomer.id, "score": 70})
        ]
        self.close(course)
        self.maker._make(self.company)
        self.assertFalse(
            self.env["cs.training.need"].search([("why", "=", "newcomer")])
        )

    def test_grades_send_people_once_the_manager_agreed(self):
        appraisal = make_appraisal(self)
        result = self.env["cs.appraisal.result"]._kept_create(
            [
                {
                    "appraisal_id": appraisal.id,
                    "cycle_id": appraisal.cycle_id.id,
                    "company_id": self.company.id,
                    "employee_id": appraisal.employee_id.id,
                    "month": "2025-06-01",
                }
            ]
        )
        one = self.env["cs.appraisal.consequence"]._proposal_create(
            [
                {
                    "result_id": result.id,
                    "company_id": self.company.id,
                    "employee_id": appraisal.employee_id.id,
                    "kind": "training",
                    "month": "2025-06-01",
                }
            ]
        )
        self.maker._make(self.company)
        self.assertFalse(self.needs("agent", "grade"))
        one._decision_write({"state": "approved"})
        self.maker._make(self.company)
        self.maker._make(self.company)
        need = self.needs("agent", "grade")
        self.assertEqual((need.consequence_id, need.due_on), (one, date(2025, 8, 10)))

    def test_need_is_noted_once_by_the_database(self):
        self.maker._note(self.newcomer, "newcomer", "x", date(2025, 6, 12))
        need = self.env["cs.training.need"].search([("key", "=", "x")])
        vals = {
            "employee_id": self.newcomer.id,
            "why": "newcomer",
            "key": "x",
            "due_on": "2025-06-12",
        }
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["cs.training.need"]._kept_create([vals])
        self.assertEqual(len(need), 1)

    def test_wishes_are_entered(self):
        Need = self.env["cs.training.need"].with_user(self.users["agent"])
        need = Need.create({"topic": " Calm  calls ", "why": "grade", "state": "met"})
        self.assertEqual((need.topic, need.why), ("Calm calls", "survey"))
        self.assertEqual((need.state, need.employee_id), ("open", self.people["agent"]))
        with self.assertRaises(AccessError):
            Need.create({"topic": "Excel", "employee_id": self.people["agent2"].id})
        Need.with_user(self.users["leader"]).create(
            {"topic": "Excel", "employee_id": self.people["agent2"].id}
        )
        with self.assertRaises(UserError):
            Need.create({"topic": "  "})
        for act in (
            lambda: need.write({"state": "met"}),
            need.unlink,
            need.copy,
            need.action_ask_drop,
            need.action_ask_plan,
        ):
            with self.assertRaises(UserError):
                act()
        self.word(self.by("hr", need).action_ask_drop(), "hr", note="Had it")
        self.assertEqual((need.state, need.dropped_why), ("dropped", "Had it"))

    def test_waiting(self):
        self.maker._make(self.company)
        with freeze_time("2025-06-13 02:00:00"):
            rows = self.waiting("hr")
            self.assertEqual(rows.get("training_overdue"), 1)
            self.assertNotIn("training_overdue", self.waiting("agent"))
        self.close(agent=60, agent2=70)
        self.assertEqual(self.waiting("agent").get("training_evaluate"), 1)
        with freeze_time(str(self.course.date_to + timedelta(days=30)) + " 02:00:00"):
            self.assertEqual(self.waiting("leader").get("training_effect"), 2)

    def waiting(self, role):
        page = self.env["cs.waiting"].with_user(self.users[role])
        page = page.with_context(allowed_company_ids=self.company.ids)
        return {
            row["code"]: row["count"]
            for section in page.load()["sections"]
            for row in section["rows"]
        }
