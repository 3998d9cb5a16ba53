from dateutil.relativedelta import relativedelta

from odoo import api, models

#: login -> level in the first presale team
LEVELS = {"agent": "junior", "agent2": "junior", "leader": "director"}


class CsDemo(models.AbstractModel):
    """Orders of the demo company: dispatched, refused, waiting, lost (HD-23, HD-24)."""

    _inherit = "cs.demo"

    @api.model
    def _make_dispatch_members(self):
        """Who takes orders of the first presale team since the year began; no chief,
        so a large order waits."""
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        first = company._cs_today().replace(month=1, day=1)
        for login, level in LEVELS.items():
            user = self.env["res.users"].browse(self._ref("user", login))
            xml_id = f"cs_helpdesk.dispatch_member_{login}_demo"
            values = {
                "company_id": company.id,
                "team_id": self.env.ref("cs_helpdesk.team_presale_demo").id,
                "employee_id": user._cs_employees().id,
                "level": level,
                "date_from": first,
            }
            # HR would do; the leader's own level is HR's to enter, too
            self._make(xml_id, "cs.dispatch.member", "hr", values)

    @api.model
    def _make_dispatch_champion(self):
        """Of the quarter before this one."""
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        values = {
            "company_id": company.id,
            "employee_id": self._ref("employee", "chen_sining"),
            "kind": "season",
            "won_on": company._cs_today() + relativedelta(months=-3, day=1),
            "note": "季度成单37单，零跑单",
        }
        xml_id = "cs_helpdesk.dispatch_champion_demo"
        self._make(xml_id, "cs.dispatch.champion", "hr", values)

    @api.model
    def _make_phone_call(self, name, login, kind, phone, caller, title):
        """A call entered while the caller was on the line (HD-09), once."""
        xml_id = f"cs_helpdesk.call_{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        team = self.env.ref("cs_helpdesk.team_presale_demo")
        values = {
            "token": f"demo-{name}",
            "company_id": team.company_id.id,
            "phone": phone,
            "caller_name": caller,
            "cs_kind": kind,
            "team_id": team.id,
            "title": title,
            "description": title,
            "decision": "new",
        }
        Entry = self._as(login, self.env["cs.phone.entry"]).with_context(lang="zh_CN")
        action = Entry.with_company(team.company_id).create(values).action_save()
        ticket = self.env["helpdesk.ticket"].browse(action["res_id"])
        self._set_xml_id(xml_id, ticket)

    @api.model
    def _make_order(self, name, login, title, amount, phone, steps=()):
        """An order of the first presale team.

        :param name: it becomes the external id ``order_<name>_demo``
        """
        team = self.env.ref("cs_helpdesk.team_presale_demo")
        values = {
            "name": title,
            "description": title,
            "company_id": team.company_id.id,
            "team_id": team.id,
            "partner_id": self.env.ref("cs_helpdesk.customer_he_demo").id,
            "cs_phone": phone,
            "cs_kind": "order",
            "cs_order_amount": amount,
        }
        xml_id = f"cs_helpdesk.order_{name}_demo"
        self._make(xml_id, "helpdesk.ticket", login, values, steps)

    @api.model
    def _refuse_order(self, name, reason):
        """Who the order was dispatched to refuses it, once."""
        order = self.env.ref(f"cs_helpdesk.order_{name}_demo")
        decision = order.cs_dispatch_id
        Refusal = self.env["cs.dispatch.refusal"]
        if decision and not Refusal.search_count([("ticket_id", "=", order.id)]):
            user = decision.employee_id.user_id
            local = Refusal.with_user(user).with_context(lang="zh_CN")
            local._refuse(order.with_env(local.env), reason)

    @api.model
    def _lose_order(self, name, login, values, caller=None, said="", decision=()):
        """An order reported as lost, and how far it has come.

        :param values: with the external id of the reason, and perhaps the login of
            who may be responsible
        :param caller: login of who made the second callback
        :param decision: (login, is held, reason)
        """
        xml_id = f"cs_helpdesk.lost_{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        order = self.env.ref(f"cs_helpdesk.order_{name}_demo")
        reason = self.env.ref(f"cs_helpdesk.lost_reason_{values['reason']}")
        person = self.env["hr.employee"]
        if named := values.get("responsible"):
            users = self.env["res.users"]
            person = users.browse(self._ref("user", named))._cs_employees()
        vals = {
            "ticket_id": order.id,
            "kind": reason.kind,
            "is_served": reason.kind == "failed",
            "reason_id": reason.id,
            "course": values["course"],
            "responsible_id": person.id,
        }
        self._make(xml_id, "cs.lost.order", login, vals)
        report = self.env.ref(xml_id).with_context(lang="zh_CN")
        if caller:
            by = report.with_user(self._ref("user", caller))
            by._record_call("lost", said)
        if decision:
            decider, is_held, why = decision
            by = report.with_user(self._ref("user", decider))
            by._judge(person, is_held, why)
