from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import CsCase

#: role -> may change holidays, make-up days and department hours
WRITERS = {
    "agent": False,
    "leader": False,
    "supervisor": False,
    "payroll": False,
    "gm": False,
    "hr": True,
}


class _Data(CsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = cls.env["calendar.public.holiday"].create(
            {
                "year": 2025,
                "country_id": cls.env.ref("base.cn").id,
                "line_ids": [(0, 0, {"name": "Off", "date": "2025-10-01"})],
                "cs_makeup_ids": [(0, 0, {"name": "Swap", "date": "2025-10-11"})],
            }
        )


@tagged("cs_working_time")
class TestWorkingTimeRoles(_Data):
    """Working time: every employee reads, HR officers write."""

    def test_records(self):
        for role, writes in WRITERS.items():
            user = self.users[role]
            for record in (
                self.year,
                self.year.line_ids,
                self.year.cs_makeup_ids,
                self.group_one,
            ):
                record = record.with_user(user)
                with self.subTest(role=role, model=record._name):
                    self.assertTrue(record.has_access("read"))
                    self.assertTrue(record.read(["display_name"]))
                    for operation in ("write", "create", "unlink"):
                        self.assertEqual(record.has_access(operation), writes)

    def test_wizards(self):
        for role, writes in WRITERS.items():
            for model in ("cs.holiday.fill", "cs.working.time.trial"):
                with self.subTest(role=role, model=model):
                    Model = self.env[model].with_user(self.users[role])
                    self.assertEqual(Model.has_access("create"), writes)

    def test_everybody_gets_answers(self):
        """The service serves people who may not read what it rests on."""
        calendar = self.company.resource_calendar_id
        for role, user in self.users.items():
            with self.subTest(role=role):
                service = self.env["cs.working.time"].with_user(user)
                calendars = service._calendars(self.group_one.with_user(user))
                self.assertEqual(calendars[self.group_one.id], calendar)
                self.assertEqual(
                    service._is_working(
                        calendar.with_user(user), [self.env.cr.now().replace(hour=23)]
                    ),
                    [False],
                )

    def test_hr_officer_does_the_work(self):
        year = self.year.with_user(self.users["hr"])
        year.line_ids.name = "Renamed"
        year.cs_makeup_ids.dayofweek = "1"
        self.group_one.with_user(
            self.users["hr"]
        ).cs_calendar_id = self.company.resource_calendar_id
        year.line_ids.unlink()
        year.unlink()
        self.assertFalse(year.exists())


@tagged("post_install", "-at_install", "cs_working_time")
class TestWorkingTimeRpc(_Data, HttpCase):
    """The same over the wire, as an agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["agent"].password = "agent-password"

    def _call(self, model, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": {}},
        )

    @mute_logger("odoo.http")
    def test_agent(self):
        self.authenticate("cs_agent", "agent-password")
        makeup = self.year.cs_makeup_ids
        self.assertEqual(
            self._call("cs.makeup.day", "read", makeup.ids, ["name"])[0]["name"],
            "Swap",
        )
        for model, method, *args in (
            ("cs.makeup.day", "write", makeup.ids, {"name": "x"}),
            ("cs.makeup.day", "unlink", makeup.ids),
            ("cs.makeup.day", "create", [{"name": "x", "date": "2025-10-12"}]),
            ("calendar.public.holiday.line", "unlink", self.year.line_ids.ids),
            ("calendar.public.holiday", "write", self.year.ids, {"year": 2026}),
            ("calendar.public.holiday", "action_cs_settle", self.year.ids),
            ("hr.department", "write", self.group_one.ids, {"cs_calendar_id": False}),
            ("cs.holiday.fill", "create", [{}]),
            ("cs.holiday.fill", "action_fill", [1]),
            ("cs.working.time.trial", "create", [{}]),
        ):
            with self.subTest(model=model, method=method):
                with self.assertRaises(JsonRpcException) as error:
                    self._call(model, method, *args)
                self.assertIn(AccessError.__name__, str(error.exception))
        self.assertTrue(makeup.exists())

    @mute_logger("odoo.http")
    def test_private_methods_stay_private(self):
        self.authenticate("cs_agent", "agent-password")
        for model, method in (
            ("cs.working.time", "_facts"),
            ("cs.makeup.day", "_write_filled"),
            ("cs.makeup.day", "_clear_cache"),
            ("calendar.public.holiday", "_cs_fill"),
            ("calendar.public.holiday", "_cron_fill_years"),
        ):
            with self.subTest(method=method), self.assertRaises(JsonRpcException):
                self._call(model, method, [])


@tagged("cs_working_time")
class TestWorkingTimeViews(_Data):
    def test_lists_open_in_their_order(self):
        for xmlid in (
            "hr_department_action_calendar",
            "calendar_public_holiday_action",
            "cs_makeup_day_action",
        ):
            action = self.env.ref(f"cs_base.{xmlid}")
            Model = self.env[action.res_model].with_user(self.users["hr"])
            with self.subTest(action=xmlid):
                views = Model.get_views([(action.view_id.id, "list")])["views"]
                arch = etree.fromstring(views["list"]["arch"])
                names = [node.get("name") for node in arch.iterfind("field")]
                rows = Model.search_read(
                    [], names, order=arch.get("default_order"), limit=2
                )
                self.assertTrue(rows)
