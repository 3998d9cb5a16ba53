from odoo import api, models
from odoo.addons.cs_appraisal.models.cs_metric_sheet import NEW, THERE
from odoo.exceptions import UserError

from . import deal_values as values_of


class CsIncentiveDealFactSheet(models.AbstractModel):
    """Reads files of what is entered beside deals, which are found by kind and number
    (INC-06)."""

    _name = "cs.incentive.deal.fact.sheet"
    _inherit = ["cs.incentive.deal.sheet"]
    _description = "Files Beside Deals"
    #: model of what the rows become
    _fact = ""
    #: column of the file -> field
    _names = {}

    @api.model
    def _rows(self, content, origin, correction=None):
        rows, _header = self._read(content)
        good = [row for row in rows if not row.outcome]
        deals = self._find_deals(good)
        self._compare_facts([row for row in good if not row.outcome], deals)
        self._refuse_sealed([row for row in good if row.outcome == NEW])
        return rows

    @api.model
    def _find_deals(self, rows):
        """The deal in force of each row, or why there is none.

        :return: dict number of the row -> cs.incentive.deal (sudo)
        """
        Deal = self.env["cs.incentive.deal"]
        company = {"company_id": self.env.company.id}
        keys = [
            {**company, "kind": row.cells["kind"], "number": row.cells["deal"]}
            for row in rows
        ]
        found = [deal for _key, deal in Deal._there(keys)]
        allowed = Deal.browse([deal.id for deal in found if deal])._enterable()
        deals = {}
        for row, deal in zip(rows, found, strict=True):
            if deal.id in allowed.ids:
                deals[row.number] = deal
            else:
                text = self.env._(
                    "INC-06: there is no deal of this kind and number for which you may"
                    " enter something."
                )
                self._refuse(row, text)
        return deals

    @api.model
    def _compare_facts(self, rows, deals):
        """Beside what is there, and beside earlier rows of the file."""
        Fact = self.env[self._fact]
        roots = {row.number: deals[row.number]._roots() for row in rows}
        # sudo: what is there, whoever may read it
        there = Fact.sudo().search(
            [("deal_id", "in", [root.id for root in roots.values()])]
        )
        there = there.grouped(self._key)
        seen = {}
        for row in rows:
            deal = deals[row.number]
            values = {field: row.cells[name] for name, field in self._names.items()}
            values["deal_id"] = deal.id
            try:
                row.vals = Fact._prepare_fact_vals(values, deal.with_env(self.env))
                self._compare_fact(row, deal, seen, there)
            except UserError as error:
                self._refuse(row, str(error))

    @api.model
    def _compare_fact(self, row, deal, seen, there):
        key = self._key(row.vals)
        fact, first = there.get(key), seen.setdefault(key, row)
        if fact:
            self._compare_with_fact(row, fact)
        elif first is not row:
            self._compare_in_file(row, first)
        else:
            reason = self.env[self._fact]._fact_obstacle(deal, row.vals)
            if reason:
                raise UserError(reason)
            row.outcome = NEW

    @api.model
    def _compare_with_fact(self, row, fact):
        if self._same(row.vals) == self._same(fact):
            row.outcome = THERE
        else:
            text = self.env._("There is something else already: %s.", fact.display_name)
            self._refuse(row, text)

    @api.model
    def _days(self, row):
        Fact = self.env[self._fact]
        deal = self.env["cs.incentive.deal"].browse(row.vals["deal_id"])._current()
        return Fact._fact_days(deal, row.vals)

    @api.model
    def _key(self, fact):
        """What a fact is found by: the deal has one slip."""
        return values_of.id_of(fact["deal_id"])
