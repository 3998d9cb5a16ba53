from datetime import date
from decimal import Decimal

from odoo.addons.cs_base.tests.common import CsCase

FIRST, LAST = date(2025, 6, 1), date(2025, 6, 30)
JULY = date(2025, 7, 1), date(2025, 7, 31)
SLIP = {"slip_number": "CD-1", "slip_date": "2025-06-05", "is_slip_signed": True}


class DealCase(CsCase):
    """Deals of June and July 2025, months that no close has touched."""

    def deal_vals(self, person="agent", number="007", amount=1000, **vals):
        values = {
            "kind": "sale",
            "number": number,
            "date": "2025-06-05",
            "amount": amount,
            "origin": "Shop platform",
            **SLIP,
        }
        if person:
            values["employee_id"] = self.people[person].id
        return {**values, **vals}

    def deal(self, *args, role="hr", **vals):
        Deal = self.env["cs.incentive.deal"].with_user(self.users[role])
        return Deal.create(self.deal_vals(*args, **vals)).with_env(self.env)

    def unproven(self, *args, **vals):
        return self.deal(
            *args, slip_number=False, slip_date=False, is_slip_signed=False, **vals
        )

    def slip(self, deal, day, role="hr", **vals):
        Slip = self.env["cs.incentive.deal.slip"].with_user(self.users[role])
        values = {"deal_id": deal.id, "number": "CD-9", "date": day, "is_signed": True}
        return Slip.create({**values, **vals}).with_env(self.env)

    def refund(self, deal, day, amount=100, role="hr", **vals):
        Refund = self.env["cs.incentive.deal.refund"].with_user(self.users[role])
        values = {"deal_id": deal.id, "number": "R1", "date": day, "amount": amount}
        values["reason"] = "Sent back"
        return Refund.create({**values, **vals}).with_env(self.env)

    def corrected(self, deal, role="hr", **vals):
        """The deal as the form corrects it."""
        mine = deal.with_user(self.users[role])
        context = mine.action_correct()["context"]
        Deal = mine.browse().with_context(**context)
        values = Deal.default_get(list(Deal._fields)) | {"reason": "Typing error"}
        return Deal.create({**values, **vals}).with_env(self.env)

    def measured(self, code, person="agent", span=(FIRST, LAST)):
        metric = self.env.ref(f"cs_incentive.metric_deal_{code}")
        person = self.people[person]
        found = metric._measure(metric, self.company, person, *span)
        return found[metric.id, person.id].numerator

    def close(self, month="2025-06-01"):
        """The month as the month close leaves it."""
        self.env["cs.period"]._kept_create(
            {
                "company_id": self.company.id,
                "month": month,
                "state": "closed",
                "closed_at": "2025-07-05 10:00:00",
                "closed_by_id": self.users["gm"].id,
                "protocol": {"steps": []},
            }
        )

    def money(self, amount):
        return Decimal(str(amount))
