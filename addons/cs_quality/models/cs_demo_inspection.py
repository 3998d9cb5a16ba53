from itertools import count

from odoo import api, models
from odoo.addons.cs_base.engine.policy import ONE_DAY

from ..engine import inspection
from .cs_quality_draw import WEEK

#: of this person an inspection is told in the demo
TOLD = "zhou_muyang"


class CsDemo(models.AbstractModel):
    """People of the demo company, inspected last week and this one (HD-30)."""

    _inherit = "cs.demo"

    @api.model
    def _make_inspection_plan(self, xml_id, values):
        """The ready plan in force, with all three inspectors always."""
        Plan = self.env["cs.inspection.plan"].with_context(lang="zh_CN")
        company = self.env["res.company"].browse(values["company_id"])
        values = Plan._ready_values(company) | values
        steps = [("hr", "action_submit"), ("gm", "action_approve")]
        self._make(xml_id, "cs.inspection.plan", "hr", values, steps)

    @api.model
    def _inspect(self, small, serious, badge):
        """The last week with working days and this one, drawn; some of it carried out.

        :param small, serious, badge: (number of the item, what was found, correction)
        """
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        Round = self.env["cs.inspection.round"]
        if Round.search_count([("company_id", "=", company.id)], limit=1):
            return
        this = Round._this_week(company)
        rounds = self._draw_past(company, this - WEEK)
        for number, one in enumerate(rounds, 1):
            self._set_xml_id(f"cs_quality.inspection_round_{number}_demo", one)
        Round._draw_week(company, this)
        told = rounds.result_ids.filtered(
            lambda one: one.employee_id.id == self._ref("employee", TOLD)
        )
        self._mark_inspection(told, [small])
        others = rounds.result_ids.sorted("id") - told
        self._mark_inspection(others[0], [serious])
        self._mark_inspection(others[2], [badge])
        for one in others[3:]:
            self._mark_inspection(one, ())

    def _draw_past(self, company, week):
        """As if drawn on its Monday; with lots by which the person told is drawn."""
        Round = self.env["cs.inspection.round"]
        while not Round._open_days(company, week, week):
            week -= WEEK
        return Round._draw_week(company, week, week, self._seeds(company, week))

    def _seeds(self, company, week):
        """A seed for the days, one by which the person is drawn first, and others."""
        Round = self.env["cs.inspection.round"]
        [(plan, people)] = Round._ruled(company, week, "rules").items()
        lists = Round._as_lists(Round._prepare_lists(plan, people, week))
        who = self._ref("employee", TOLD)
        yield "demo"
        for number in range(1000):
            drawn = inspection.draw(
                lists, plan.inspector_count, plan.people_count, str(number)
            )
            if who in drawn.people:
                break
        yield str(number)
        yield from map(str, count(number + 1))

    def _mark_inspection(self, result, faults):
        """All is met but these; all inspectors confirm.

        :param faults: list of (number of the item, what was found, correction)
        """
        today = result.company_id._cs_today()
        for sign in result.sign_ids:
            mine = result.with_user(sign.inspector_id.user_id)
            mine = mine.with_context(lang="zh_CN")
            if sign == result.sign_ids[:1]:
                mine.line_ids.write({"outcome": "pass"})
                for place, found, correction in faults:
                    vals = {"remark": found, "correction": correction}
                    vals["correct_by"] = today + 2 * ONE_DAY
                    mine.line_ids[place].write({"outcome": "fail", **vals})
            mine.action_sign()
