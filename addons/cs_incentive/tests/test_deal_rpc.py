import base64

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import new_test_user, tagged

from .deal_case import DealCase

DEAL, SLIP, REFUND = (
    "cs.incentive.deal",
    "cs.incentive.deal.slip",
    "cs.incentive.deal.refund",
)
IMPORT = "cs.incentive.deal.import"
#: role -> numbers of the deals that it reads; P1 is the public sale of group one
READERS = {
    "agent": {"agent", "P1"},
    "agent2": {"agent2", "P1"},
    "leader": {"agent", "agent2", "leader", "P1"},
    "supervisor": {"agent", "agent2", "leader", "supervisor", "P1"},
    "hr": {"agent", "agent2", "leader", "supervisor", "fitter", "P1"},
    "payroll": {"agent", "agent2", "leader", "supervisor", "fitter", "P1"},
    "gm": {"agent", "agent2", "leader", "supervisor", "fitter", "P1"},
}
PEOPLE = ("agent", "agent2", "leader", "supervisor", "fitter")
NOT_ENTERING = ("agent", "leader", "payroll", "gm", "admin", "customer")


@tagged("post_install", "-at_install", "cs_incentive", "cs_incentive_deal")
class TestDealRpc(RpcMixin, DealCase):
    """Who reads and enters deals, slips and refunds, from outside (TRUST.md)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, login="cs_customer", groups="base.group_portal")
        cls.logins["customer"] = "cs_customer"
        cls.workshop = cls.env["hr.department"].create(
            {"name": "Workshop", "company_id": cls.company.id}
        )
        cls.people["fitter"] = cls.env["hr.employee"].create(
            {
                "name": "fitter",
                "company_id": cls.company.id,
                "department_id": cls.workshop.id,
            }
        )

    def test_who_reads(self):
        public = {"kind": "public", "department_id": self.group_one.id}
        deals = [self.unproven(person, number=person) for person in PEOPLE]
        deals.append(self.unproven(None, number="P1", **public))
        for deal in deals:
            number = deal.number
            self.refund(deal, "2025-06-07", number=number)
            self.slip(deal, "2025-06-07", number=number)
        for model in (DEAL, SLIP, REFUND):
            for role, expected in READERS.items():
                with self.subTest(role, model=model):
                    rows = self._rpc(role, model, "search_read", [], ["number"])
                    self.assertEqual({row["number"] for row in rows}, expected)
            for role in ("admin", "customer"):
                with self.subTest(role, model=model):
                    self._refused(role, model, "search_read", [])

    def test_another_company_sees_nothing(self):
        deal = self.unproven()
        self.refund(deal, "2025-06-07")
        self.slip(deal, "2025-06-07")
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            login="cs_other",
            groups="cs_base.group_hr_officer,cs_base.group_general_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.logins["other"] = user.login
        for model in (DEAL, SLIP, REFUND):
            self.assertEqual(self._rpc("other", model, "search_count", []), 0)
        self._refused("other", DEAL, "create", self.deal_vals(number="8"))
        vals = {"deal_id": deal.id, "number": "R2", "amount": 1, "reason": "x"}
        self._refused("other", REFUND, "create", {**vals, "date": "2025-06-07"})

    def test_who_enters_deals(self):
        for role in NOT_ENTERING:
            with self.subTest(role):
                self._refused(role, DEAL, "create", self.deal_vals("agent2"))
        outside = self.deal_vals("fitter", number="8")
        self._refused("supervisor", DEAL, "create", outside)
        self._rpc("supervisor", DEAL, "create", self.deal_vals())
        self._rpc("hr", DEAL, "create", outside)
        for role in ("supervisor", "hr"):
            vals = self.deal_vals(role, number="9")
            self._refused(role, DEAL, "create", vals)
            public = {"kind": "public", "department_id": self.department.id}
            vals = self.deal_vals(None, number="9", **public)
            self._refused(role, DEAL, "create", vals)

    def test_who_enters_slips_and_refunds(self):
        mine, outside = self.unproven(), self.unproven("fitter", number="8")
        own = self.unproven("supervisor", number="9")
        slip = {"number": "CD", "date": "2025-06-07", "is_signed": True}
        refund = {"number": "R", "date": "2025-06-07", "amount": 1, "reason": "x"}
        for model, vals in ((SLIP, slip), (REFUND, refund)):
            for role in NOT_ENTERING:
                with self.subTest(role, model=model):
                    self._refused(role, model, "create", {**vals, "deal_id": mine.id})
            for deal in (outside, own):
                self._refused(
                    "supervisor", model, "create", {**vals, "deal_id": deal.id}
                )
            self._rpc("supervisor", model, "create", {**vals, "deal_id": mine.id})
            self._rpc("hr", model, "create", {**vals, "deal_id": own.id})

    def test_nobody_changes_them(self):
        deal = self.unproven()
        records = (deal, self.refund(deal, "2025-06-07"), self.slip(deal, "2025-06-07"))
        for role in ("agent", "supervisor", "hr", "payroll", "gm", "admin"):
            for record in records:
                ids, model = record.ids, record._name
                with self.subTest(role, model=model):
                    self._refused(role, model, "write", ids, {"date": "2025-06-01"})
                    self._refused(role, model, "write", ids, {"counts_on": False})
                    self._refused(role, model, "unlink", ids)
                    self._refused(role, model, "copy", ids)
        refunds = {"refund_ids": [(2, records[1].id)], "own_slip_ids": [(5,)]}
        self._refused("hr", DEAL, "write", deal.ids, refunds)
        context = {"context": {"force": True, "import_file": True}}
        self._refused("hr", DEAL, "write", deal.ids, {"amount": 1}, **context)
        lines = [["sale", "77", "1"]]
        result = self._rpc("agent", DEAL, "load", ["kind", "number", "amount"], lines)
        self.assertFalse(result["ids"])

    def test_a_stranger_corrects_nothing(self):
        """Neither a deal that one cannot read, nor the own one."""
        for number, person in (("8", "fitter"), ("9", "supervisor")):
            deal = self.deal(person, number=number)
            vals = self.deal_vals(corrects_id=deal.id, reason="Because")
            self._refused("supervisor", DEAL, "create", vals)
            deal.invalidate_recordset()
            self.assertEqual(deal.state, "current")

    def test_buttons_and_names_only_for_readers(self):
        deal = self.deal()
        for method in ("action_correct", "action_hand_in", "action_refund"):
            self.assertTrue(self._rpc("supervisor", DEAL, method, deal.ids))
            for role in ("agent2", "admin", "customer"):
                with self.subTest(method, role=role):
                    self._refused(role, DEAL, method, deal.ids)
        for method in ("_kept_write", "_kept_create", "_lock_deals"):
            self._refused("hr", DEAL, method, deal.ids)
        for method in ("_refunds", "_public_sales"):
            self._refused("hr", "cs.metric.deal", method)

    def test_an_import_is_ones_own(self):
        vals = {"content": base64.b64encode(b"a").decode(), "origin": "Shop"}
        one = self._rpc("hr", IMPORT, "create", vals)
        for role in ("supervisor", "agent", "gm", "admin"):
            with self.subTest(role):
                self._refused(role, IMPORT, "read", [one])
                self._refused(role, IMPORT, "action_import", [one])
        for role in NOT_ENTERING:
            self._refused(role, IMPORT, "create", vals)
