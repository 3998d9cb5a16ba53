from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .training_case import NOW, TrainingCase


@tagged("cs_appraisal", "cs_training")
class TestTrainingMoney(TrainingCase):
    """APP-11: external courses, fees given back and fees paid back."""

    def request(self, role="agent", **vals):
        Request = self.env["cs.training.request"].with_user(self.users[role])
        values = {
            "name": "Level 3",
            "provider": "Institute",
            "is_qualification": True,
            "cost": 1200,
            "date_from": "2025-05-01",
            "date_to": "2025-06-01",
            "reason": "Career",
        }
        return Request.create(values | vals)

    def approved(self):
        request = self.request()
        request.action_submit()
        self.by("leader", request).action_approve()
        self.by("hr", request).action_approve()
        return request

    def handed_in(self, paid=1280):
        request = self.approved()
        request.write(
            {"certificate_number": "C-1", "paid": paid, "ended_on": "2025-06-01"}
        )
        return request

    def test_superior_then_hr(self):
        request = self.request()
        request.action_submit()
        for role in ("agent", "agent2", "hr", "payroll"):
            with self.subTest(role), self.assertRaises(UserError):
                self.by(role, request).action_approve()
        self.by("leader", request).action_approve()
        self.assertEqual(request.state, "submitted")
        self.by("hr", request).action_approve()
        self.assertEqual(request.state, "approved")

    def test_an_approval_is_taken_back_until_the_certificate_is_there(self):
        request = self.approved()
        hr = self.by("hr", request)
        self.assertTrue(hr.can_undo_decision)
        hr.action_undo_decision()
        self.assertEqual(request.state, "submitted")
        hr.action_approve()
        request.write(
            {"certificate_number": "C-1", "paid": 1, "ended_on": "2025-06-01"}
        )
        with self.assertRaisesRegex(UserError, "handed in"):
            hr.action_undo_decision()
        self.assertEqual(request.state, "approved")

    def test_certificate_before_money(self):
        draft = self.request()
        with self.assertRaises(UserError):
            draft.write({"paid": 100})
        with self.assertRaises(UserError):
            self.by("hr", draft).action_reimburse()
        request = self.approved()
        with self.assertRaisesRegex(UserError, "certificate"):
            self.by("hr", request).action_reimburse()
        request.write({"paid": 1280, "ended_on": "2025-06-01"})
        with self.assertRaisesRegex(UserError, "certificate"):
            self.by("hr", request).action_reimburse()
        request.certificate_number = "C-1"
        for role in ("agent", "leader", "payroll", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.by(role, request).action_reimburse()
        self.by("hr", request).action_reimburse()
        self.assertEqual(request.reimbursed, 1200)
        with self.assertRaises(UserError):
            self.by("hr", request).action_reimburse()
        with self.assertRaises(UserError):
            request.write({"paid": 5000})

    def test_frozen_once_submitted(self):
        request = self.approved()
        for vals in ({"cost": 9}, {"state": "draft"}, {"is_qualification": False}):
            with self.subTest(vals), self.assertRaises(UserError):
                request.write(vals)
        with self.assertRaises(UserError):
            request.unlink()
        with self.assertRaises(UserError):
            self.request(state="approved")

    def test_no_more_than_was_paid_and_once(self):
        request = self.handed_in(900.5)
        self.by("hr", request).action_reimburse()
        self.assertEqual(request.reimbursed, 900.5)
        row = request.sudo().reimbursement_ids
        for act in (lambda: row.write({"amount": 1}), row.unlink, row.copy):
            with self.assertRaises(UserError):
                act()
        vals = row.read(load=False)[0]
        names = ("request_id", "company_id", "employee_id", "paid", "approved")
        names += ("amount", "ended_on", "confirmed_on", "confirmed_by_id")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            row._kept_create([{name: vals[name] for name in names}])

    def leave(self, day):
        self.people["agent"].sudo().departure_date = day
        self.env["cs.training.obligation"]._refresh(self.company)
        return self.env["cs.training.obligation"].search([])

    def test_paid_back_within_four_years(self):
        self.by("hr", self.handed_in()).action_reimburse()
        self.assertFalse(self.leave(False))
        owed = self.leave("2029-06-01")
        self.assertEqual((owed.amount, owed.state), (1200, "open"))
        self.assertEqual(owed.until, date(2029, 6, 1))
        self.assertIn("APP-11", str(self.by("payroll", owed).get_explanation()))
        owed = self.leave("2029-06-02")
        self.assertEqual((owed.amount, owed.state), (0, "void"))
        owed = self.leave("2025-07-01")
        self.assertEqual((owed.amount, owed.state), (1200, "open"))
        self.assertEqual(self.leave(False).state, "void")

    def test_settled_stays(self):
        self.by("hr", self.handed_in()).action_reimburse()
        owed = self.leave("2025-07-01")
        for role in ("agent", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.by(role, owed).action_ask_settle()
        self.word(
            self.by("payroll", owed).action_ask_settle(), "payroll", note="Withheld"
        )
        self.assertEqual((owed.state, owed.note), ("settled", "Withheld"))
        self.assertEqual(self.leave("2030-01-01").state, "settled")
        for act in (lambda: owed.write({"amount": 0}), owed.unlink):
            with self.assertRaises(UserError):
                act()

    def test_qualification_course_of_the_company(self):
        course = self.make_course(kind="qualification", fee=3000)
        self.close(course, agent=10, agent2=90)
        owed = self.leave("2025-12-31")
        self.assertEqual(owed.participant_id, self.row("agent", course))
        self.assertEqual(owed.amount, 3000)
        Course = self.env["cs.training.course"].with_user(self.users["agent"])
        with self.assertRaises(AccessError):
            Course.browse(course.id).read(["fee"])


@tagged("cs_appraisal", "cs_training")
@freeze_time(NOW)
class TestTrainingAccess(TrainingCase):
    """Who reads what of courses, and what nobody writes (TRUST.md)."""

    def sees(self, role, model):
        return self.env[model].with_user(self.users[role]).search([])

    def test_results_of_others_stay_hidden(self):
        self.close(agent=50, agent2=60)
        both = self.course.participant_ids
        for role, count in (
            ("agent", 1),
            ("payroll", 0),
            ("leader", 2),
            ("supervisor", 2),
            ("hr", 2),
            ("gm", 2),
        ):
            with self.subTest(role):
                seen = self.sees(role, "cs.training.participant")
                self.assertEqual(len(seen & both), count)
        with self.assertRaises(AccessError):
            self.by("agent", self.row("agent2")).read(["score"])

    def test_nobody_but_hr_enters(self):
        row = self.row("agent")
        for role in ("agent", "leader", "supervisor", "payroll", "gm", "admin"):
            for act in (
                lambda r: r.write({"score": 100}),
                lambda r: r.write({"result": "passed"}),
                lambda r: r.write({"is_examined": True}),
                lambda r: r.unlink(),
                lambda r: r.course_id.write({"pass_mark": 1}),
                lambda r: r.course_id.action_start(),
                lambda r: r.course_id.action_close(),
                lambda r: r.course_id.action_cancel(),
            ):
                with self.subTest(role), self.assertRaises(UserError):
                    act(self.by(role, row))

    def test_hr_enters_nothing_of_the_own(self):
        course = self.make_course(people=("hr", "agent"))
        row = self.by("hr", self.row("hr", course))
        for vals in ({"score": 100}, {"is_examined": True}):
            with self.subTest(vals), self.assertRaises(AccessError):
                row.write(vals)
        with self.assertRaises(AccessError):
            self.make_course(
                people=(),
                participant_ids=[
                    (0, 0, {"employee_id": self.people["hr"].id, "score": 99})
                ],
            )
        with self.assertRaises(AccessError):
            self.env["cs.training.miss"].with_user(self.users["hr"]).create(
                {"participant_id": row.id, "session_id": course.session_ids[0].id}
            )

    def test_results_are_not_written(self):
        row = self.row("agent")
        for vals in (
            {"result": "passed"},
            {"certificate_number": "PX-1"},
            {"certified_on": "2025-01-01"},
            {"missed_part": 1000},
            {"minutes_missed": 1},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                row.write(vals)
        for context in ({"default_result": "passed"}, {"default_state": "closed"}):
            course = self.env["cs.training.course"].with_user(self.users["hr"])
            made = course.with_context(**context).create(
                {
                    "name": "Forged",
                    "company_id": self.company.id,
                    "participant_ids": [
                        (0, 0, {"employee_id": self.people["agent"].id})
                    ],
                }
            )
            self.assertEqual(
                (made.state, made.participant_ids.result), ("planned", "open")
            )

    def test_kept_records_are_not_made(self):
        row = self.row("agent")
        for model, vals in (
            (
                "cs.training.evaluation",
                {"participant_id": row.id, "side": "person", "rating": 5},
            ),
            ("cs.training.problem", {"course_id": self.course.id, "what": "x"}),
            ("cs.training.obligation", {"name": "x"}),
            ("cs.training.reimbursement", {"amount": 1}),
        ):
            for role in ("agent", "hr", "gm", "admin"):
                with (
                    self.subTest((model, role)),
                    self.assertRaises(UserError),
                ):
                    self.env[model].with_user(self.users[role]).create(vals)

    def test_money_is_read_by_who_pays(self):
        request = (
            self.env["cs.training.request"]
            .with_user(self.users["agent"])
            .create(
                {
                    "name": "Level 3",
                    "provider": "Institute",
                    "cost": 100,
                    "date_from": "2025-05-01",
                    "date_to": "2025-06-01",
                    "reason": "x",
                }
            )
        )
        for role, seen in (
            ("agent", True),
            ("agent2", False),
            ("leader", True),
            ("payroll", True),
            ("hr", True),
            ("gm", True),
        ):
            with self.subTest(role):
                found = request.id in self.sees(role, "cs.training.request").ids
                self.assertIs(found, seen)
        with self.assertRaises(AccessError):
            self.by("agent2", request).write({"cost": 1})
        with self.assertRaises(AccessError):
            self.by("hr", request).write({"cost": 1})
