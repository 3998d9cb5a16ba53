from odoo import api, models
from odoo.addons.cs_base.engine.period import month_end

STATEMENT = "cs.incentive.statement"


class CsIncentiveMonthOpen(models.AbstractModel):
    """What a month still waits for, with the records (INC-06, INC-21, INC-30).

    Read with the reader's rights; who has none on a kind of record is not told of it.
    """

    _name = "cs.incentive.month.open"
    _inherit = ["cs.incentive.screen"]
    _description = "What an Income Month Waits For"

    @api.model
    def _open(self, first):
        """:return: list of dicts ``label``, ``hint`` (what to do), ``model``,
        ``domain``, ``count`` and ``is_todo``; most pressing first"""
        found = [
            self._counted_open(label, hint, model, domain)
            for label, hint, model, domain in self._waiting(first)
            if self.env[model].has_access("read")
        ]
        return [*found, *self._without_pay(first)]

    def _waiting(self, first):
        """:return: list of (label, what to do, model, domain)"""
        last = month_end(first)
        days = [("date", ">=", first), ("date", "<=", last)]
        leaving = [("leaving_on", ">=", first), ("leaving_on", "<=", last)]
        return [
            (
                self.env._("Deals without a transfer slip"),
                self.env._("are not paid before it is handed in (INC-06)"),
                "cs.incentive.deal",
                [
                    *days,
                    ("state", "=", "current"),
                    ("counts_on", "=", False),
                    ("amount", ">", 0),
                ],
            ),
            (
                self.env._("Entries waiting for a decision"),
                self.env._("count once they are approved (INC-21)"),
                "cs.discipline.entry",
                [*days, ("state", "=", "submitted")],
            ),
            (
                self.env._("Suggested entries to confirm"),
                self.env._("supervisors and HR confirm or dismiss them"),
                "cs.discipline.suggestion",
                [*days, ("state", "=", "open")],
            ),
            (
                self.env._("Course fees of who leaves"),
                self.env._("HR takes them from the last pay, or settles them (APP-11)"),
                "cs.training.obligation",
                [*leaving, ("state", "=", "open")],
            ),
            (
                self.env._("Appeals to be decided"),
                self.env._("against lines of these statements"),
                "cs.appeal",
                [("id", "in", self._appealed(first))],
            ),
        ]

    def _counted_open(self, label, hint, model, domain):
        opened = self._opened(label, model, domain)
        count = self.env[model].search_count(opened["domain"])
        return opened | {"hint": hint, "count": count, "is_todo": bool(count)}

    def _appealed(self, first):
        """Ids of appeals against items of the month."""
        items = self.env["cs.incentive.item"]._search(
            [("company_id", "=", self.env.company.id), ("month", "=", first)]
        )
        domain = [
            ("res_model", "=", "cs.incentive.item"),
            ("res_id", "in", items),
            ("state", "=", "submitted"),
        ]
        return self.env["cs.appeal"].search(domain).ids

    def _without_pay(self, first):
        """Who was employed and is paid by no scheme: for want of one, or because
        nothing was computed since there is one."""
        unpaid = self._unpaid(first)
        Scheme = self.env["cs.incentive.scheme"]
        schemes = Scheme._policy_on(unpaid, month_end(first))
        missing = [one for one in unpaid.ids if schemes.get(one)]
        without = [one for one in unpaid.ids if not schemes.get(one)]
        return [
            self._people(
                self.env._("People without a statement"),
                self.env._("have a scheme; compute the month again"),
                missing,
                is_todo=bool(missing),
            ),
            self._people(
                self.env._("People without a scheme"),
                self.env._("nothing is computed for them"),
                without,
                is_todo=False,
            ),
        ]

    def _unpaid(self, first):
        """People of the company in the month without a statement by a scheme.

        :return: hr.employee (sudo)
        """
        company = self.env.company
        # sudo: who is employed, and who has a statement, the own one too; told are
        # names and how many
        Employee = self.env["hr.employee"].sudo().with_context(active_test=False)
        rows = (
            self.env[STATEMENT]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", company.id),
                    ("month", "=", first),
                    ("scheme_id", "!=", False),
                ],
                ["employee_id"],
            )
        )
        paid = {employee.id for [employee] in rows}
        people = Employee.search([("company_id", "=", company.id)], order="name, id")
        people = people.filtered(lambda one: one.id not in paid)
        stays = self.env["cs.duty.plan"]._employments(people, first, month_end(first))
        return people.filtered(
            lambda one: (own := stays.get(one.id)) and own[-1].company == company.id
        )

    def _people(self, label, hint, ids, is_todo):
        return {
            "label": label,
            "hint": hint,
            "model": "hr.employee.public",
            "domain": [("id", "in", ids), ("active", "in", [True, False])],
            "count": len(ids),
            "is_todo": is_todo,
        }
