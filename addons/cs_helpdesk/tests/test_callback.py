from datetime import date, datetime, timedelta
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .ticket_case import TicketCase

#: A Monday; 10:00 in Shanghai is 02:00 UTC.
MONDAY_TEN = datetime(2025, 3, 3, 2)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
SATISFIED = {"satisfaction": "satisfied"}
REASON = "Came two hours late"


class CallbackCase(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"phone": "138 0013 8000", "tz": "Asia/Shanghai"})
        cls.served = cls.env.ref("cs_helpdesk.outcome_order_served")

    @classmethod
    def _finished(cls, **vals):
        """A finished order, closed by the agent now."""
        ticket = cls._ticket(
            cs_kind="order",
            cs_outcome_id=cls.served.id,
            **{"user_id": cls.users["agent"].id, **vals},
        )
        ticket.with_user(cls.users["agent"]).action_close()
        return ticket

    def _call(self, callback, outcome, role="agent", **answers):
        """Begin a call and record what came of it, as a role."""
        action = self._as(role, callback).action_call()
        call = self.env["cs.callback.call"].with_user(self.users[role])
        call = call.browse(action["res_id"])
        call.write({"outcome": outcome, **answers})
        call.action_save()

    def _policy(self, **vals):
        policy = self.env["cs.helpdesk.policy"].create(
            {
                "name": "Callbacks",
                "company_id": self.company.id,
                "date_from": "2024-01-01",
                **vals,
            }
        )
        policy._decision_write({"state": "approved"})
        return policy


