from odoo import fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.addons.cs_base.engine.period import month_end, month_start

from ..engine.rebate import Booked, settle
from . import deal_values as values_of

_SIGNS = {"turnover": 1, "return": -1}


class CsRebateList(models.Model):
    """The lines of a list, in a number of queries that does not grow with the agents
    (INC-33)."""

    _inherit = "cs.rebate.list"

    def _compute_lines(self):
        """Write the lines anew from what is known now (sudo; drafts only)."""
        self.ensure_one()
        accounts = self._accounts()
        # Before deleting, which forgets all that was read.
        why = [self._explained(account) for account in accounts.values()]
        Line, Share = self.env["cs.rebate.line"], self.env["cs.rebate.share"]
        self.line_ids._kept_unlink()
        lines = Line._kept_create(
            [self._line_vals(agent, account) for agent, account in accounts.items()]
        )
        Share._kept_create(
            [
                {"line_id": line.id, **self._share_vals(share)}
                for line, account in zip(lines, accounts.values(), strict=True)
                for share in account.shares
            ]
        )
        Line._set_explanations(dict(zip(lines.ids, why, strict=True)))
        self._decision_write({"computed_at": fields.Datetime.now()})

    def _accounts(self):
        """dict agent -> account, of those that have anything to say."""
        turnovers, paid = self._facts()
        terms, booked = self._terms(), self._booked()
        Agent = self.env["cs.rebate.agent"].with_context(active_test=False)
        accounts = {
            agent: settle(
                self.month,
                turnovers.get(agent, {}),
                terms.get(agent, ()),
                booked.get(agent, Booked({})),
                paid.get(agent, values_of.decimal(0)),
            )
            for agent in Agent.search([("company_id", "=", self.company_id.id)])
        }
        return {
            agent: account
            for agent, account in accounts.items()
            if account.shares[0].turnover
            or any((account.carried, account.earned, account.paid))
        }

    def _facts(self):
        """Turnover less returns by agent and month, and payments by agent, so far."""
        turnovers, paid = {}, {}
        rows = self.env["cs.rebate.entry"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "current"),
                ("date", "<=", month_end(self.month)),
            ],
            ["agent_id", "kind", "date:month"],
            ["amount:sum"],
        )
        for agent, kind, day, amount in rows:
            amount = values_of.decimal(amount)
            if kind == "payment":
                paid[agent] = paid.get(agent, 0) + amount
                continue
            months, month = turnovers.setdefault(agent, {}), month_start(day)
            months[month] = months.get(month, 0) + _SIGNS[kind] * amount
        return turnovers, paid

    def _terms(self):
        terms = {}
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "approved"),
            ("date_from", "<=", self.month),
        ]
        for term in self.env["cs.rebate.term"].search(domain):
            terms.setdefault(term.agent_id, []).append(term._engine())
        return terms

    def _booked(self):
        """What the approved lists hold, by agent."""
        approved = [
            ("company_id", "=", self.company_id.id),
            ("line_id.state", "=", "approved"),
        ]
        earned = {}
        for agent, day, amount in self.env["cs.rebate.share"]._read_group(
            approved, ["agent_id", "month:month"], ["amount:sum"]
        ):
            months = earned.setdefault(agent, {})
            months[month_start(day)] = values_of.decimal(amount)
        paid = self.env["cs.rebate.line"]._read_group(
            [("company_id", "=", self.company_id.id), ("state", "=", "approved")],
            ["agent_id"],
            ["paid:sum"],
        )
        return {
            agent: Booked(earned.get(agent, {}), values_of.decimal(amount))
            for agent, amount in paid
        }

    def _line_vals(self, agent, account):
        share = account.shares[0]
        return {
            "list_id": self.id,
            "agent_id": agent.id,
            "turnover": float(share.turnover),
            "rebate": float(share.amount),
            "difference": float(account.earned - share.amount),
            "carried": float(account.carried),
            "earned": float(account.earned),
            "paid": float(account.paid),
            "outstanding": float(account.outstanding),
        }

    def _share_vals(self, share):
        return {
            "month": share.month,
            "turnover": float(share.turnover),
            "rebate": float(share.rebate),
            "amount": float(share.amount),
        }

    def _explained(self, account):
        """Rule, terms and facts of each month, and the balance (ALL-01)."""
        money = f"money:{self.currency_id.name}"
        reasons = [
            self._explained_share(share, place > 0, money)
            for place, share in enumerate(account.shares)
        ]
        names = ("carried", "earned", "paid", "outstanding")
        figures = [Param(name, getattr(account, name), money) for name in names]
        reasons.append(Reason("INC-33", "inc.rebate.balance", values=figures))
        return Explanation(verdict="inc.rebate.verdict", reasons=reasons)

    def _explained_share(self, share, is_earlier, money):
        values = [
            Param("month", f"{share.month:%Y-%m}"),
            Param("turnover", share.turnover, money),
            Param("rebate", share.rebate, money),
        ]
        if is_earlier:
            values += [
                Param("booked", share.booked, money),
                Param("amount", share.amount, money),
            ]
        if share.term is None:
            return Reason("INC-33", "inc.rebate.no_term", values=values)
        key = "inc.rebate.earlier" if is_earlier else "inc.rebate.month"
        term = self.env["cs.rebate.term"].browse(share.term.key)
        return Reason(
            "INC-33",
            key,
            facts=[Fact("cs.rebate.term", term.id, "rebate_term")],
            params=[
                Param("rebate_table", term.bands),
                Param("rebate_reading", f"inc.rebate.{term.reading}", "term"),
            ],
            values=values,
        )
