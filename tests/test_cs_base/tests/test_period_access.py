"""Who may what with a month, tried over RPC as the role (ALL-05, TRUST)."""

from odoo.addons.cs_base.tests.common import ROLE_GROUPS
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .period_common import PeriodCase

READERS = ("supervisor", "hr", "payroll", "gm")
OUTSIDERS = ("agent", "leader", "admin")
MODELS = ("cs.period", "cs.period.step", "cs.period.event", "cs.period.step.type")


@tagged("cs_base", "cs_base_period", "post_install", "-at_install")
@freeze_time("2026-11-06 02:00:00")
class TestPeriodAccess(PeriodCase, HttpCase):
    def call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def login(self, role):
        self.authenticate(f"cs_{role}", f"cs_{role}")

    @mute_logger("odoo.http")
    def refused(self, model, method, *args, **kwargs):
        with self.assertRaises(JsonRpcException) as caught:
            self.call(model, method, *args, **kwargs)
        return str(caught.exception)

    def test_who_may_read(self):
        for role in READERS:
            self.login(role)
            for model in MODELS:
                with self.subTest(role=role, model=model):
                    self.assertTrue(self.call(model, "search_read", [], ["id"]))
            data = self.call("cs.period.screen", "load", 202610)
            self.assertEqual(len(data["steps"]), 2)
            self.call("cs.period.screen", "progress", self.period.id)
        for role in OUTSIDERS:
            self.login(role)
            for model in MODELS:
                with self.subTest(role=role, model=model):
                    self.refused(model, "search_read", [], ["id"])
            self.refused("cs.period.screen", "load", 202610)
            self.refused("cs.period.screen", "progress", self.period.id)

    def test_who_may_act(self):
        attempts = {
            "check": ("cs.period.step", "action_lock", self.check.ids),
            "compute": ("cs.period.step", "action_start", self.compute.ids),
            "pause": ("cs.period.step", "action_pause", self.compute.ids),
            "assign": ("cs.period.step", "action_assign", self.check.ids, False),
            "close": ("cs.period", "action_close", self.period.ids),
            "open": ("cs.period", "action_open_month", "2026-11-01"),
        }
        own = {
            "hr": {"check", "assign", "open"},
            "payroll": {"compute", "pause", "open"},
            "gm": {"close", "open"},
        }
        for role in ("agent", "leader", "supervisor", "hr", "payroll", "gm", "admin"):
            self.login(role)
            for name in attempts.keys() - own.get(role, set()):
                with self.subTest(role=role, attempt=name):
                    error = self.refused(*attempts[name])
                    self.assertIn("AccessError", error)
        self.assertEqual(self.period.step_ids.mapped("state"), ["ready", "waiting"])
        self.login("hr")
        self.call(*attempts["check"])
        self.assertEqual(self.check.state, "locking")

    def test_superuser_acts_only_with_a_role(self):
        for user in (self.env.ref("base.user_root"), self.users["admin"]):
            with self.assertRaises(AccessError):
                self.check.with_user(user).sudo().action_lock()
            with self.assertRaises(AccessError):
                self.period.with_user(user).sudo().action_close()

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        for role in ("hr", "gm"):
            new_test_user(
                self.env,
                login=f"cs_{role}_other",
                groups=ROLE_GROUPS[role],
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            )
        self.login("hr_other")
        self.assertEqual(self.call("cs.period", "search_count", []), 0)
        self.assertEqual(self.call("cs.period.step", "search_count", []), 0)
        self.assertEqual(self.call("cs.period.event", "search_count", []), 0)
        self.refused("cs.period.step", "action_lock", self.check.ids)
        self.refused("cs.period.screen", "progress", self.period.id)
        foreign = {"context": {"allowed_company_ids": self.company.ids}}
        self.refused("cs.period.screen", "load", 202610, **foreign)
        self.refused("cs.period", "action_open_month", "2026-11-01", **foreign)
        self.login("gm_other")
        self.refused("cs.period", "action_close", self.period.ids)

    def hostile_calls(self):
        period, step = self.period.id, self.compute.id
        event = self.period.event_ids[0].id
        cheat = {"state": "locked", "done": 25, "total": 25, "cursor": {"at": 9}}
        flags = {
            "_force_unlink": True,
            "install_mode": True,
            "module": "cs_base",
            "default_state": "closed",
            "tracking_disable": True,
            "import_file": True,
        }
        closed = {"state": "closed", "closed_at": "2026-11-01 00:00:00"}
        new = {"company_id": self.company.id, "month": "2026-11-01", "state": "closed"}
        line = {"period_id": period, "kind": "close", "date": "2026-11-01 00:00:00"}
        new_step = {"period_id": period, "code": "x", "sequence": 1, "state": "locked"}
        for context in ({}, flags):
            yield "cs.period", "write", [[period], closed], context
            yield "cs.period", "web_save", [[period], closed, {}], context
            yield "cs.period", "write", [[period], {"protocol": {"a": 1}}], context
            yield "cs.period", "unlink", [[period]], context
            yield "cs.period", "copy", [[period], {"month": "2026-11-01"}], context
            yield "cs.period", "create", [[new]], context
            yield "cs.period", "web_save", [[], new, {}], context
            yield "cs.period", "name_create", ["2026-11-01"], context
            commands = [[1, step, cheat]], [[2, step]], [[0, 0, new_step]], [[5]]
            for command in commands:
                vals = {"step_ids": command}
                yield "cs.period", "write", [[period], vals], context
            yield "cs.period", "write", [[period], {"event_ids": [[5]]}], context
            yield "cs.period.step", "write", [[step], cheat], context
            yield "cs.period.step", "write", [[step], {"user_id": False}], context
            yield "cs.period.step", "write", [[step], {"period_id": period}], context
            yield "cs.period.step", "unlink", [[step]], context
            yield "cs.period.step", "create", [[new_step]], context
            yield "cs.period.step", "copy", [[step], {"code": "x"}], context
            yield "cs.period.event", "create", [[line]], context
            yield "cs.period.event", "write", [[event], {"kind": "close"}], context
            yield "cs.period.event", "unlink", [[event]], context
            yield "cs.period.event", "copy", [[event]], context
            type_id = self.compute.type_id.id
            agent = self.env.ref("cs_base.group_agent").id
            vals = {"group_id": agent}
            yield "cs.period.step.type", "write", [[type_id], vals], context
            yield "cs.period.step.type", "unlink", [[type_id]], context
        yield "cs.period", "_set", [[period], closed], {}
        yield "cs.period.step", "_set", [[step], cheat], {}
        yield "cs.period.step", "_move", [[step], "start"], {}
        yield "cs.period.event", "_log", [period, "close"], {}
        yield "cs.period.runner", "_cron_run", [], {}
        yield "cs.period", "_open_month", [self.company.id, "2026-11-01"], {}

    def state_of_everything(self):
        self.env.invalidate_all()
        return [
            self.env[model].search([]).read(load=None)
            for model in (*MODELS, "test.cs.item")
        ]

    def test_hostile_writes_over_rpc(self):
        before = self.state_of_everything()
        for role in (*READERS, *OUTSIDERS):
            self.login(role)
            for model, method, args, context in self.hostile_calls():
                with self.subTest(role=role, call=(model, method, args)):
                    self.refused(model, method, *args, context=context)
        self.assertEqual(self.state_of_everything(), before)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_hostile_import(self):
        before = self.state_of_everything()
        for role in ("gm", "admin"):
            self.login(role)
            for fields, row in (
                ([".id", "state"], [str(self.period.id), "closed"]),
                (["company_id/.id", "month"], [str(self.company.id), "2026-11-01"]),
            ):
                try:
                    result = self.call("cs.period", "load", fields, [row])
                except JsonRpcException:
                    continue
                self.assertFalse(result["ids"])
                self.assertTrue(result["messages"])
        self.assertEqual(self.state_of_everything(), before)

    def test_superuser_cannot_write_either(self):
        self.close()
        before = self.state_of_everything()
        root = self.env(su=True, user=self.env.ref("base.user_root"))
        for model, method, args, context in self.hostile_calls():
            if (
                model not in MODELS[:3]
                or method.startswith("_")
                or method == "web_save"
            ):
                continue
            records = root[model].with_context(**context)
            if isinstance(args[0], list) and args[0] and isinstance(args[0][0], int):
                records, args = records.browse(args[0]), args[1:]
            with (
                self.subTest(call=(model, method, args)),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                getattr(records, method)(*args)
        self.assertEqual(self.state_of_everything(), before)

    def test_closed_means_closed_for_the_own_code_too(self):
        self.close()
        with self.assertRaisesRegex(UserError, "is closed"):
            self.period._set({"state": "open"})
        with self.assertRaisesRegex(UserError, "is closed"):
            self.compute._set({"state": "done"})
        for role, action in (("payroll", "start"), ("payroll", "lock")):
            step = self.as_role(self.compute, role)
            if action == "lock":
                step.action_lock()  # idempotent: it is locked
            else:
                with self.assertRaises(UserError):
                    step.action_start()
        self.assertTrue(self.as_role(self.period, "gm").action_close())
        self.assertEqual(self.compute.state, "locked")

    def test_odd_arguments_get_an_answer_in_words(self):
        self.login("gm")
        for month in (0, -1, 202613, 10**20, "202610", [1], {"a": 1}, 199912):
            with self.subTest(month=month):
                if not month:
                    self.call("cs.period.screen", "load", month)
                    continue
                self.assertIn(
                    "UserError", self.refused("cs.period.screen", "load", month)
                )
