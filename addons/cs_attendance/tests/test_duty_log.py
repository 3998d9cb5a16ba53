from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .duty_case import NEXT, DutyCase, at, freeze_time

FRIDAY = date(2025, 6, 13)
ENTRY = {"description": "Alarm at the gate", "result": "False alarm"}
EVENT = {"name": "Power failure", "description": "The hall is dark"}
ROLES = ("agent", "agent2", "leader", "supervisor", "hr", "gm", "stranger", "admin")


class LogCase(DutyCase):
    def setUp(self):
        super().setUp()
        self.watch = self._watch("agent", hour_from=17.5, hour_to=8.5)

    def _log(self, role="agent", moment=None, **vals):
        moment = moment or at("20:10")
        with freeze_time(moment):
            times = {"start": at("20:00"), "stop": at("20:10")}
            return (
                self.env["cs.duty.log"]
                .with_user(self.users[role])
                .create({"watch_id": self.watch.id, **times, **ENTRY, **vals})
            )

    def _event(self, role="agent", moment=None, **vals):
        moment = moment or at("20:10")
        with freeze_time(moment):
            return (
                self.env["cs.duty.event"]
                .with_user(self.users[role])
                .create({"watch_id": self.watch.id, **EVENT, **vals})
            )


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutyLog(LogCase):
    """ATT-13: the log says who, from when to when, what happened, with what result."""

    def test_who_is_on_duty_writes(self):
        entry = self._log()
        self.assertEqual(entry.employee_id, self.agent)
        self.assertEqual(entry.place_id, self.place)

    def test_nobody_else_writes(self):
        for role in ("agent2", "leader", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._log(role)

    def test_from_the_start_until_the_end_of_the_next_working_day(self):
        """A duty that ends on Tuesday 08:30 is written up until Wednesday's end."""
        end = at("17:00", NEXT + timedelta(days=1))
        self.assertEqual(self.watch._written_until(), end)
        self._log(moment=end)
        with self.assertRaisesRegex(UserError, "ATT-13"):
            self._log(moment=end + timedelta(seconds=1))
        with self.assertRaisesRegex(UserError, "ATT-13"):
            self._log(moment=at("17:29:59"))

    def test_a_weekend_is_no_working_day(self):
        friday = self._watch("agent", date=FRIDAY)
        monday = FRIDAY + timedelta(days=3)
        self.assertEqual(friday._written_until(), at("17:00", monday))

    def test_its_times_lie_in_the_duty_and_not_in_the_future(self):
        for times in (
            {"start": at("17:29")},
            {"stop": at("20:11")},
        ):
            with self.subTest(times), self.assertRaises(ValidationError):
                self._log(**times)

    def test_nothing_changes_and_nothing_goes(self):
        entry = self._log()
        for record in (entry, entry.sudo()):
            for act in (
                lambda record=record: record.write({"result": "Other"}),
                lambda record=record: record.with_context(
                    _force_unlink=True, install_mode=True
                ).unlink(),
                lambda record=record: record.watch_id.write(
                    {"log_ids": [(2, record.id)]}
                ),
            ):
                with self.assertRaises(UserError):
                    act()
        self.assertTrue(entry.exists())

    @mute_logger("odoo.sql_db")
    def test_a_correction_is_a_new_entry(self):
        entry = self._log()
        new = self._log(corrects_id=entry.id, result="A cat")
        self.assertTrue(entry.is_corrected)
        self.assertEqual((entry.result, new.result), ("False alarm", "A cat"))
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._log(corrects_id=entry.id, result="A dog")

    def test_only_an_own_entry_is_corrected(self):
        entry = self._log()
        other = self._watch("agent2", date=NEXT, hour_from=17.5, hour_to=8.5)
        with self.assertRaises(ValidationError):
            self._log(
                "agent2",
                watch_id=other.id,
                corrects_id=entry.id,
                moment=at("20:10", NEXT),
                start=at("20:00", NEXT),
                stop=at("20:05", NEXT),
            )


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutyEvent(LogCase):
    """ATT-13: told at once, in writing the next day."""

    def _report(self, event, moment, role="agent"):
        with freeze_time(moment):
            own = self._as(role, event)
            own.report = "A fuse; replaced"
            own.action_submit()

    def test_the_head_is_told_at_once_and_once(self):
        event = self._event()
        self.assertEqual(event.head_id, self.people["leader"])
        self.assertEqual(self._told("leader"), ["Serious event on duty: Power failure"])
        tasks = event.sudo().activity_ids.grouped("user_id")
        self.assertEqual(set(tasks), {self.users["leader"], self.users["agent"]})

    def test_the_head_does_not_tell_oneself(self):
        own = self._watch("leader", hour_from=17.5, hour_to=8.5, date=NEXT)
        event = self._event("leader", watch_id=own.id, moment=at("20:10", NEXT))
        self.assertEqual(event.head_id, self.people["supervisor"])

    def test_the_report_is_due_at_the_end_of_work_the_next_day(self):
        """At the deadline it is in time, one second later it is late for good."""
        event = self._event()
        due = at("17:00", NEXT)
        self.assertEqual(event.due, due)
        for moment, is_late in ((due, False), (due + timedelta(seconds=1), True)):
            with self.subTest(moment), self.env.cr.savepoint() as savepoint:
                with freeze_time(moment):
                    event.invalidate_recordset()
                    self.assertEqual(event.is_late, is_late)
                    found = self.env["cs.duty.event"].search([("is_late", "=", True)])
                    self.assertEqual(event in found, is_late)
                self._report(event, moment)
                self.assertEqual(event.is_submitted_late, is_late)
                with freeze_time(moment + timedelta(days=9)):
                    event.invalidate_recordset()
                    self.assertEqual(event.is_late, is_late)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_after_midnight_it_is_the_next_day(self):
        """The company's day counts: 00:30 in Shanghai is the day before in UTC."""
        event = self._event(moment=at("24:30"), happened_at=at("24:30"))
        self.assertEqual(event.due, at("17:00", NEXT + timedelta(days=1)))

    def test_a_day_off_moves_nothing(self):
        """Friday's event is due on Saturday, when work usually ends."""
        watch = self._watch("agent", date=FRIDAY)
        event = self._event(watch_id=watch.id, moment=at("12:00", FRIDAY))
        self.assertEqual(event.due, at("17:00", FRIDAY + timedelta(days=1)))

    def test_the_policy_says_in_how_many_days(self):
        self.policy._decision_write({"duty_report_days": 2})
        self.assertEqual(self._event().due, at("17:00", NEXT + timedelta(days=1)))

    def test_a_submitted_report_stays(self):
        event = self._event()
        with self.assertRaisesRegex(UserError, "write the report"):
            self._as("agent", event).action_submit()
        self._report(event, at("09:00", NEXT))
        for record in (self._as("agent", event), event.sudo()):
            for act in (
                lambda record=record: record.write({"report": "Other"}),
                lambda record=record: record.write({"state": "open"}),
                lambda record=record: record.write({"description": "Other"}),
                record.unlink,
                record.action_submit,
            ):
                with self.assertRaises(UserError):
                    act()
        self.assertEqual(self._told("leader")[-1], "Report submitted: Power failure")

    def test_who_reports(self):
        event = self._event()
        for role in ("agent2", "leader", "hr", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._report(event, at("09:00", NEXT), role)
        self._report(event, at("09:00", NEXT), "supervisor")
        self.assertEqual(event.submitted_by_id, self.users["supervisor"])

    def _chase(self, moment):
        cron = self.env.ref("cs_attendance.cs_duty_cron_chase")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_it_is_chased_once_a_day_while_it_is_overdue(self):
        event = self._event()
        due = event.due
        seen = []
        for moment in (
            due,
            due + timedelta(seconds=1),
            due + timedelta(hours=1),
            due + timedelta(days=1),
        ):
            self._chase(moment)
            mine = event.sudo().activity_ids.filtered(
                lambda one: one.user_id == self.users["agent"]
            )
            seen.append((event.chased_on, len(mine), len(self._told("leader"))))
        second = NEXT + timedelta(days=1)
        self.assertEqual(
            seen, [(False, 1, 1), (NEXT, 1, 2), (NEXT, 1, 2), (second, 1, 2)]
        )
        self._report(event, due + timedelta(days=1, hours=1))
        self._chase(due + timedelta(days=3))
        self.assertEqual(event.chased_on, second)


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutyLogRpc(RpcMixin, LogCase):
    """ATT-13 from outside; the duty is now, as calls are not frozen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_role("stranger", "cs_base.group_agent")
        cls.logins["stranger"] = cls.users["stranger"].login

    def setUp(self):
        super().setUp()
        today = self.company._cs_today()
        self.watch = self._watch("agent", date=today, hour_from=0, hour_to=24)
        self.start = str(self.watch.start)

    def _entry(self, **vals):
        times = {"start": self.start, "stop": self.start}
        return {"watch_id": self.watch.id, **times, **ENTRY, **vals}

    def _new_event(self, **vals):
        vals = {"watch_id": self.watch.id, "happened_at": self.start, **EVENT, **vals}
        return self._rpc("agent", "cs.duty.event", "create", [vals])

    def test_the_log(self):
        for role in set(ROLES) - {"agent"}:
            self._refused(role, "cs.duty.log", "create", [self._entry()])
        for forged in (
            {"employee_id": self.agent2.id},
            {"place_id": 1},
            {"create_date": "2025-01-01"},
        ):
            self._refused("agent", "cs.duty.log", "create", [self._entry(**forged)])
        ids = self._rpc("agent", "cs.duty.log", "create", [self._entry()])
        readers = {"agent", "leader", "supervisor", "hr", "gm"}
        for role in ROLES:
            if role in readers:
                self._rpc(role, "cs.duty.log", "read", ids, ["result"])
            else:
                self._refused(role, "cs.duty.log", "read", ids, ["result"])
            self._refused(role, "cs.duty.log", "write", ids, {"result": "Other"})
            self._refused(role, "cs.duty.log", "unlink", ids)
        load = (["id", "result"], [[f"{ids[0]}", "Other"]])
        with mute_logger("odoo.sql_db", "odoo.http"):
            answer = self._rpc("agent", "cs.duty.log", "load", *load)
        self.assertFalse(answer["ids"])
        entry = self.env["cs.duty.log"].browse(ids)
        entry.invalidate_recordset()
        self.assertEqual(entry.result, "False alarm")

    def test_the_author_is_not_forged_by_context(self):
        context = {"default_employee_id": self.agent2.id, "default_company_id": 1}
        [number] = self._rpc(
            "agent", "cs.duty.log", "create", [self._entry()], context=context
        )
        entry = self.env["cs.duty.log"].browse(number)
        self.assertEqual(
            (entry.employee_id, entry.company_id), (self.agent, self.company)
        )

    def test_events(self):
        for role in set(ROLES) - {"agent"}:
            vals = {"watch_id": self.watch.id, "happened_at": self.start, **EVENT}
            self._refused(role, "cs.duty.event", "create", [vals])
        ids = self._new_event()
        readers = {"agent", "leader", "supervisor", "hr", "gm"}
        for role in ROLES:
            if role in readers:
                self._rpc(role, "cs.duty.event", "read", ids, ["due"])
            else:
                self._refused(role, "cs.duty.event", "read", ids, ["due"])
            for forged in (
                {"state": "reported"},
                {"submitted_at": self.start, "report": "X"},
                {"due": "2030-01-01"},
                {"is_submitted_late": False},
                {"description": "Nothing"},
            ):
                self._refused(role, "cs.duty.event", "write", ids, forged)
            self._refused(role, "cs.duty.event", "unlink", ids)
            if role not in ("agent", "supervisor"):
                text = {"report": "Mine"}
                self._refused(role, "cs.duty.event", "write", ids, text)
                self._refused(role, "cs.duty.event", "action_submit", ids)
        self._rpc("agent", "cs.duty.event", "write", ids, {"report": "A fuse"})
        self._rpc("agent", "cs.duty.event", "action_submit", ids)
        event = self.env["cs.duty.event"].browse(ids)
        event.invalidate_recordset()
        self.assertEqual(event.state, "reported")
        for role in ("agent", "supervisor"):
            text = {"report": "Other"}
            self._refused(role, "cs.duty.event", "write", ids, text)

    def test_an_event_is_not_created_reported(self):
        for forged in ({"state": "reported"}, {"report": "X"}, {"told_at": self.start}):
            vals = {"watch_id": self.watch.id, "happened_at": self.start, **EVENT}
            self._refused("agent", "cs.duty.event", "create", [{**vals, **forged}])
        context = {"default_state": "reported", "default_due": "2030-01-01 00:00:00"}
        vals = {"watch_id": self.watch.id, "happened_at": self.start, **EVENT}
        [number] = self._rpc(
            "agent", "cs.duty.event", "create", [vals], context=context
        )
        event = self.env["cs.duty.event"].browse(number)
        self.assertEqual(event.state, "open")
        self.assertLess(event.due.year, 2030)

    def test_their_forms_open_for_everybody_concerned(self):
        event = self.env["cs.duty.event"].browse(self._new_event())
        [number] = self._rpc("agent", "cs.duty.log", "create", [self._entry()])
        entry = self.env["cs.duty.log"].browse(number)
        for record in (event, entry):
            for role in ("agent", "leader", "supervisor", "hr", "gm"):
                with self.subTest(role, model=record._name):
                    model = self._as(role, record.browse())
                    views = model.get_views([(False, "form")])
                    names = views["models"][record._name]["fields"]
                    [found] = self._as(role, record).web_read(
                        {
                            name: {"fields": {"display_name": {}}}
                            if field["type"] in ("many2one", "one2many")
                            else {}
                            for name, field in names.items()
                        }
                    )
                    self.assertTrue(found["employee_id"]["display_name"])
