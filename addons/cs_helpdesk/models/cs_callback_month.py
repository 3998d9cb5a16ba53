from collections import defaultdict
from datetime import datetime, time, timezone
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from .cs_callback import SATISFACTION

STATES = ("waiting", "reached", "unreachable", "barred", "missed")


class CsCallback(models.Model):
    """The figures of a month (HD-07): who was called back after a service."""

    _inherit = "cs.callback"

    @api.model
    def _month_facts(self, company, month):
        """Figures of the services that a company finished in a month, by unit and
        person (sudo).

        :param month: first day of the month; it begins and ends where the company is
        :return: dict (department id or False, user id or False) -> dict ``services``,
            one count for each state and each satisfaction, ``in_time``,
            ``coverage``, the share of services whose customer was reached, in percent,
            rounded to hundredths, and ``target``, what the unit's policy wants it to
            be on the last day of the month
        """
        counts = defaultdict(lambda: defaultdict(int))
        rows = self.sudo()._read_group(
            self._month_domain(company, month),
            ["department_id", "served_by_id", "state", "satisfaction"],
            ["__count", "in_time:sum"],
        )
        for department, person, state, satisfaction, count, in_time in rows:
            figures = counts[department.id, person.id]
            figures["services"] += count
            figures[state] += count
            figures["in_time"] += round(in_time / 100)
            if satisfaction:
                figures[satisfaction] += count
        last = month + relativedelta(months=1, days=-1)
        units = [unit for unit, _person in counts if unit]
        targets = self._coverage_targets(company, units, last)
        return {
            (unit, person): {**self._complete(figures), "target": targets[unit]}
            for (unit, person), figures in counts.items()
        }

    @api.model
    def _coverage_targets(self, company, unit_ids, day):
        """HD-07: the share of finished services that is to be called back, in percent,
        by the policies of a day; their default where none is in force (sudo).

        :return: dict department id, and False for the company -> Decimal
        """
        Policy = self.env["cs.helpdesk.policy"].sudo()
        default = Policy._fields["callback_coverage"].default(Policy)
        Unit = self.env["hr.department"].sudo()
        targets = {}
        for unit in (Unit, *Unit.browse(set(unit_ids))):
            policy = Policy._policy_of_unit(company, unit, day)
            share = policy.callback_coverage if policy else default
            targets[unit.id] = Decimal(str(share))
        return targets

    @api.model
    def _month_domain(self, company, month):
        zone = company._cs_zone()
        first, following = (
            datetime.combine(day, time.min, zone)
            .astimezone(timezone.utc)
            .replace(tzinfo=None)
            for day in (month, month + relativedelta(months=1))
        )
        return (
            Domain("company_id", "=", company.id)
            & Domain("service_at", ">=", first)
            & Domain("service_at", "<", following)
            & Domain("state", "in", STATES)
            & Domain("kind", "!=", "complaint")
        )

    @api.model
    def _complete(self, figures):
        names = ("services", *STATES, *(name for name, _label in SATISFACTION))
        complete = {name: figures[name] for name in (*names, "in_time")}
        share = Decimal(100 * figures["reached"]) / figures["services"]
        return {**complete, "coverage": share.quantize(Decimal("0.01"))}
