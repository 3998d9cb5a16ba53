import time

from odoo import api, fields, models
from odoo.exceptions import UserError


class TestCsItem(models.Model):
    """Something a month consists of; the step makes one output of each."""

    _name = "test.cs.item"
    _inherit = ["cs.period.step.mixin"]
    _description = "Test: item of a month"

    company_id = fields.Many2one("res.company", required=True)
    date = fields.Date(required=True, index=True)
    amount = fields.Integer()
    pending = fields.Boolean(help="Still open, hinders locking")
    person_id = fields.Many2one("hr.employee")
    locked = fields.Boolean()
    fault = fields.Selection(
        [
            ("user", "Refuses with a reason"),
            ("crash", "Raises something unexpected"),
            ("stuck", "Returns the cursor it was given"),
            ("slow", "Takes its time"),
        ]
    )

    def _of(self, period):
        return [
            ("company_id", "=", period.company_id.id),
            ("date", ">=", period.month),
            ("date", "<=", period._last_day()),
        ]

    def _period_open(self, period):
        pending = self.search([*self._of(period), ("pending", "=", True)])
        return [
            {
                "label": "Pending items",
                "count": len(items),
                "action": {
                    "type": "ir.actions.act_window",
                    "res_model": self._name,
                    "views": [[False, "list"]],
                    "domain": [("id", "in", items.ids)],
                },
                "responsible": person,
                "due": fields.Datetime.to_datetime("2026-11-06 10:00:00"),
            }
            for person, items in pending.grouped("person_id").items()
        ]

    def _period_facts(self, period):
        return [{"label": "Items", "count": self._period_total(period)}]

    def _period_total(self, period):
        return self.search_count(self._of(period))

    def _period_run(self, period, cursor, limit):
        Output = self.env["test.cs.output"]
        if cursor is None:
            Output.search([("period_id", "=", period.id)]).unlink()
        items = self.search(
            [*self._of(period), ("id", ">", cursor or 0)], order="id", limit=limit
        )
        if "stuck" in items.mapped("fault"):
            return 0, cursor or 0
        items._compute_outputs(period)
        return len(items), items[-1].id if len(items) == limit else None

    def _period_items(self, period):
        return self.search(self._of(period), order="id").ids

    def _period_run_items(self, period, ids):
        self.env["test.cs.output"].search([("item_id", "in", ids)]).unlink()
        self.browse(ids)._compute_outputs(period)

    def _compute_outputs(self, period):
        for item in self:
            if item.fault == "user":
                raise UserError(self.env._("Item %s has no amount.", item.id))
            if item.fault == "crash":
                raise ZeroDivisionError("secret detail")
            if item.fault == "slow":
                time.sleep(0.05)
        self.env["test.cs.output"].create(
            [
                {"period_id": period.id, "item_id": item.id, "amount": item.amount * 2}
                for item in self
            ]
        )

    def _period_lock(self, period):
        items = self.search(self._of(period))
        items.locked = True
        if "slow" in items.mapped("fault"):
            time.sleep(1)


class TestCsOutput(models.Model):
    """What the step computes: exactly one row for each item, or it was run twice."""

    _name = "test.cs.output"
    _description = "Test: output of a month"

    period_id = fields.Many2one("cs.period", required=True, index=True)
    item_id = fields.Many2one("test.cs.item", required=True, ondelete="cascade")
    amount = fields.Integer()

    _item_uniq = models.Constraint("UNIQUE(item_id)", "This item was computed already.")


class TestCsCheck(models.Model):
    """A step without computation: only checked and locked."""

    _name = "test.cs.check"
    _inherit = ["cs.period.step.mixin"]
    _description = "Test: step that is only checked"

    company_id = fields.Many2one("res.company", required=True)
    date = fields.Date(required=True)

    def _period_open(self, period):
        domain = [
            ("company_id", "=", period.company_id.id),
            ("date", ">=", period.month),
            ("date", "<=", period._last_day()),
        ]
        return [{"label": "Unchecked", "count": self.search_count(domain)}]

    @api.model
    def add_slowly(self, date, before, after):
        """A fact that takes a while to be written, as an import would.

        :param before, after: seconds before and after asking whether it may be
        """
        date, company = fields.Date.to_date(date), self.env.company
        time.sleep(before)
        self.env["cs.period"]._check_open(company, date, code="test_check")
        time.sleep(after)
        return self.create({"company_id": company.id, "date": date}).id
