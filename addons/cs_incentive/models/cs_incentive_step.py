from odoo import models


class CsIncentiveStep(models.AbstractModel):
    """Month close: the statements of a month (INC-30, ALL-05)."""

    _name = "cs.incentive.step"
    _inherit = ["cs.period.step.mixin"]
    _description = "Month Close: Statements"

    def _period_open(self, period):
        appealed = self._appealed(period)
        return [
            *self._waiting(period),
            {
                "label": self.env._("Appeals to be decided"),
                "count": len(appealed),
                "action": self._window(
                    "cs.appeal", [("id", "in", appealed.ids)], self.env._("Appeals")
                ),
            },
            self._gifts(period),
            self._suggested(period),
        ]

    def _count(self, period, state, label, more=()):
        domain = [*self._domain(period), ("state", "=", state), *more]
        return {
            "label": label,
            "count": self.env["cs.incentive.statement"].search_count(domain),
            "action": self._window("cs.incentive.statement", domain, label),
        }

    def _waiting(self, period):
        """INC-30: nobody reviews the own statement, so that of the only HR officer
        waits for a second one; said by itself, or nobody would know what for."""
        alone = self._alone(period)
        others = [("id", "not in", alone.ids)]
        label = self.env._("Statements to be reviewed")
        yield self._count(period, "computed", label, others)
        if alone:
            label = self.env._(
                "Statement of the only HR officer: a second one is needed to review it"
                " (INC-30)"
            )
            yield self._count(period, "computed", label, [("id", "in", alone.ids)])
        label = self.env._("Statements to be approved")
        yield self._count(period, "reviewed", label)

    def _alone(self, period):
        officers = self.env["cs.decision.route"]._hr_officers(period.company_id)
        if len(officers) != 1:
            return self.env["cs.incentive.statement"]
        domain = [("state", "=", "computed"), ("employee_id", "=", officers.id)]
        return self.env["cs.incentive.statement"].search(
            [*self._domain(period), *domain]
        )

    def _suggested(self, period):
        """INC-21: nothing is booked by itself; people decide before the month ends."""
        label = self.env._("Suggested entries to be decided")
        domain = [
            ("company_id", "=", period.company_id.id),
            ("date", ">=", period.month),
            ("date", "<=", period._last_day()),
            ("state", "=", "open"),
        ]
        return {
            "label": label,
            "count": self.env["cs.discipline.suggestion"].search_count(domain),
            "action": self._window("cs.discipline.suggestion", domain, label),
        }

    def _gifts(self, period):
        """INC-15: what was redeemed in the month is in people's hands by its end."""
        label = self.env._("Gifts for red flowers to be handed out")
        domain = [*self._domain(period), ("state", "=", "asked")]
        return {
            "label": label,
            "count": self.env["cs.flower.redemption"].search_count(domain),
            "action": self._window("cs.flower.redemption", domain, label),
        }

    def _period_facts(self, period):
        [(count, total)] = self.env["cs.incentive.statement"]._read_group(
            self._domain(period), [], ["__count", "total:sum"]
        )
        name = self.env._("Statements")
        return [
            {"label": name, "count": count, "action": self._period_view(period)},
            {
                "label": self.env._("In All"),
                "count": self.env["cs.value.format"]._format_value(
                    round(total or 0, 2), f"money:{period.company_id.currency_id.name}"
                ),
            },
        ]

    def _period_total(self, period):
        return len(self._people(period))

    def _period_run(self, period, cursor, limit):
        """Whoever is asked for, a group is looked at as a whole: it shares pools and
        prizes."""
        people = self._people(period).filtered(lambda one: one.id > (cursor or 0))
        batch = people[:limit]
        if batch:
            self._period_run_items(period, batch.ids)
        return len(batch), batch[-1:].id if len(people) > limit else None

    def _period_items(self, period):
        """People of a department one after the other, as its facts are loaded whole."""
        people = self._people(period)
        return people.sorted(lambda one: one.department_id.id or 0).ids

    def _period_run_items(self, period, ids):
        people = self.env["hr.employee"].browse(ids)
        self.env["cs.incentive.maker"]._book(period.company_id, period.month, people)

    def _people(self, period):
        Employee = self.env["hr.employee"].with_context(active_test=False)
        people = Employee.search(
            [("company_id", "=", period.company_id.id)], order="id"
        )
        stays = self.env["cs.duty.plan"]._employments(
            people, period.month, period._last_day()
        )
        return people.filtered(lambda one: one.id in stays)

    def _period_view(self, period):
        return self._window(
            "cs.incentive.statement", self._domain(period), self.env._("Statements")
        )

    def _domain(self, period):
        return [
            ("company_id", "=", period.company_id.id),
            ("month", "=", period.month),
        ]

    def _appealed(self, period):
        items = self.env["cs.incentive.item"]._search(self._domain(period))
        return self.env["cs.appeal"].search(
            [
                ("res_model", "=", "cs.incentive.item"),
                ("res_id", "in", items),
                ("state", "=", "submitted"),
            ]
        )

    def _window(self, model, domain, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": domain,
        }
