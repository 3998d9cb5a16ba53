from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .template_case import TemplateCase

MODEL = "cs.appraisal.template"
MODELS = (MODEL, f"{MODEL}.item", f"{MODEL}.deduction")
ROLES = ("agent", "leader", "supervisor", "hr", "payroll", "gm", "admin")
WRITERS = ("supervisor", "hr")


@tagged("post_install", "-at_install", "cs_appraisal", "cs_appraisal_template")
class TestAppraisalTemplateRpc(RpcMixin, TemplateCase):
    """Who sees and writes templates and their rows, from outside (TRUST.md)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, login="cs_customer", groups="base.group_portal")
        cls.logins["customer"] = "cs_customer"

    def setUp(self):
        super().setUp()
        items = self.item(weight=50), self.deduction_item()
        self.card = self.template(*items, late=1)

    def approve(self):
        self.card.action_submit()
        self.card.with_user(self.users["gm"]).action_approve()

    def seen(self, role):
        """How many templates, items and deductions."""
        own = [("company_id", "=", self.company.id)]
        rows = [("policy_id", "=", self.card.id)]
        domains = (own, rows, rows)
        return [
            self._rpc(role, model, "search_count", domain)
            for model, domain in zip(MODELS, domains, strict=True)
        ]

    def test_who_reads(self):
        """Agents what is approved, the others drafts too; outsiders nothing."""
        for role in ("leader", "supervisor", "hr", "payroll", "gm"):
            with self.subTest(role):
                self.assertEqual(self.seen(role), [1, 2, 1])
        self.assertEqual(self.seen("agent"), [0, 0, 0])
        self._refused("agent", MODEL, "simulate", [self.card.id], {})
        self.approve()
        self.assertEqual(self.seen("agent"), [1, 2, 1])
        shown = self._rpc("agent", MODEL, "simulate", [self.card.id], {})
        self.assertEqual(len(shown["lines"]), 2)
        for role in ("admin", "customer"):
            for model in MODELS:
                with self.subTest(role=role, model=model):
                    self._refused(role, model, "search_read", [])
            self._refused(role, MODEL, "simulate", [self.card.id], {})

    def test_who_writes_drafts(self):
        vals = {"name": "Own", "company_id": self.company.id}
        vals["item_ids"] = [Command.create(self.item())]
        for role in ROLES:
            with self.subTest(role):
                if role in WRITERS:
                    self._rpc(role, MODEL, "create", [vals])
                else:
                    self._refused(role, MODEL, "create", [vals])
                    self._refused(role, MODEL, "write", [self.card.id], {"name": "X"})
        row = self.card.item_ids[0]
        self._refused("supervisor", f"{MODEL}.item", "write", [row.id], {"weight": 1})
        self._rpc("hr", f"{MODEL}.item", "write", [row.id], {"weight": 49})

    def test_approved_rows_stay(self):
        self.approve()
        item, off = self.card.item_ids[0], self.card.deduction_ids
        for role in ROLES:
            for row in (item, off):
                with self.subTest(role=role, row=row):
                    change = {"points_each": 9}
                    self._refused(role, row._name, "write", [row.id], change)
                    self._refused(role, row._name, "unlink", [row.id])
            through = {"item_ids": [Command.update(item.id, {"weight": 1})]}
            self._refused(role, MODEL, "write", [self.card.id], through)
        for row in (item, off):
            again = row.copy_data()[0] | {"policy_id": self.card.id}
            self._refused("hr", row._name, "create", [again])

    def test_another_company(self):
        self.approve()
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            login="cs_other",
            groups="cs_base.group_hr_officer",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.logins["other"] = user.login
        self.assertEqual(self.seen("other"), [0, 0, 0])
        self._refused("other", MODEL, "simulate", [self.card.id], {})

    def test_hidden_methods_stay_hidden(self):
        for name in ("_score", "_card", "_item_weight_sum"):
            self._refused("hr", MODEL, name, [self.card.id])
        self._refused("hr", "cs.appraisal.simulation", "_show", [])
