from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import RpcCase
from .policy_common import PolicyCase

POLICY, BAND = "test.cs.policy", "test.cs.policy.band"
READERS = ("agent", "leader", "supervisor", "hr", "payroll", "gm")
ROLES = (*READERS, "admin")
PROPOSERS = ("supervisor", "hr")


@tagged("post_install", "-at_install", "cs_base", "cs_base_policy")
@freeze_time("2025-06-15 04:00")
class TestPolicyAccess(RpcCase, PolicyCase):
    """Over RPC, as the roles of TRUST.md ("incentive scheme, policies")."""

    def _one_of_each_state(self):
        bands = [Command.create({"name": "A", "low": 90})]
        found = {
            "superseded": self._approved("2025-01-01", band_ids=bands),
            "approved": self._approved("2025-07-01", band_ids=bands),
            "withdrawn": self._approved("2025-08-01", band_ids=bands),
            "proposed": self._proposed(date_from="2025-09-01", band_ids=bands),
            "draft": self._draft(band_ids=bands),
        }
        self._as("hr", found["withdrawn"]).action_take_back()
        self._as("gm", found["withdrawn"]).action_approve()
        for state, policy in found.items():
            self.assertEqual(policy.state, state)
        return found

    def test_reading(self):
        policies = self._one_of_each_state()
        for role in READERS:
            published = ("approved", "superseded")
            for state, policy in policies.items():
                for model, record in ((POLICY, policy), (BAND, policy.band_ids)):
                    with self.subTest(role=role, state=state, model=model):
                        if role == "agent" and state not in published:
                            self._refused(role, model, "read", record.ids, ["name"])
                            domain = [("id", "=", record.id)]
                            count = self._rpc(role, model, "search_count", domain)
                            self.assertEqual(count, 0)
                        else:
                            self._rpc(role, model, "web_read", record.ids, {"name": {}})
        for model, record in ((POLICY, policies["approved"]), (BAND, policy.band_ids)):
            self._refused("admin", model, "read", record.ids, ["name"])
            self._refused("admin", model, "search_count", [])

    def test_reading_the_form_as_everybody(self):
        policies = self._one_of_each_state()
        ids = policies["superseded"].ids + policies["approved"].ids
        for role in READERS:
            with self.subTest(role=role):
                wanted = [[False, kind] for kind in ("form", "list", "search")]
                views = self._rpc(role, POLICY, "get_views", wanted)["views"]
                form = views["form"]["arch"]
                self.assertIn("minutes", form)
                fields = ["change_table", "phase", "is_taking_back"]
                fields += ["can_take_back", "can_renew"]
                first, second = self._rpc(role, POLICY, "read", ids, fields)
                for one in (first, second):
                    self.assertEqual(one["can_renew"], role in PROPOSERS)
                self.assertIn("5 minutes", first["change_table"])
                self.assertEqual(first["phase"], "in_force")
                self.assertEqual(second["can_take_back"], role == "hr")

    def test_no_other_company(self):
        policy = self._one_of_each_state()["approved"]
        other = self.env["res.company"].create({"name": "Other"})
        for role in READERS:
            self.users[role].write(
                {"company_ids": [Command.set(other.ids)], "company_id": other.id}
            )
            for model, record in ((POLICY, policy), (BAND, policy.band_ids)):
                with self.subTest(role=role, model=model):
                    self._refused(role, model, "read", record.ids, ["name"])

    def test_drafting(self):
        vals = {"name": "Rules", "company_id": self.company.id}
        own = {}
        for role in ROLES:
            with self.subTest(role=role):
                if role in PROPOSERS:
                    [own[role]] = self._rpc(role, POLICY, "create", [vals])
                else:
                    self._refused(role, POLICY, "create", [vals])
        for role in ROLES:
            for maker, policy_id in own.items():
                with self.subTest(role=role, maker=maker):
                    row = {"name": "A", "policy_id": policy_id}
                    if role == "hr" or role == maker:
                        self._rpc(role, POLICY, "write", [policy_id], {"grace": 1})
                        [band] = self._rpc(role, BAND, "create", [row])
                        self._rpc(role, BAND, "unlink", [band])
                    else:
                        self._refused(role, POLICY, "write", [policy_id], {"grace": 1})
                        self._refused(role, POLICY, "unlink", [policy_id])
                        self._refused(role, POLICY, "action_submit", [policy_id])
                        self._refused(role, BAND, "create", [row])
        self._rpc("supervisor", POLICY, "action_submit", [own["supervisor"]])
        self._rpc("hr", POLICY, "unlink", [own["hr"]])

    def test_deciding_and_taking_back(self):
        policy = self._proposed(date_from="2025-07-01")
        for role in ROLES:
            if role != "gm":
                for method, args in (
                    ("action_approve", []),
                    ("action_refuse", ["x"]),
                    ("action_return", ["x"]),
                ):
                    with self.subTest(role=role, method=method):
                        self._refused(role, POLICY, method, policy.ids, *args)
        self._rpc("gm", POLICY, "action_approve", policy.ids)
        for role in ROLES:
            if role != "hr":
                with self.subTest(role=role):
                    self._refused(role, POLICY, "action_take_back", policy.ids)
        self._rpc("hr", POLICY, "action_take_back", policy.ids)
        for role in ROLES:
            if role != "gm":
                with self.subTest(role=role):
                    self._refused(role, POLICY, "action_approve", policy.ids)
        self._refused("supervisor", POLICY, "action_withdraw", policy.ids)
        self._rpc("gm", POLICY, "action_approve", policy.ids)
        policy.invalidate_recordset()
        self.assertEqual(policy.state, "withdrawn")

    def test_general_manager_does_not_approve_the_own_proposal(self):
        self.users["gm"].group_ids += self.env.ref("cs_base.group_hr_officer")
        # Nobody else could decide, so it cannot even be proposed.
        policy = self._draft("gm")
        self._refused("gm", POLICY, "action_submit", policy.ids)
        waiting = self._proposed("hr")
        self._as("gm", waiting).sudo(False).action_return("see my remarks")
        self._refused("gm", POLICY, "action_submit", waiting.ids)

    def test_frozen_after_proposal_by_every_path(self):
        policies = self._one_of_each_state()
        draft = policies.pop("draft")
        for state, policy in policies.items():
            before = policy.read()[0], policy.band_ids.read()
            for path in self._hostile_paths(policy, draft):
                with self.subTest(state=state, path=path):
                    self._refused("hr", *path)
                    self._refused("hr", *path, context={"default_state": "draft"})
            self.env.invalidate_all()
            self.assertEqual((policy.read()[0], policy.band_ids.read()), before)

    def _hostile_paths(self, policy, draft):
        ids, band = policy.ids, policy.band_ids
        for vals in (
            {"grace": 99},
            {"name": "Other"},
            {"date_from": "2025-01-02"},
            {"department_id": self.group_one.id},
            {"date_to": "2030-01-01"},
            {"state": "draft"},
            {"state": "withdrawn"},
            {"previous_id": draft.id},
            {"changes": []},
            {"band_ids": [[1, band.id, {"low": 1}]]},
            {"band_ids": [[2, band.id, 0]]},
            {"band_ids": [[0, 0, {"name": "B"}]]},
            {"band_ids": [[4, draft.band_ids.id, 0]]},
            {"band_ids": [[5, 0, 0]]},
        ):
            yield POLICY, "write", ids, vals
            yield POLICY, "web_save", ids, vals, {}
        yield POLICY, "unlink", ids
        yield POLICY, "action_submit", ids
        yield BAND, "write", band.ids, {"low": 1}
        yield BAND, "web_save", band.ids, {"low": 1}, {}
        yield BAND, "write", band.ids, {"policy_id": draft.id}
        yield BAND, "write", draft.band_ids.ids, {"policy_id": policy.id}
        yield BAND, "unlink", band.ids
        yield BAND, "create", [{"name": "B", "policy_id": policy.id}]
        yield BAND, "copy", band.ids
        yield POLICY, "create", [{"name": "x", "band_ids": [[4, band.id, 0]]}]
        for name in ("_decision_write", "_policy_end_before", "_decision_finish"):
            yield POLICY, name, ids, {"state": "approved"}

    def test_no_way_to_create_one_in_force(self):
        vals = {"name": "x", "company_id": self.company.id}
        for forged in (
            {"state": "approved"},
            {"state": "proposed"},
            {"date_to": "2030-01-01"},
            {"changes": [{"field": "grace"}]},
        ):
            with self.subTest(forged=forged):
                self._refused("hr", POLICY, "create", [vals | forged])
        context = {"default_state": "approved", "default_date_to": "2030-01-01"}
        made = self._rpc("hr", POLICY, "create", [vals], context=context)
        approved = self._approved("2025-07-01")
        made += self._rpc("hr", POLICY, "copy", approved.ids, context=context)
        made += self._rpc("hr", POLICY, "copy", approved.ids, {"state": "approved"})
        policies = self.Policy.browse(made).sudo()
        self.assertEqual(policies.mapped("state"), ["draft"] * 3)
        self.assertEqual(policies.mapped("date_to"), [False] * 3)

    def test_import_cannot_approve_or_change(self):
        policy = self._approved("2025-07-01")
        for columns, row in (
            (["name", "state"], ["x", "approved"]),
            (["name", "date_to"], ["x", "2030-01-01"]),
            ([".id", "grace"], [str(policy.id), "99"]),
            ([".id", "state"], [str(policy.id), "draft"]),
            ([".id", "band_ids/name"], [str(policy.id), "B"]),
        ):
            with self.subTest(columns=columns):
                result = self._rpc("hr", POLICY, "load", columns, [row])
                self.assertFalse(result["ids"])
                self.assertEqual(result["messages"][0]["type"], "error")
        policy.invalidate_recordset()
        self.assertEqual((policy.state, policy.grace), ("approved", 5))

    def test_not_even_the_superuser(self):
        policy = self._one_of_each_state()["approved"]
        for change in (
            lambda: policy.write({"grace": 99}),
            lambda: policy.write({"state": "draft"}),
            lambda: policy.write({"date_to": "2030-01-01"}),
            lambda: policy.unlink(),
            lambda: policy.band_ids.write({"low": 1}),
            lambda: policy.band_ids.unlink(),
            lambda: policy.with_context(install_mode=True).write({"grace": 99}),
            lambda: policy.decision_ids.write({"detail": {}}),
            lambda: policy.decision_ids.unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