@tagged("cs_helpdesk", "cs_callback")
class TestCallbackPlan(CallbackCase):
    """When a callback is made and due (HD-03, HD-07)."""

    @freeze_time(MONDAY_TEN)
    def test_made_when_a_service_is_finished(self):
        ticket = self._finished()
        [callback] = ticket.cs_callback_ids
        self.assertEqual(callback.state, "waiting")
        self.assertEqual(callback.kind, "order")
        self.assertEqual(callback.customer, "Ms Wang")
        self.assertEqual(callback.phone_key, "+8613800138000")
        self.assertEqual(callback.department_id, self.group_one)
        self.assertEqual(callback.served_by_id, self.users["agent"])
        self.assertEqual(callback.service_at, MONDAY_TEN)
        self.assertEqual(callback.next_at, MONDAY_TEN)

    @freeze_time(MONDAY_TEN)
    def test_due_at_the_end_of_the_third_working_day(self):
        """HD-03: stock hours end at 17:00; Monday + 3 is Thursday."""
        [callback] = self._finished().cs_callback_ids
        self.assertEqual(callback.due_at, datetime(2025, 3, 6, 9))

    @freeze_time("2025-03-07 02:00:00")
    def test_the_weekend_does_not_count(self):
        [callback] = self._finished().cs_callback_ids
        self.assertEqual(callback.due_at, datetime(2025, 3, 12, 9))

    @freeze_time("2025-01-27 02:00:00")
    def test_spring_festival_does_not_count(self):
        """28 January to 4 February is off, 8 February a working Saturday."""
        self.env["calendar.public.holiday"]._cs_fill(self.env.ref("base.cn"), 2025)
        self.assertEqual(
            self._finished().cs_callback_ids.due_at, datetime(2025, 2, 7, 9)
        )

    @freeze_time("2025-03-07 02:00:00")
    def test_clock_time(self):
        self._policy(callback_time="clock")
        [callback] = self._finished().cs_callback_ids
        self.assertEqual(callback.due_at, datetime(2025, 3, 10, 2))

    @freeze_time(MONDAY_TEN)
    def test_without_working_hours_closing_goes_on(self):
        self.company.resource_calendar_id.attendance_ids.unlink()
        [callback] = self._finished().cs_callback_ids
        self.assertEqual(callback.due_at, MONDAY_TEN + timedelta(days=3))

    @freeze_time(MONDAY_TEN)
    def test_which_kinds(self):
        inquiry = self._ticket(cs_kind="inquiry")
        inquiry.with_user(self.users["agent"]).action_close()
        self.assertFalse(inquiry.cs_callback_ids)
        self._policy(is_inquiry_called_back=True, is_order_called_back=False)
        other = self._ticket(cs_kind="inquiry")
        other.with_user(self.users["agent"]).action_close()
        self.assertTrue(other.cs_callback_ids)
        self.assertFalse(self._finished().cs_callback_ids)

    @freeze_time(MONDAY_TEN)
    def test_no_customer_no_callback(self):
        ticket = self._finished(partner_id=False)
        self.assertFalse(ticket.cs_callback_ids)
        ticket = self._finished(partner_id=False, cs_phone="021 6225 0000")
        self.assertEqual(ticket.cs_callback_ids.phone_key, "+862162250000")

    def test_reopened_is_dropped_and_made_anew(self):
        with freeze_time(MONDAY_TEN):
            ticket = self._finished()
            [first] = ticket.cs_callback_ids
            self._as("supervisor", ticket).stage_id = self.working
        self.assertEqual(first.state, "dropped")
        with freeze_time(MONDAY_TEN + timedelta(days=1)):
            self._as("agent", ticket).action_close()
            again = ticket.cs_callback_ids - first
        self.assertEqual(again.state, "waiting")
        self.assertEqual(again.service_at, MONDAY_TEN + timedelta(days=1))

    @freeze_time(MONDAY_TEN)
    def test_one_waits_at_a_time(self):
        ticket = self._finished()
        made = self.env["cs.callback"]._make(ticket.sudo())
        self.assertEqual(made, ticket.cs_callback_ids)

    @freeze_time("2025-03-03 05:00:00")
    def test_made_in_rest_hours_waits_for_their_end(self):
        """13:00 in Shanghai: the customer rests until 14:00."""
        [callback] = self._finished().cs_callback_ids
        self.assertEqual(callback.next_at, datetime(2025, 3, 3, 6))

    @freeze_time(MONDAY_TEN)
    def test_entered_long_after_is_not_called(self):
        ticket = self._ticket(
            role=None,
            cs_kind="order",
            cs_outcome_id=self.served.id,
            stage_id=self.done.id,
            closed_date=MONDAY_TEN - timedelta(days=30),
        )
        [callback] = ticket.cs_callback_ids
        self.assertEqual(callback.state, "missed")
        self.assertEqual(callback.covered, 0)

    @freeze_time(MONDAY_TEN)
    def test_the_limit_explains_itself(self):
        """ALL-01: rule, service, parameters in force."""
        policy = self._policy()
        [callback] = self._finished().cs_callback_ids
        [reason] = self._as("agent", callback).get_explanation()["reasons"]
        self.assertEqual(reason["rule"]["code"], "HD-07")
        self.assertEqual(reason["policy"]["name"], policy.display_name)
        self.assertIn("Callback within", str(reason["params"]))
        self.assertIn("is to be called back by", reason["sentence"])


