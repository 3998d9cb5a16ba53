from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.addons.cs_helpdesk.engine.suggestion import held_until


class CsDemo(models.AbstractModel):
    """Suggestions of the staff of the demo company (INC-14)."""

    _inherit = "cs.demo"

    @api.model
    def _make_idea(self, name, login, day, values, outcome=None, result=None):
        """A suggestion, submitted and perhaps decided by who leads the author, once.

        :param name: of the external id
        :param day: (months ago, day of the month); None: today
        :param values: its texts
        :param outcome: None, "draft", or (login, outcome, reason, marks, key of who
            carries it out)
        :param result: what was done
        """
        xml_id = f"cs_incentive.idea_{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        company = self.env.ref("cs_base.company_xinglan_demo")
        Idea = self._as(login, self.env["cs.staff.idea"])
        Idea = Idea.with_context(lang="zh_CN", allowed_company_ids=company.ids)
        idea = Idea.create(values)
        self._set_xml_id(xml_id, idea.sudo())
        if outcome == "draft":
            return
        idea.action_submit()
        today = company._cs_today()
        date = min(self._demo_date(*day), today) if day else today
        if outcome:
            self._decide_idea(idea, *outcome)
        if result:
            self._as(outcome[0], idea)._finish(result)
        self._date_idea(idea.sudo(), date)

    def _decide_idea(self, idea, login, verdict, reason, marks=None, whom=None):
        person = self.env["hr.employee"]
        if whom:
            person = person.browse(self._ref("employee", whom))
        due_on = idea.sudo().company_id._cs_today() + timedelta(days=20)
        actor = self._as(login, idea).with_context(idea.env.context)
        actor._judge(verdict, reason, marks, person, due_on)

    def _date_idea(self, idea, date):
        """It was submitted on that day, and decided on the same one."""
        vals = {"submitted_on": date}
        if idea.decided_at:
            vals["decided_at"] = datetime.combine(date, time(8))
            vals["counts_on"] = idea.counts_on and date
        if idea.held_on:
            months = idea._policy().idea_months
            vals |= {"held_on": date, "held_until": held_until(date, months)}
        if idea.done_on:
            vals["done_on"] = date
        idea._decision_write({name: value for name, value in vals.items() if value})
        if idea.decided_at:
            idea._explain()
