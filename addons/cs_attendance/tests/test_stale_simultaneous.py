from datetime import date
from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import tagged
from odoo.tools import mute_logger

MONTH = date(2025, 6, 1)
DAY = date(2025, 6, 10)


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_stale")
class TestStaleSimultaneous(CommittedCase):
    """A fact that is noted while the judge is at work is never lost.

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": f"At once {uuid4().hex[:8]}"})
            person = env["hr.employee"].create(
                {
                    "name": "at once",
                    "company_id": company.id,
                    "date_version": "2024-01-01",
                }
            )
            policy = env["cs.attendance.policy"].create(
                {
                    "name": "At once",
                    "company_id": company.id,
                    "date_from": "2024-01-01",
                }
            )
            policy._decision_write({"state": "approved"})
            self.company_id, self.person_id = company.id, person.id
            self.policy_id = policy.id
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            for table in ("cs_attendance_stale", "cs_attendance_day", "cs_punch"):
                cr.execute(
                    f"DELETE FROM {table} WHERE employee_id = %s", [self.person_id]
                )
            self._remove_policy(cr)
            person = env["hr.employee"].browse(self.person_id)
            contact = person.work_contact_id
            person.unlink()
            company = env["res.company"].browse(self.company_id)
            partner = company.partner_id
            company.unlink()
            (contact | partner).unlink()

    def _remove_policy(self, cr):
        """Past its guards: an approved policy stays for ever."""
        for table, column in (
            ("cs_attendance_policy_notice", "policy_id"),
            ("mail_followers", "res_model = 'cs.attendance.policy' AND res_id"),
            ("mail_message", "model = 'cs.attendance.policy' AND res_id"),
            ("cs_attendance_policy", "id"),
        ):
            cr.execute(f"DELETE FROM {table} WHERE {column} = %s", [self.policy_id])

    def _punch(self, env, moment):
        env.cr.execute(
            "INSERT INTO cs_punch (company_id, employee_id, moment, local_moment,"
            " source, received_at) VALUES (%s, %s, %s, %s, 'file', %s)",
            [self.company_id, self.person_id, moment, moment, moment],
        )
        env["cs.attendance.stale"]._touch([(self.person_id, DAY)])

    def _rows(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT count(*) FROM cs_attendance_stale WHERE employee_id = %s",
                [self.person_id],
            )
            return cr.fetchone()[0]

    def _judge(self, cr):
        """One batch of the scheduled action that takes this person's month."""
        Stale = self._env(cr)["cs.attendance.stale"]
        cr.execute(
            "DELETE FROM cs_attendance_stale WHERE employee_id != %s", [self.person_id]
        )
        return Stale._judge_batch()

    def _check_in(self):
        with self.registry.cursor() as cr:
            day = self._env(cr)["cs.attendance.day"].search(
                [("employee_id", "=", self.person_id), ("date", "=", DAY)]
            )
            return day.check_in

    def test_noted_while_judging(self):
        with self.registry.cursor() as cr:
            self._punch(self._env(cr), "2025-06-10 02:00:00")
        with self.registry.cursor() as judge, self.registry.cursor() as writer:
            # both begin before either is committed
            self._punch(self._env(writer), "2025-06-10 01:00:00")
            self.assertEqual(self._judge(judge)[1], False)
            judge.commit()
            self.assertEqual(str(self._check_in()), "2025-06-10 02:00:00")
            writer.commit()
        self.assertEqual(self._rows(), 1)
        with self.registry.cursor() as cr:
            self._judge(cr)
        self.assertEqual(str(self._check_in()), "2025-06-10 01:00:00")
        self.assertEqual(self._rows(), 0)

    def test_noted_after_reading_and_before_the_end(self):
        """The writer neither waits for the judge nor is refused."""
        with self.registry.cursor() as cr:
            self._punch(self._env(cr), "2025-06-10 02:00:00")
        with self.registry.cursor() as judge:
            self._judge(judge)
            with self.registry.cursor() as writer:
                writer.execute("SET LOCAL lock_timeout = '2s'")
                self._punch(self._env(writer), "2025-06-10 01:00:00")
        self.assertEqual(self._rows(), 1)

    def test_a_judge_that_dies_leaves_its_work(self):
        with self.registry.cursor() as cr:
            self._punch(self._env(cr), "2025-06-10 02:00:00")
        with self.registry.cursor() as judge:
            self._judge(judge)
            judge.rollback()
        self.assertEqual(self._rows(), 1)
        self.assertFalse(self._check_in())

    def test_two_judges_share_the_work(self):
        """Rows that one holds are left to it."""
        with self.registry.cursor() as cr:
            self._punch(self._env(cr), "2025-06-10 02:00:00")
        with self.registry.cursor() as one, self.registry.cursor() as two:
            self._env(two)["cs.attendance.stale"]._count()
            self.assertTrue(self._env(one)["cs.attendance.stale"]._take())
            self.assertFalse(self._env(two)["cs.attendance.stale"]._take())
            two.rollback()
            one.rollback()
        self.assertEqual(self._rows(), 1)
