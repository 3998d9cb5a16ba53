from datetime import datetime, timedelta

from dateutil.relativedelta import MO, relativedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .request_common import RequestRpcCase


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_request")
class TestRequestAccess(RequestRpcCase):
    """TRUST.md, row "correction, out-of-office, swap", asked from outside.

    agent C own; leader A team, not own; supervisor A department, not own; HR and
    payroll R; general manager A; the technical administrator nothing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leave_type = cls._leave_type()
        cls.today = fields.Date.today()
        for login, group in (
            ("portal", "base.group_portal"),
            ("plain", "base.group_user"),
        ):
            cls.users[login] = new_test_user(
                cls.env,
                login,
                group,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            cls.logins[login] = login
        cls._outsiders()

    @classmethod
    def _outsiders(cls):
        """HR officer and general manager of another company."""
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        for role, group in (
            ("hr_other", "hr_officer"),
            ("gm_other", "general_manager"),
        ):
            cls.users[role] = new_test_user(
                cls.env,
                role,
                f"cs_base.group_{group}",
                company_id=cls.other_company.id,
                company_ids=[(6, 0, cls.other_company.ids)],
            )
            cls.logins[role] = role
            cls.people[role] = cls.env["hr.employee"].create(
                {
                    "name": role,
                    "user_id": cls.users[role].id,
                    "company_id": cls.other_company.id,
                }
            )

    def _sees(self, records, readers):
        """Exactly these roles find, count and read the records."""
        model = records._name
        self.env.flush_all()
        for role in self.logins:
            domain = [("id", "in", records.ids)]
            with self.subTest(model=model, role=role):
                if role not in readers:
                    user = self.users[role]
                    if self.env[model].with_user(user).has_access("read"):
                        self.assertEqual(self._rpc(role, model, "search", domain), [])
                    self._refused(role, model, "read", records.ids, ["display_name"])
                    continue
                found = self._rpc(role, model, "search", domain)
                self.assertEqual(sorted(found), sorted(records.ids))
                self._rpc(
                    role, model, "web_read", records.ids, self._all_fields(role, model)
                )

    def _all_fields(self, role, model):
        fields_get = self.env[model].with_user(self.users[role]).fields_get()
        return {
            name: {} for name, field in fields_get.items() if field["type"] != "binary"
        }

    def _yesterday_correction(self, role="agent", **vals):
        day = self.today - timedelta(days=1)
        return self._correction(role, date=fields.Date.to_string(day), **vals)

    def _outing_today(self, role="agent"):
        now = fields.Datetime.now().replace(minute=0, second=0)
        return self._outing(role, start=now, stop=now + timedelta(hours=1))

    def _monday(self):
        return fields.Date.to_string(self.today + relativedelta(weeks=2, weekday=MO(1)))

    def test_corrections(self):
        request = self._yesterday_correction()
        everybody = {"agent", "leader", "supervisor", "hr", "payroll", "gm"}
        self._sees(request, everybody)
        self._matrix(request, "cs.punch.correction")

    def test_outings(self):
        request = self._outing_today()
        self._sees(request, {"agent", "leader", "supervisor", "hr", "payroll", "gm"})
        self._matrix(request, "cs.outing")

    def _matrix(self, request, model):
        """The draft is the person's; the decision the leader's."""
        for role in set(self.logins) - {"agent"}:
            with self.subTest(role=role, model=model):
                self._refused(role, model, "write", request.ids, {"reason": "x"})
                self._refused(role, model, "unlink", request.ids)
                self._refused(role, model, "action_submit", request.ids)
        self._rpc("agent", model, "write", request.ids, {"reason": "Better said"})
        self._refused("agent", model, "write", request.ids, {"state": "approved"})
        self._rpc("agent", model, "action_submit", request.ids)
        for role in self.logins:
            with self.subTest(role=role, model=model):
                self._refused(role, model, "write", request.ids, {"reason": "x"})
                self._refused(role, model, "write", request.ids, {"state": "approved"})
                self._refused(role, model, "unlink", request.ids)
                if role != "agent":
                    self._refused(role, model, "copy", request.ids)
                if role != "leader":
                    self._refused(role, model, "action_approve", request.ids)
                    self._refused(role, model, "action_refuse", request.ids, "no")
        self._rpc("leader", model, "action_approve", request.ids)
        request.invalidate_recordset()
        self.assertEqual(request.state, "approved")

    def test_nobody_files_for_others(self):
        day = fields.Date.to_string(self.today - timedelta(days=1))
        for role in set(self.logins) - {"agent2"}:
            with self.subTest(role=role):
                self._refused(
                    role,
                    "cs.punch.correction",
                    "create",
                    {
                        "employee_id": self.people["agent2"].id,
                        "date": day,
                        "side": "in",
                        "moment": f"{day} 00:30:00",
                        "reason": "x",
                    },
                )
                self._refused(
                    role,
                    "cs.outing",
                    "create",
                    {
                        "employee_id": self.people["agent2"].id,
                        "start": f"{day} 00:30:00",
                        "stop": f"{day} 01:30:00",
                        "place": "x",
                        "reason": "x",
                    },
                )

    def test_nothing_is_created_decided(self):
        day = fields.Date.to_string(self.today - timedelta(days=1))
        vals = {
            "employee_id": self.people["agent"].id,
            "date": day,
            "side": "in",
            "moment": f"{day} 00:30:00",
            "reason": "x",
        }
        self._refused(
            "agent", "cs.punch.correction", "create", vals | {"state": "approved"}
        )
        context = {"default_state": "approved"}
        new = self._rpc("agent", "cs.punch.correction", "create", vals, context=context)
        request = self.env["cs.punch.correction"].browse(new)
        self.assertEqual(request.state, "draft")

    def test_the_reader_of_another_team_sees_nothing(self):
        other = self.env["hr.department"].create(
            {"name": "Other group", "company_id": self.company.id}
        )
        self._create_role("leader2", "cs_base.group_team_leader", other)
        self.logins["leader2"] = self.users["leader2"].login
        self._create_role("supervisor2", "cs_base.group_supervisor", other)
        other.manager_id = self.people["supervisor2"]
        self.logins["supervisor2"] = self.users["supervisor2"].login
        self._sees(
            self._yesterday_correction(),
            {"agent", "leader", "supervisor", "hr", "payroll", "gm"},
        )

    def test_a_deputy_reads_what_there_is_to_decide(self):
        self._deputy(
            "leader", "agent2", self.today - timedelta(1), self.today + timedelta(1)
        )
        request = self._yesterday_correction()
        self._as("agent", request).action_submit()
        self._sees(
            request, {"agent", "agent2", "leader", "supervisor", "hr", "payroll", "gm"}
        )
        self._rpc("agent2", "cs.punch.correction", "action_approve", request.ids)

    def test_several_from_the_inbox(self):
        requests = self._yesterday_correction() | self._yesterday_correction(
            side="out", hour=9
        )
        self._as("agent", requests).action_submit()
        self.env.flush_all()
        found = self._rpc(
            "leader", "cs.decision.request", "search", [("waiting_for_me", "=", True)]
        )
        self.assertEqual(len(found), 2)
        self._rpc("leader", "cs.decision.request", "action_approve", found)
        requests.invalidate_recordset()
        self.assertEqual(set(requests.mapped("state")), {"approved"})

    def test_exemptions(self):
        record = (
            self._as("hr", self.env["cs.exemption"])
            .create(
                {
                    "employee_id": self.people["agent"].id,
                    "date_from": self.today,
                    "reason": "x",
                }
            )
            .sudo()
        )
        self._sees(record, {"agent", "leader", "supervisor", "hr", "payroll", "gm"})
        vals = {
            "employee_id": self.people["agent2"].id,
            "date_from": fields.Date.to_string(self.today),
            "reason": "x",
        }
        for role in set(self.logins) - {"hr", "supervisor"}:
            with self.subTest(role=role):
                self._refused(role, "cs.exemption", "create", vals)
                self._refused(
                    role, "cs.exemption", "write", record.ids, {"reason": "y"}
                )
        # A supervisor neither changes HR's draft nor asks for other departments.
        self._refused(
            "supervisor", "cs.exemption", "write", record.ids, {"reason": "y"}
        )
        self._rpc("hr", "cs.exemption", "action_submit", record.ids)
        for role in set(self.logins) - {"gm"}:
            with self.subTest(role=role):
                self._refused(role, "cs.exemption", "action_approve", record.ids)
                self._refused(
                    role, "cs.exemption", "write", record.ids, {"date_to": False}
                )
        self._rpc("gm", "cs.exemption", "action_approve", record.ids)
        for role in set(self.logins) - {"hr", "gm"}:
            with self.subTest(role=role):
                day = fields.Date.to_string(self.today)
                self._refused(role, "cs.exemption", "action_end", record.ids, day, "x")

    def test_proxy_hints(self):
        moment = datetime.combine(self.today - timedelta(1), datetime.min.time())
        self._punch("agent", moment)
        self._punch("agent2", moment + timedelta(seconds=1))
        self.env["cs.proxy.finder"]._find(
            moment, moment + timedelta(days=1), moment - timedelta(days=1)
        )
        hint = self.env["cs.proxy.hint"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(hint), 1)
        self._sees(hint, {"leader", "supervisor", "hr", "gm"})
        for role in self.logins:
            with self.subTest(role=role):
                for vals in ({"state": "confirmed"}, {"note": "x"}):
                    self._refused(role, "cs.proxy.hint", "write", hint.ids, vals)
                self._refused(role, "cs.proxy.hint", "unlink", hint.ids)
                if role not in ("supervisor", "hr", "gm"):
                    for method in ("action_confirm", "action_dismiss"):
                        self._refused(role, "cs.proxy.hint", method, hint.ids, "x")
        wizard = self._rpc(
            "supervisor",
            "cs.proxy.verdict",
            "create",
            {"hint_ids": [(6, 0, hint.ids)], "outcome": "confirm", "reason": "Seen"},
        )
        self._rpc("supervisor", "cs.proxy.verdict", "action_confirm", [wizard])
        hint.invalidate_recordset()
        self.assertEqual(hint.state, "confirmed")
        # Once it is confirmed the people concerned see it, and can answer it.
        self._sees(hint, {"agent", "agent2", "leader", "supervisor", "hr", "gm"})

    def test_leave_requests(self):
        leave = self._leave(first=self._monday())
        request = leave.cs_request_ids
        self._sees(request, {"agent", "leader", "supervisor", "hr", "payroll", "gm"})
        for role in self.logins:
            with self.subTest(role=role):
                for method, args in (
                    ("write", [{"days": 0.5}]),
                    ("write", [{"state": "approved"}]),
                    ("unlink", []),
                    ("copy", []),
                ):
                    self._refused(role, "cs.leave.request", method, request.ids, *args)
                self._refused(
                    role,
                    "cs.leave.request",
                    "create",
                    {
                        "employee_id": self.people["agent"].id,
                        "leave_id": leave.id,
                        "state": "approved",
                    },
                )

    def test_stock_leave_is_approved_by_no_other_way(self):
        """ATT-09, over RPC, with the strongest stock rights there are."""
        manager = self.env.ref("hr_holidays.group_hr_holidays_manager")
        self.users["hr"].group_ids += manager
        self.people["agent"].leave_manager_id = self.users["supervisor"]
        leave = self._leave(first=self._monday())
        self.env.flush_all()
        strong = {
            "context": {
                "leave_fast_create": True,
                "leave_skip_state_check": True,
                "leave_skip_date_check": True,
                "mail_activity_automation_skip": True,
            }
        }
        for role in self.logins:
            with self.subTest(role=role):
                for state in ("validate", "validate1", "refuse", "cancel"):
                    for kwargs in ({}, strong):
                        self._refused(
                            role,
                            "hr.leave",
                            "write",
                            leave.ids,
                            {"state": state},
                            **kwargs,
                        )
                if role != "leader":
                    self._refused(role, "hr.leave", "action_approve", leave.ids)
                    self._refused(
                        role, "hr.leave", "action_approve", leave.ids, check_state=False
                    )
                    self._refused(role, "hr.leave", "action_refuse", leave.ids)
        leave.invalidate_recordset()
        self.assertEqual(leave.state, "confirm")
        # The leader has no rights on the stock leave, and decides on the request.
        self._rpc(
            "leader", "cs.leave.request", "action_approve", leave.cs_request_ids.ids
        )
        leave.invalidate_recordset()
        self.assertEqual(leave.state, "validate")
        for role in self.logins:
            with self.subTest(role=role):
                self._refused(role, "hr.leave", "action_refuse", leave.ids)
                self._refused(
                    role, "hr.leave", "write", leave.ids, {"state": "confirm"}, **strong
                )
                self._refused(
                    role,
                    "hr.leave",
                    "write",
                    leave.ids,
                    {"number_of_days": 9},
                    **strong,
                )
                self._refused(role, "hr.leave", "unlink", leave.ids)

    def test_imports_do_not_get_past_it(self):
        day = self._monday()
        rows = [["agent", "Personal leave", day, day, "x", "validate"]]
        names = [
            "employee_id",
            "holiday_status_id",
            "request_date_from",
            "request_date_to",
            "name",
            "state",
        ]
        result = self._rpc("hr", "hr.leave", "load", names, rows)
        self.assertFalse(result["ids"])
        person = [("employee_id", "=", self.people["agent"].id)]
        self.assertFalse(self.env["hr.leave"].search(person))

    def test_a_copy_is_a_draft(self):
        outing = self._outing_today()
        [new] = self._rpc(
            "agent", "cs.outing", "copy", outing.ids, {"state": "approved"}
        )
        copy = self.env["cs.outing"].browse(new)
        self.assertEqual(copy.state, "draft")
