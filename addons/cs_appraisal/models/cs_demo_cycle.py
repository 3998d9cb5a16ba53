from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models


class CsDemo(models.AbstractModel):
    """Three monthly appraisals of the demo company: one closed, one given out, one in
    which ratings are asked for (APP-01, APP-08).

    People act through the same methods as in the web client; only the days on which a
    cycle opens and is due are chosen, as no clock can be turned.
    """

    _inherit = "cs.demo"

    @api.model
    def _load_cycles(self):
        """Once; what has been decided stays."""
        if self.env.ref("cs_appraisal.cycle_3_demo", raise_if_not_found=False):
            return
        self = self.with_context(tracking_disable=True, lang="zh_CN")
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        for months_ago in (3, 2):
            cycle = self._demo_cycle(company, months_ago)
            self._demo_rate(cycle, whole=True)
            self._as("hr", cycle).action_end_ratings()
            if months_ago == 2:
                self._demo_calibrate(cycle)
            self._as("hr", cycle).action_submit()
            self._as("gm", cycle).action_approve()
            self._demo_sign(cycle)
        self._as("hr", self.env.ref("cs_appraisal.cycle_3_demo")).action_close()
        self._demo_rate(self._demo_cycle(company, 1), whole=False)

    def _as(self, login, record):
        return record.with_user(self._ref("user", login))

    def _demo_cycle(self, company, months_ago):
        today = company._cs_today()
        first = today + relativedelta(months=-months_ago, day=1)
        following = first + relativedelta(months=1)
        values = {"company_id": company.id, "kind": "month", "date_from": first}
        if months_ago == 1:
            # Early in a month, too, there is something to rate.
            due = max(today, following) + timedelta(days=5)
            values |= {"opens_on": following, "due_on": due}
        cycle = self._as("hr", self.env["cs.appraisal.cycle"]).create(values)
        self._set_xml_id(f"cs_appraisal.cycle_{months_ago}_demo", cycle)
        cycle.action_open()
        return cycle

    def _demo_rate(self, cycle, whole):
        """What raters with a login say; of the last month some is left to do."""
        raters = self.env["cs.appraisal.rater"].search([("cycle_id", "=", cycle.id)])
        left = self._demo_unrated(raters) if not whole else raters.browse()
        for place, rater in enumerate(raters.sorted("id")):
            if rater not in left:
                self._demo_rate_one(place, rater, rater.employee_id.user_id)

    def _demo_unrated(self, raters):
        """What the agent and each superior still have to say, and all about oneself.

        Whether the agent is drawn as a colleague depends on the month; superiors are
        always asked.
        """
        agent = self._ref("user", "agent")
        left = raters.filtered(
            lambda one: one.group == "self" or one.employee_id.user_id.id == agent
        )
        superiors = raters.filtered(lambda one: one.group == "superior")
        for _person, theirs in superiors.grouped("employee_id").items():
            left |= theirs.sorted("id")[-1:]
        return left

    def _demo_rate_one(self, place, rater, user):
        Form = self.env["cs.appraisal.rating.form"].with_user(user)
        items = rater.appraisal_id.template_id._rated_items(rater.group)
        for number, item in enumerate(items):
            score, reason = 3 + (place + number) % 2, False
            if number == place % 4:
                score, reason = 5, "带新人耐心，交接清楚，组内无一例漏跟进。"
            if item.source == "manual":
                score, reason = item.full_score, False
            Form.save(rater.id, item.id, score, reason)
        Form.submit(rater.id)

    def _demo_calibrate(self, cycle):
        """One grade is moved, with a reason."""
        results = self.env["cs.appraisal.result"].search(
            [("cycle_id", "=", cycle.id), ("grade_id.name", "=", "B")], limit=1
        )
        best = results.grade_id.policy_id.grade_ids[:1]
        for result in results:
            self._as("supervisor", result).action_calibrate(
                best.id, "连续两周支援夜班，咨询量未计入本人。"
            )

    def _demo_sign(self, cycle):
        """The agent signs the older result; the newer one waits."""
        if cycle != self.env.ref("cs_appraisal.cycle_3_demo"):
            return
        mine = cycle.appraisal_ids.filtered(
            lambda one: one.employee_id.user_id.login == "agent"
        )
        for one in mine.filtered(lambda one: one.state == "released"):
            self._as("agent", one).action_sign()
