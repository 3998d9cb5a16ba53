from odoo.addons.cs_base.tests.common import CsCase
from odoo.fields import Command

NOW = "2025-06-11 02:00:00"  # a Wednesday, 10:00 in Shanghai


class TrainingCase(CsCase):
    """A course of 2 × 4 hours, over since yesterday, with two agents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.course = cls.make_course()

    @classmethod
    def make_course(cls, people=("agent", "agent2"), **vals):
        values = {
            "name": "Service basics",
            "kind": "newcomer",
            "company_id": cls.company.id,
            "session_ids": [
                Command.create(
                    {
                        "start_at": f"2025-06-{day} 01:00:00",
                        "stop_at": f"2025-06-{day} 05:00:00",
                    }
                )
                for day in ("09", "10")
            ],
            "participant_ids": [
                Command.create({"employee_id": cls.people[role].id}) for role in people
            ],
        }
        Course = cls.env["cs.training.course"].with_user(cls.users["hr"])
        return Course.create(values | vals)

    def by(self, role, record):
        return record.with_user(self.users[role])

    def row(self, role, course=None):
        course = course or self.course
        return course.participant_ids.filtered(
            lambda one: one.employee_id == self.people[role]
        )

    def miss(self, role, minutes):
        self.row(role).miss_ids = [
            Command.create(
                {"session_id": self.course.session_ids[0].id, "minutes": minutes}
            )
        ]

    def close(self, course=None, **scores):
        """Announce and finish, with these scores; 0 is an exam as well."""
        course = course or self.course
        for role, score in scores.items():
            self.row(role, course).write({"score": score, "is_examined": True})
        course.action_start()
        course.action_close()

    def word(self, action, role, **vals):
        Word = self.env[action["res_model"]].with_user(self.users[role])
        return Word.with_context(**action["context"]).create(vals).action_confirm()

    def needs(self, role, why=None):
        domain = [("employee_id", "=", self.people[role].id)]
        if why:
            domain += [("why", "=", why)]
        return self.env["cs.training.need"].search(domain)