@tagged("cs_helpdesk", "cs_callback")
class TestCallbackHours(CallbackCase):
    """Never in the customer's rest hours (HD-07): a second before and after."""

    def setUp(self):
        super().setUp()
        with freeze_time("2025-03-02 02:00:00"):
            self.callback = self._finished().cs_callback_ids

    def _may_call(self, moment):
        with freeze_time(moment):
            self.callback.invalidate_recordset()
            found = self.env["cs.callback"].search(
                [("id", "=", self.callback.id), ("can_call", "=", True)]
            )
            may = self.callback.can_call
            self.assertEqual(bool(found), may, moment)
            if may:
                self._as("agent", self.callback).action_call()
                self.callback._set({"taken_at": False})
            else:
                with self.assertRaisesRegex(UserError, "HD-07"):
                    self._as("agent", self.callback).action_call()
            return may

    def test_to_the_second(self):
        shanghai = timedelta(hours=8)
        for local, may in (
            ("2025-03-03 08:59:59", False),
            ("2025-03-03 09:00:00", True),
            ("2025-03-03 11:59:59", True),
            ("2025-03-03 12:00:00", False),
            ("2025-03-03 13:59:59", False),
            ("2025-03-03 14:00:00", True),
            ("2025-03-03 19:59:59", True),
            ("2025-03-03 20:00:00", False),
            ("2025-03-04 00:00:00", False),
        ):
            with self.subTest(local):
                moment = datetime.fromisoformat(local) - shanghai
                self.assertEqual(self._may_call(moment), may)

    def test_the_customers_zone_decides(self):
        """09:00 in Shanghai is 01:00 in London."""
        self.customer.tz = "Europe/London"
        with freeze_time("2025-03-02 12:00:00"):
            self.callback = self._finished().cs_callback_ids
        self.assertFalse(self._may_call(datetime(2025, 3, 3, 1)))
        self.assertTrue(self._may_call(datetime(2025, 3, 3, 9)))

    def test_without_a_zone_that_of_the_company(self):
        self.customer.tz = False
        with freeze_time("2025-03-02 12:00:00"):
            self.callback = self._finished().cs_callback_ids
        self.assertEqual(self.callback.zone, "Asia/Shanghai")

    def test_the_policy_sets_the_hours(self):
        self._policy(quiet_noon_from=13, quiet_noon_to=13, quiet_night_to=8)
        self.assertTrue(self._may_call(datetime(2025, 3, 3, 5)))
        self.assertTrue(self._may_call(datetime(2025, 3, 3, 0)))

    def test_a_call_begun_before_the_rest_is_recorded(self):
        with freeze_time(datetime(2025, 3, 3, 3, 59, 59)):
            action = self._as("agent", self.callback).action_call()
        call = self.env["cs.callback.call"].browse(action["res_id"])
        call = self._as("agent", call)
        with freeze_time(datetime(2025, 3, 3, 4, 5)):
            call.write({"outcome": "reached", **SATISFIED})
            call.action_save()
        self.assertEqual(self.callback.state, "reached")
        self.assertEqual(
            self.callback.attempt_ids.called_at, datetime(2025, 3, 3, 3, 59, 59)
        )

    def test_a_form_left_open_is_no_way_around(self):
        with freeze_time(datetime(2025, 3, 3, 3, 30)):
            action = self._as("agent", self.callback).action_call()
        call = self.env["cs.callback.call"].browse(action["res_id"])
        call = self._as("agent", call)
        call.write({"outcome": "reached", **SATISFIED})
        late = freeze_time(datetime(2025, 3, 3, 4, 30, 1))
        with late, self.assertRaisesRegex(UserError, "more than an hour ago"):
            call.action_save()
        with freeze_time(datetime(2025, 3, 3, 4, 30)):
            call.action_save()

    def test_the_moment_of_a_call_cannot_be_chosen(self):
        Call = self.env["cs.callback.call"].with_user(self.users["agent"])
        with freeze_time(datetime(2025, 3, 3, 4)):
            call = Call.create(
                {
                    "callback_id": self.callback.id,
                    "started_at": "2025-03-03 03:00:00",
                    "outcome": "reached",
                    **SATISFIED,
                }
            )
            self.assertEqual(call.started_at, datetime(2025, 3, 3, 4))
            with self.assertRaisesRegex(UserError, "rests until 14:00"):
                call.action_save()
        with self.assertRaises(UserError):
            call.write({"started_at": "2025-03-03 03:00:00"})


