from psycopg2 import IntegrityError

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .duty_case import DAY, NEXT, DutyCase, at, freeze_time

BEFORE = at("08:00")
READS_PUBLISHED = {"agent", "agent2", "leader", "supervisor", "hr", "gm"}


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutyRoster(DutyCase):
    """ATT-13: who is on duty, where and when."""

    def test_hours_are_company_time_and_may_cross_midnight(self):
        day = self._watch("agent")
        self.assertEqual((day.start, day.stop), (at("08:30"), at("17:30")))
        night = self._watch("agent2", hour_from=17.5, hour_to=8.5)
        self.assertEqual((night.start, night.stop), (at("17:30"), at("08:30", NEXT)))

    def test_a_public_holiday_needs_more_people(self):
        """ATT-13: 1 on ordinary days, 2 on public holidays; the policy decides."""
        watch = self._watch("agent")
        self.assertEqual((watch.needed, watch.is_holiday, watch.is_short), (1, 0, 0))
        with freeze_time(BEFORE):
            self._holiday(DAY)
            self.assertEqual((watch.needed, watch.is_short), (2, True))
            watch.person_ids = [(0, 0, {"employee_id": self.agent2.id})]
            self.assertFalse(watch.is_short)
            self.policy._decision_write({"duty_holiday_people": 3})
            self.env["cs.duty.watch"]._refresh_needed()
        self.assertEqual((watch.needed, watch.is_short), (3, True))

    def _holiday(self, day):
        self.env["calendar.public.holiday"].create(
            {
                "year": day.year,
                "country_id": self.company.country_id.id,
                "line_ids": [(0, 0, {"name": "Festival", "date": day})],
            }
        )

    def test_a_duty_without_anybody_is_short(self):
        watch = self._watch()
        self.assertTrue(watch.is_short)
        found = self.env["cs.duty.watch"].search([("is_short", "=", True)])
        self.assertIn(watch, found)

    @mute_logger("odoo.sql_db")
    def test_nobody_is_on_duty_twice_at_one_time(self):
        self._watch("agent")
        other = self._place("Gate", self.group_one)
        following = self._watch("agent", hour_from=17.5, hour_to=20)
        self.assertTrue(following, "one minute after the other is no overlap")
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._watch("agent", place_id=other.id, hour_from=17, hour_to=18)
            self.env.flush_all()

    def test_it_is_planned_ahead_once(self):
        with freeze_time(BEFORE):
            self.company.cs_roster_ahead_days = 2
            with self.enter_registry_test_mode():
                self.env.ref("cs_attendance.cs_duty_cron_fill").method_direct_trigger()
            mine = [("place_id", "=", self.place.id)]
            watches = self.env["cs.duty.watch"].search(mine)
            self.assertEqual(len(watches), 6)
            watches[0].unlink()
            self.place._fill()
            self.assertEqual(self.env["cs.duty.watch"].search_count(mine), 5)

    def test_publishing_tells_each_person_once(self):
        watch = self._watch("agent", publish=False)
        self.assertEqual(self._told("agent"), [])
        with freeze_time(BEFORE):
            self._as("leader", watch).action_publish()
            self._as("leader", watch).action_publish()
        self.assertEqual(len(self._told("agent")), 1)
        added = {"employee_id": self.agent2.id}
        with freeze_time(BEFORE):
            self._as("leader", watch).write({"person_ids": [(0, 0, added)]})
        self.assertEqual([len(self._told(r)) for r in ("agent", "agent2")], [1, 1])

    def test_leaders_plan_their_own_people_only(self):
        with freeze_time(BEFORE):
            watch = self._watch(publish=False)
            mine = {"employee_id": self.agent.id}
            self._as("leader", watch).write({"person_ids": [(0, 0, mine)]})
            stranger = self._create_role("stranger", "cs_base.group_agent")
            theirs = {"employee_id": stranger.id}
            with self.assertRaises(AccessError):
                self._as("leader", watch).write({"person_ids": [(0, 0, theirs)]})
            watch.person_ids.create({"watch_id": watch.id, **theirs})
            foreign = watch.person_ids.filtered(lambda one: one.employee_id == stranger)
            for act in (
                self._as("leader", foreign).unlink,
                lambda: self._as("leader", foreign).write({"is_manager": True}),
            ):
                with self.assertRaises(AccessError):
                    act()

    def test_what_has_begun_stays_as_it_was(self):
        watch = self._watch("agent")
        for moment, is_possible in ((at("08:29:59"), True), (at("08:30"), False)):
            with freeze_time(moment), self.subTest(moment), self.env.cr.savepoint():
                if is_possible:
                    self._as("leader", watch).action_take_back()
                    watch.action_publish()
                    continue
                for act in (
                    self._as("leader", watch).action_take_back,
                    watch.person_ids.unlink,
                    lambda: watch.person_ids.write({"employee_id": self.agent2.id}),
                ):
                    with self.assertRaises(UserError):
                        act()
        with freeze_time(at("09:00")):
            added = {"employee_id": self.agent2.id}
            self._as("leader", watch).write({"person_ids": [(0, 0, added)]})
        self.assertEqual(watch.count, 2)

    def test_a_published_duty_keeps_its_hours(self):
        watch = self._watch("agent")
        for vals in ({"hour_to": 12}, {"date": NEXT}):
            with self.assertRaises(UserError):
                watch.write(vals)
        with self.assertRaises(UserError):
            watch.unlink()


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutySwap(DutyCase):
    """ATT-11, ATT-13: who cannot come hands the duty to a colleague."""

    def setUp(self):
        super().setUp()
        self.watch = self._watch("agent")

    def _ask(self, role="agent", colleague="agent2", moment=BEFORE):
        with freeze_time(moment):
            return (
                self.env["cs.duty.swap"]
                .with_user(self.users[role])
                .create(
                    {
                        "watch_id": self.watch.id,
                        "colleague_id": self.people[colleague].id,
                        "reason": "Fever",
                    }
                )
            )

    def test_the_colleague_accepts_and_is_on_duty(self):
        swap = self._ask()
        self.assertEqual(self.watch.person_ids.employee_id, self.agent)
        with freeze_time(BEFORE):
            self._as("agent2", swap).action_accept()
        self.assertEqual(self.watch.person_ids.employee_id, self.agent2)
        self.assertEqual(swap.state, "accepted")
        told = self._told("leader")
        self.assertEqual(told, ["agent2 takes over a duty"], "the head is told")

    def test_only_the_colleague_accepts(self):
        swap = self._ask()
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, swap).action_accept()
        with self.assertRaises(AccessError):
            self._as("agent2", swap).action_withdraw()

    def test_it_is_accepted_before_the_duty_begins(self):
        swap = self._ask(moment=at("08:29:59"))
        with freeze_time(at("08:30")), self.assertRaisesRegex(UserError, "ATT-11"):
            self._as("agent2", swap).action_accept()
        with freeze_time(at("08:29:59")):
            self._as("agent2", swap).action_accept()
        self.assertEqual(swap.state, "accepted")

    def test_it_cannot_be_asked_after_the_start(self):
        with self.assertRaisesRegex(UserError, "ATT-11"):
            self._ask(moment=at("08:30"))

    def test_only_who_is_on_duty_hands_it_on(self):
        for role in ("agent2", "leader", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._ask(role, "agent")

    def test_not_to_somebody_on_duty_at_that_time(self):
        other = self._place("Gate", self.group_one)
        self._watch("agent2", place_id=other.id)
        with self.assertRaisesRegex(UserError, "another duty"):
            self._ask()

    def test_declined_or_taken_back_changes_nothing(self):
        for role, act in (("agent2", "action_decline"), ("agent", "action_withdraw")):
            swap = self._ask()
            getattr(self._as(role, swap), act)()
            self.assertEqual(self.watch.person_ids.employee_id, self.agent)
            with self.assertRaises(UserError), freeze_time(BEFORE):
                self._as("agent2", swap).action_accept()

    @mute_logger("odoo.sql_db")
    def test_one_colleague_is_asked_at_a_time(self):
        self._ask()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._ask(colleague="leader")

    def test_the_record_stays(self):
        swap = self._ask()
        for act in (swap.unlink, lambda: swap.write({"state": "accepted"})):
            with self.assertRaises(UserError):
                act()


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutyRosterRpc(RpcMixin, DutyCase):
    """ATT-13 from outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_role("stranger", "cs_base.group_agent")
        cls.logins["stranger"] = cls.users["stranger"].login

    def test_who_reads(self):
        watch = self._watch("agent")
        draft = self._watch("agent2", publish=False, date=NEXT)
        for role in READS_PUBLISHED:
            self._rpc(role, "cs.duty.watch", "read", watch.ids, ["people"])
            self._rpc(
                role, "cs.duty.person", "read", watch.person_ids.ids, ["watch_id"]
            )
        for role in ("stranger", "admin"):
            self._refused(role, "cs.duty.watch", "read", watch.ids, ["people"])
            self._refused(
                role, "cs.duty.person", "read", watch.person_ids.ids, ["watch_id"]
            )
        for role in ("agent", "agent2", "stranger"):
            self._refused(role, "cs.duty.watch", "read", draft.ids, ["people"])
        self._rpc("leader", "cs.duty.watch", "read", draft.ids, ["people"])

    def test_who_plans(self):
        watch = self._watch("agent", publish=False)
        person = {"watch_id": watch.id, "employee_id": self.agent2.id}
        for role in ("agent", "agent2", "hr", "gm", "stranger", "admin"):
            vals = {"place_id": self.place.id, "date": "2027-01-04"}
            self._refused(role, "cs.duty.watch", "create", [vals])
            self._refused(role, "cs.duty.watch", "write", watch.ids, {"hour_to": 12})
            self._refused(role, "cs.duty.watch", "action_publish", watch.ids)
            self._refused(role, "cs.duty.watch", "action_take_back", watch.ids)
            self._refused(role, "cs.duty.person", "create", [person])
            self._refused(role, "cs.duty.place", "action_plan_ahead", self.place.ids)
        self._rpc("leader", "cs.duty.watch", "write", watch.ids, {"hour_to": 12})
        foreign = self._place("Gate", self.department)
        moved = {"place_id": foreign.id}
        self._refused("leader", "cs.duty.watch", "write", watch.ids, moved)
        self._rpc("supervisor", "cs.duty.watch", "write", watch.ids, moved)
        self._refused("leader", "cs.duty.place", "action_plan_ahead", foreign.ids)
        for role, planned in (
            ("leader", self.place),
            ("supervisor", self.place | foreign),
            ("gm", self.env["cs.duty.place"]),
        ):
            places = (self.place | foreign).with_user(self.users[role])
            self.assertEqual(places.filtered("can_plan"), planned, role)
        for role in ("agent", "leader", "gm"):
            vals = {"name": "Mine", "department_id": self.group_one.id}
            self._refused(role, "cs.duty.place", "create", [vals])

    def test_nobody_forges_what_follows(self):
        watch = self._watch("agent", publish=False)
        for vals in (
            {"state": "published"},
            {"needed": 0},
            {"start": "2025-01-01 00:00:00"},
        ):
            self._refused("leader", "cs.duty.watch", "write", watch.ids, vals)
            self._refused(
                "leader",
                "cs.duty.watch",
                "create",
                [{"place_id": self.place.id, "date": "2027-01-04", **vals}],
            )
        told = {"told_at": "2025-01-01 00:00:00"}
        person = watch.person_ids
        self._refused("leader", "cs.duty.person", "write", person.ids, told)
        [number] = self._rpc(
            "leader",
            "cs.duty.watch",
            "create",
            [{"place_id": self.place.id, "date": "2027-01-04"}],
            context={"default_state": "published", "default_needed": 0},
        )
        made = self.env["cs.duty.watch"].browse(number)
        self.assertEqual((made.state, made.needed), ("draft", 1))

    def test_a_swap_is_not_forged(self):
        watch = self._watch("agent", date="2027-01-04")
        vals = {
            "watch_id": watch.id,
            "colleague_id": self.agent2.id,
            "reason": "Fever",
        }
        for role in ("agent2", "stranger"):
            self._refused(role, "cs.duty.swap", "create", [vals])
        leader = self.people["leader"].id
        for forged in ({"state": "accepted"}, {"employee_id": leader}):
            self._refused("agent", "cs.duty.swap", "create", [{**vals, **forged}])
        [number] = self._rpc(
            "agent",
            "cs.duty.swap",
            "create",
            [vals],
            context={"default_state": "accepted", "default_employee_id": leader},
        )
        swap = self.env["cs.duty.swap"].browse(number)
        self.assertEqual((swap.state, swap.employee_id), ("asked", self.agent))
        for role in ("agent", "agent2", "leader", "supervisor", "hr", "gm", "stranger"):
            forged = {"state": "accepted"}
            self._refused(role, "cs.duty.swap", "write", swap.ids, forged)
            self._refused(role, "cs.duty.swap", "unlink", swap.ids)
            if role != "agent2":
                self._refused(role, "cs.duty.swap", "action_accept", swap.ids)
        self._refused("stranger", "cs.duty.swap", "read", swap.ids, ["reason"])
        self._rpc("agent2", "cs.duty.swap", "action_accept", swap.ids)
        self.assertEqual(watch.person_ids.employee_id, self.agent2)

    def test_its_forms_open_for_everybody_concerned(self):
        watch = self._watch("agent", date="2027-01-04")
        for role in READS_PUBLISHED:
            with self.subTest(role):
                model = self._as(role, self.env["cs.duty.watch"])
                views = model.get_views([(False, "form"), (False, "list")])
                names = views["models"]["cs.duty.watch"]["fields"]
                [found] = self._as(role, watch).web_read(
                    {
                        name: {"fields": {"display_name": {}}}
                        if field["type"] in ("many2one", "one2many")
                        else {}
                        for name, field in names.items()
                    }
                )
                self.assertEqual(found["people"], "agent")

    def test_another_company_sees_nothing(self):
        watch = self._watch("agent")
        other = self.env["res.company"].create({"name": "Other"})
        self.users["gm"].write(
            {"company_ids": [(6, 0, other.ids)], "company_id": other.id}
        )
        for model, record in (
            ("cs.duty.watch", watch),
            ("cs.duty.person", watch.person_ids),
            ("cs.duty.place", self.place),
            ("cs.duty.area", self.place.area_ids),
        ):
            self._refused("gm", model, "read", record.ids, ["display_name"])


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutyDatabase(DutyCase):
    @mute_logger("odoo.sql_db")
    def test_the_constraint_is_in_the_database(self):
        first = self._watch("agent")
        second = self._watch("agent2", hour_from=9)
        self.env.flush_all()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                SQL(
                    "UPDATE cs_duty_person SET employee_id = %s WHERE id = %s",
                    first.person_ids.employee_id.id,
                    second.person_ids.id,
                )
            )
