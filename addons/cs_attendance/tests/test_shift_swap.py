from datetime import date, timedelta

from psycopg2.errors import UniqueViolation

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .day_case import DayCase, at

#: Monday
DAY = date(2026, 3, 9)
NOW = "2026-03-05 02:00:00"


class SwapCase(DayCase):
    """Nights for agent2 where a test says so; else everybody's day shift."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.night = cls.env["cs.shift"].create(
            {
                "name": "Night",
                "code": "N",
                "company_id": cls.company.id,
                "token": "night",
                "hour_from": 17.5,
                "hour_to": 24,
                "is_open_end": True,
            }
        )

    def _slot(self, role, day, shift=None):
        """A published slot: a shift, or rest."""
        vals = {
            "employee_id": self.people[role].id,
            "company_id": self.company.id,
            "date": day,
            "kind": "work" if shift else "rest",
        }
        if shift:
            hours = "08:30", "17:30"
            if shift == self.night:
                hours = "17:30", "24:00"
            vals |= {
                "shift_id": shift.id,
                "start": at(hours[0], day),
                "stop": at(hours[1], day),
                "is_open_end": shift.is_open_end,
            }
        return self.env["cs.duty.slot"].create(vals)

    def _swap(self, given=DAY, returned=None, role="agent", colleague="agent2", **vals):
        return (
            self.env["cs.shift.swap"]
            .with_user(self.users[role])
            .create(
                {
                    "colleague_id": self.people[colleague].id,
                    "date_given": given,
                    "date_returned": returned or given,
                    "reason": "Parents' evening",
                    **vals,
                }
            )
            .sudo()
        )

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def _approved(self, *args, **vals):
        swap = self._swap(*args, **vals)
        self._as("agent", swap).action_submit()
        self._as("agent2", swap).action_accept()
        self._as("leader", swap).action_approve()
        return swap

    def _hours(self, role, day):
        person = self.people[role]
        slot = self.env["cs.duty.slot"]._planned(person, day, day)[person.id][day]
        return slot.shift if slot.is_due else None

    def _no(self, words, action):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            action()
        self.env.invalidate_all()


@tagged("cs_attendance", "cs_attendance_swap")
@freeze_time(NOW)
class TestShiftSwap(SwapCase):
    """ATT-11."""

    def test_exchanged_when_the_manager_approves(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self.assertFalse(swap.refusal_text)
        self._as("agent", swap).action_submit()
        self.assertEqual(swap.state, "asked")
        self.assertEqual(swap.begins_at, at("08:30", DAY))
        self._as("agent2", swap).action_accept()
        self.assertEqual(swap.state, "submitted")
        self.assertEqual(self._hours("agent", DAY), self.shift.id)
        self._as("leader", swap).action_approve()
        self.assertEqual(swap.state, "approved")
        self.assertEqual(self._hours("agent", DAY), self.night.id)
        self.assertEqual(self._hours("agent2", DAY), self.shift.id)
        slots = self.env["cs.duty.slot"].search([("date", "=", DAY)])
        self.assertEqual(set(slots.mapped("origin")), {"swap"})
        changes = self.env["cs.roster.change"].search([("origin", "=", "swap")])
        self.assertEqual(changes.employee_id, self.agent | self.agent2)
        self.assertEqual(swap.use_ids.mapped("number"), [1, 1])

    def test_given_and_returned_on_another_day(self):
        other = DAY + timedelta(days=2)
        self._slot("agent2", DAY)
        self._slot("agent", other)
        self._approved(DAY, other)
        self.assertEqual(self._hours("agent", DAY), None)
        self.assertEqual(self._hours("agent2", DAY), self.shift.id)
        self.assertEqual(self._hours("agent", other), self.shift.id)
        self.assertEqual(self._hours("agent2", other), None)

    def test_only_the_colleague_answers(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._as("agent", swap).action_submit()
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            for action in ("action_accept", "action_decline"):
                with self.subTest(role, action=action), self.assertRaises(AccessError):
                    getattr(self._as(role, swap), action)()
        self._as("agent2", swap).action_decline("Not this week")
        self.assertEqual(swap.state, "declined")
        self.assertEqual(swap.decline_reason, "Not this week")
        self._no("any more", self._as("agent2", swap).action_accept)

    def test_not_agreed_it_is_not_decided(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._as("agent", swap).action_submit()
        with self.assertRaises(UserError):
            self._as("leader", swap).action_approve()

    def test_withdrawn_by_the_requester(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._as("agent", swap).action_submit()
        with self.assertRaises(AccessError):
            self._as("agent2", swap).action_withdraw()
        self._as("agent", swap).action_withdraw()
        self.assertEqual(swap.state, "draft")
        self._as("agent", swap).action_submit()
        self._as("agent2", swap).action_accept()
        self._as("agent", swap).action_withdraw()
        self.assertEqual((swap.state, swap.answered_at), ("draft", False))

    def test_checked_again_when_accepted_and_when_decided(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._as("agent", swap).action_submit()
        with freeze_time(at("08:30", DAY)):
            self._no("has begun", self._as("agent2", swap).action_accept)
        with freeze_time(at("08:29", DAY)):
            self._as("agent2", swap).action_accept()
        with freeze_time(at("08:30", DAY)):
            self._no("has begun", self._as("leader", swap).action_approve)
        with freeze_time(at("08:29", DAY)):
            self._as("leader", swap).action_approve()

    def test_the_fourth_swap_of_a_month(self):
        week = timedelta(days=7)
        first = date(2026, 3, 10)
        for number in range(4):
            self._slot("agent2", first + number * week, self.night)
        for number in range(3):
            swap = self._approved(first + number * week)
            self.assertEqual(set(swap.use_ids.mapped("number")), {number + 1})
        fourth = self._swap(first + 3 * week)
        self.assertIn("limit", fourth.refusal_text)
        self._no("3 times", self._as("agent", fourth).action_submit)
        self.policy._decision_write({"swap_limit": 4})
        self._as("agent", fourth).action_submit()
        self._as("agent2", fourth).action_accept()
        # lowered before it is decided
        self.policy._decision_write({"swap_limit": 2})
        self._no("2 times", self._as("leader", fourth).action_approve)

    @mute_logger("odoo.sql_db")
    def test_a_number_is_taken_once(self):
        self._slot("agent2", DAY, self.night)
        use = self._approved().use_ids[0]
        other = self._swap(DAY + timedelta(days=7))
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            use.create(
                {
                    "swap_id": other.id,
                    "employee_id": use.employee_id.id,
                    "month": use.month,
                    "number": use.number,
                }
            )

    def test_not_next_to_another_swap(self):
        following = DAY + timedelta(days=1)
        self._slot("agent2", DAY, self.night)
        self._slot("agent2", following, self.night)
        self._approved()
        swap = self._swap(following)
        self._no("twice in a row", self._as("agent", swap).action_submit)
        self._no("already", self._as("agent", self._swap()).action_submit)

    def test_no_two_shifts_in_a_row(self):
        self.policy._decision_write({"rest_hours": 9})
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._no("two shifts in a row", self._as("agent", swap).action_submit)

    def test_not_on_a_public_holiday(self):
        self.env["calendar.public.holiday"].create(
            {
                "year": 2026,
                "country_id": self.env.ref("base.cn").id,
                "line_ids": [(0, 0, {"date": DAY, "name": "Festival"})],
            }
        )
        self._slot("agent", DAY, self.shift)
        self._slot("agent2", DAY, self.night)
        self._no("public holiday", self._as("agent", self._swap()).action_submit)

    def test_unapproved_whoever_was_rostered_is_absent(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._as("agent", swap).action_submit()
        # the colleague works it all the same
        self._work(self.agent2, DAY)
        with freeze_time("2026-03-11 02:00:00"):
            self.assertEqual(self._judge(self.agent, DAY).verdict, "absent")

    def test_leave_on_a_shift_taken_over_is_absence(self):
        self._slot("agent2", DAY, self.night)
        self._approved()
        kind = self.env["hr.leave.type"].create(
            {
                "name": "Personal",
                "company_id": self.company.id,
                "requires_allocation": False,
                "leave_validation_type": "no_validation",
                "request_unit": "day",
            }
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.agent.id,
                "holiday_status_id": kind.id,
                "request_date_from": DAY,
                "request_date_to": DAY,
            }
        )
        if leave.state != "validate":
            leave.action_approve()
        with freeze_time("2026-03-12 02:00:00"):
            day = self._judge(self.agent, DAY)
        self.assertEqual(day.verdict, "absent")
        self.assertIn("att.swap_leave", self._keys(day))


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_swap")
@freeze_time(NOW)
class TestShiftSwapRpc(RpcMixin, SwapCase):
    """From outside, as every role."""

    def test_a_swap_by_all_roles(self):
        self._slot("agent2", DAY, self.night)
        number = self._rpc(
            "agent",
            "cs.shift.swap",
            "create",
            {
                "colleague_id": self.agent2.id,
                "date_given": str(DAY),
                "date_returned": str(DAY),
                "reason": "x",
            },
        )
        ids = [number] if isinstance(number, int) else number
        model = "cs.shift.swap"
        self.assertEqual(self._rpc("agent2", model, "search", [("id", "in", ids)]), [])
        for role in set(self.logins) - {"agent"}:
            with self.subTest(role):
                self._refused(role, model, "action_submit", ids)
                self._refused(role, model, "write", ids, {"reason": "y"})
        for vals in (
            {"state": "approved"},
            {"answered_at": NOW},
            {"employee_id": self.people["leader"].id, "state": "submitted"},
            {"use_ids": [(0, 0, {})]},
            {"part_ids": [(0, 0, {})]},
        ):
            self._refused("agent", model, "write", ids, vals)
        self._rpc("agent", model, "action_submit", ids)
        for role in set(self.logins) - {"agent2"}:
            self._refused(role, model, "action_accept", ids)
            self._refused(role, model, "action_decline", ids)
        self._refused("agent", model, "write", ids, {"date_given": "2026-03-20"})
        self._rpc("agent2", model, "action_accept", ids)
        for role in set(self.logins) - {"leader"}:
            self._refused(role, model, "action_approve", ids)
        for role in self.logins:
            for name in ("cs.shift.swap.use", "cs.shift.swap.part"):
                self._refused(
                    role, name, "create", {"swap_id": ids[0], "employee_id": 1}
                )
        self._rpc("leader", model, "action_approve", ids)
        swap = self.env[model].browse(ids)
        swap.invalidate_recordset()
        self.assertEqual(swap.state, "approved")
        self._refused("leader", model, "action_refuse", ids, "no")
        self._refused("agent", model, "unlink", ids)
        for role in ("agent", "agent2", "leader", "supervisor", "hr", "payroll", "gm"):
            found = self._rpc(role, "cs.shift.swap.part", "search_count", [])
            self.assertEqual(found, 2, role)
            self._rpc(role, model, "web_read", ids, {"given_text": {}, "state": {}})