@tagged("cs_helpdesk", "cs_callback")
class TestCallbackRecord(CallbackCase):
    """What comes of calls (HD-07)."""

    def setUp(self):
        super().setUp()
        freezer = freeze_time(MONDAY_TEN)
        self.clock = freezer.start()
        self.addCleanup(freezer.stop)
        self.ticket = self._finished()
        self.callback = self.ticket.cs_callback_ids

    def _at(self, moment):
        self.clock.move_to(moment)
        self.callback.invalidate_recordset()

    def test_satisfied(self):
        self._call(self.callback, "reached", suggestion="Open on Sunday", **SATISFIED)
        self.assertEqual(self.callback.state, "reached")
        self.assertEqual(self.callback.suggestion, "Open on Sunday")
        self.assertEqual(self.callback.done_by_id, self.users["agent"])
        self.assertEqual((self.callback.covered, self.callback.in_time), (100, 100))
        self.assertFalse(self.callback.complaint_id)
        rating = self.ticket.rating_ids
        self.assertEqual((rating.rating, rating.consumed), (5, True))

    def test_below_satisfied_needs_a_reason(self):
        for word in ("average", "dissatisfied"):
            for reason in (False, "", "  \n", "\0"):
                with self.subTest(word=word, reason=reason):
                    with self.assertRaisesRegex(UserError, "why the customer is not"):
                        self._call(
                            self.callback,
                            "reached",
                            satisfaction=word,
                            satisfaction_reason=reason,
                        )
                    self.callback._set({"taken_at": False})
        with self.assertRaisesRegex(UserError, "how satisfied"):
            self._call(self.callback, "reached")

    def test_average(self):
        self._call(
            self.callback,
            "reached",
            satisfaction="average",
            satisfaction_reason=REASON,
        )
        self.assertEqual(self.ticket.rating_ids.rating, 3)
        self.assertFalse(self.callback.complaint_id)

    def test_dissatisfied_opens_a_complaint(self):
        self._call(
            self.callback,
            "reached",
            satisfaction="dissatisfied",
            satisfaction_reason="<script>alert(1)</script> " + REASON,
        )
        complaint = self.callback.complaint_id
        self.assertEqual(complaint.cs_kind, "complaint")
        self.assertEqual(complaint.cs_origin_id, self.ticket)
        self.assertEqual(complaint.partner_id, self.customer)
        self.assertEqual(complaint.team_id, self.team)
        self.assertEqual(complaint.cs_first_owner_id, self.users["agent"])
        self.assertFalse(complaint.closed)
        self.assertIn(REASON, complaint.description)
        self.assertNotIn("<script>", complaint.description)
        self.assertEqual(self.ticket.rating_ids.rating, 1)

    def test_unreachable_after_the_third_call(self):
        for attempt, outcome in enumerate(("no_answer", "busy", "off"), start=1):
            self.assertEqual(self.callback.state, "waiting")
            self._call(self.callback, outcome)
            self.assertEqual(self.callback.missed_count, attempt)
            self._at(self.callback.next_at)
        self.assertEqual(self.callback.state, "unreachable")
        self.assertEqual((self.callback.covered, self.callback.in_time), (0, 0))
        self.assertEqual(len(self.callback.attempt_ids), 3)
        self.assertFalse(self.ticket.rating_ids)
        reasons = self._as("agent", self.callback).get_explanation()["reasons"]
        self.assertIn("3 calls did not reach", reasons[-1]["sentence"])
        with self.assertRaisesRegex(UserError, "finished already"):
            self._call(self.callback, "no_answer")

    def test_called_again_after_a_while(self):
        """Two hours later, and not in the rest at noon: 10:00 → 12:00 → 14:00."""
        self._call(self.callback, "no_answer")
        self.assertEqual(self.callback.next_at, datetime(2025, 3, 3, 6))
        self._at(datetime(2025, 3, 3, 3))
        self.assertFalse(self.callback.can_call)
        self._at(datetime(2025, 3, 3, 6) - SECOND)
        self.assertFalse(self.callback.can_call)
        self._at(datetime(2025, 3, 3, 6))
        self.assertTrue(self.callback.can_call)

    def test_another_time_is_agreed(self):
        agreed = datetime(2025, 3, 4, 7, 30)
        self._call(self.callback, "later", agreed_at=agreed)
        self.assertEqual(self.callback.next_at, agreed)
        self.assertTrue(self.callback.is_agreed)
        self.assertEqual(self.callback.missed_count, 0)
        self._at(agreed - SECOND)
        self.assertIn("Agreed: 15:30", self._as("agent", self.callback).hint)
        self._at(agreed)
        self.assertTrue(self.callback.can_call)

    def test_agreed_times_are_no_rest_hours(self):
        for moment in (
            datetime(2025, 3, 4, 4),
            datetime(2025, 3, 4, 12),
            MONDAY_TEN,
            False,
        ):
            with self.subTest(moment), self.assertRaisesRegex(UserError, "HD-07"):
                self._call(self.callback, "later", agreed_at=moment)
            self.callback._set({"taken_at": False})
        self._call(self.callback, "later", agreed_at=datetime(2025, 3, 4, 3, 59, 59))

    def test_an_agreed_day_after_the_limit_moves_it(self):
        """To the last second of that day, if it was agreed within the limit."""
        due = self.callback.due_at
        self._call(self.callback, "later", agreed_at=datetime(2025, 3, 10, 2))
        self.assertEqual(self.callback.due_at, datetime(2025, 3, 10, 15, 59, 59))
        late = self._finished().cs_callback_ids
        self._at(due + timedelta(days=1) - 2 * HOUR)
        self._call(late, "later", agreed_at=datetime(2025, 3, 10, 2))
        self.assertEqual(late.due_at, due)

    def test_in_time_to_the_second(self):
        for shift, share in ((0, 100), (1, 0)):
            callback = self._finished().cs_callback_ids
            self._at(callback.due_at + shift * SECOND)
            self._call(callback, "reached", **SATISFIED)
            self.assertEqual((callback.covered, callback.in_time), (100, share))
            self.assertEqual(callback.is_late, not share)
            self._at(MONDAY_TEN)

    def test_who_wants_no_calls_gets_none(self):
        self._call(self.callback, "never")
        self.assertEqual(self.callback.state, "barred")
        listed = self.env["phone.blacklist"].search([("number", "=", "+8613800138000")])
        self.assertTrue(listed)
        following = self._finished().cs_callback_ids
        self.assertEqual(following.state, "barred")
        self.assertEqual(following.covered, 0)

    def test_do_not_call_list_however_it_is_written(self):
        for number in ("13800138000", "+86 138-0013-8000", "0086 138 0013 8000"):
            with self.subTest(number):
                listed = self.env["phone.blacklist"].create({"number": number})
                self.callback.invalidate_recordset()
                self.assertFalse(self.callback.can_call)
                self.assertFalse(self.callback.search([("can_call", "=", True)]))
                with self.assertRaisesRegex(UserError, "not want to be called"):
                    self._as("agent", self.callback).action_call()
                listed.unlink()
        mine = self._as("agent", self.callback)
        self.assertTrue(mine.can_call and mine.can_work)
        boss = self._as("gm", self.callback)
        self.assertTrue(boss.can_call)
        self.assertFalse(mine.can_bar or boss.can_work)
        with self.assertRaisesRegex(UserError, "not on the do-not-call list"):
            mine.action_bar()
        self.env["phone.blacklist"].create({"number": "13800138000"})
        self.env.invalidate_all()
        self.assertTrue(mine.can_bar)
        self.assertFalse(boss.can_bar)
        mine.action_bar()
        self.assertFalse(mine.can_bar)
        self.assertEqual(self.callback.state, "barred")

    def test_nobody_calls_at_the_same_time(self):
        self._as("agent", self.callback).action_call()
        with self.assertRaisesRegex(UserError, "agent is calling"):
            self._as("agent2", self.callback).action_call()
        self._at(MONDAY_TEN + timedelta(minutes=15))
        self._as("agent2", self.callback).action_call()

    def test_recorded_twice_counts_once(self):
        action = self._as("agent", self.callback).action_call()
        call = self.env["cs.callback.call"].browse(action["res_id"])
        call = self._as("agent", call)
        call.outcome = "no_answer"
        call.action_save()
        with self.assertRaises(UserError):
            call.action_save()
        self.assertEqual(len(self.callback.attempt_ids), 1)

    def test_save_and_next(self):
        other = self._finished(partner_id=self.people["hr"].work_contact_id.id)
        other.cs_callback_ids.write({"phone": "13900139000"})
        action = self._as("agent", self.callback).action_call()
        call = self.env["cs.callback.call"].browse(action["res_id"])
        call = self._as("agent", call)
        call.write({"outcome": "reached", **SATISFIED})
        following = call.action_save_next()
        call = call.browse(following["res_id"])
        self.assertEqual(call.callback_id, other.cs_callback_ids)
        call.write({"outcome": "no_answer"})
        offer = call.action_save_next()
        self.assertEqual(offer["tag"], "cs_undo")
        self.assertFalse(offer["params"]["next"])

    def test_scripts(self):
        action = self._as("agent", self.callback).action_call()
        call = self.env["cs.callback.call"].browse(action["res_id"])
        call = self._as("agent", call)
        self.assertIn("Ms Wang", call.opening)
        self.assertIn("agent of Star Ripple", call.opening)
        self.assertFalse(call.closing)
        call.satisfaction = "satisfied"
        self.assertIn("kind words", call.closing)
        call.satisfaction = "average"
        self.assertIn("very sorry", call.closing)
        self.env["cs.callback.script"].create(
            {
                "name": "Orders",
                "kind": "order",
                "moment": "opening",
                "text": "{service}{7*7}",
            }
        )
        call.invalidate_recordset()
        self.assertEqual(call.opening, f"{self.ticket.name}{{7*7}}")

    def test_long_text_is_refused(self):
        with self.assertRaisesRegex(UserError, "5000"):
            self._call(self.callback, "reached", suggestion="x" * 5001, **SATISFIED)

    def test_the_leader_reads_and_an_outsider_does_not(self):
        self.assertTrue(self._as("leader", self.callback).customer)
        with self.assertRaises(AccessError):
            self._as("fitter", self.callback).read(["customer"])

    def test_month_facts(self):
        """HD-07: figures by unit and person; averages count who was not reached."""
        self._call(self.callback, "reached", **SATISFIED)
        waiting = self._finished().cs_callback_ids
        self._at(MONDAY_TEN + timedelta(days=10))
        late = self._finished(user_id=self.users["agent2"].id).cs_callback_ids
        self._at(late.due_at + SECOND)
        self._call(late, "reached", satisfaction="average", satisfaction_reason=REASON)
        dropped = self._finished().cs_callback_ids
        self._as("supervisor", dropped.ticket_id).stage_id = self.working
        facts = self.env["cs.callback"]._month_facts(self.company, date(2025, 3, 1))
        unit, agent = self.group_one.id, self.users["agent"].id
        one, two = facts[unit, agent], facts[unit, self.users["agent2"].id]
        self.assertEqual(len(facts), 2)
        self.assertEqual(
            (one["services"], one["reached"], one["waiting"], one["in_time"]),
            (2, 1, 1, 1),
        )
        self.assertEqual((one["coverage"], one["satisfied"]), (Decimal("50.00"), 1))
        self.assertEqual((two["coverage"], two["in_time"]), (Decimal("100.00"), 0))
        self.assertEqual((two["average"], two["dissatisfied"]), (1, 0))
        shares = (self.callback | waiting)._read_group(
            [("id", "in", (self.callback | waiting).ids)], [], ["covered:avg"]
        )
        self.assertEqual(shares, [(50,)])

    def test_month_of_the_company(self):
        """April begins in Shanghai at 16:00 UTC of 31 March."""
        for second, day in ((59, date(2025, 3, 1)), (60, date(2025, 4, 1))):
            self.callback._set(
                {"service_at": datetime(2025, 3, 31, 15, 59) + second * SECOND}
            )
            Callback = self.env["cs.callback"]
            for month in (date(2025, 3, 1), date(2025, 4, 1)):
                facts = Callback._month_facts(self.company, month)
                self.assertEqual(bool(facts), month == day, (second, month))
