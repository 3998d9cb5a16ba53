from datetime import timedelta

from odoo import api, fields, models

from .cs_suggestion_score import CRITERIA


class CsDemo(models.AbstractModel):
    """Suggestions of the demo company (HD-08)."""

    _inherit = "cs.demo"

    @api.model
    def _make_suggestion(
        self, name, values, days, study, marks, outcomes, login="agent"
    ):
        """A suggestion as its people would have entered it.

        :param values: of the ticket
        :param days: how long ago it was received
        :param study: what the department enters; empty: not sent to study yet
        :param marks: login -> the three marks
        :param outcomes: (login, state) of the decisions, in order
        :param login: who registers it
        """
        xml_id = f"cs_helpdesk.suggestion_{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        values = {
            "cs_kind": "suggestion",
            "company_id": self._ref("company", "xinglan"),
            "user_id": self._ref("user", login),
            **values,
        }
        ticket_id = f"cs_helpdesk.suggestion_ticket_{name}_demo"
        self._make(ticket_id, "helpdesk.ticket", login, values)
        ticket = self.env.ref(ticket_id)
        one = ticket._cs_suggestions()
        self._set_xml_id(xml_id, one)
        one._set({"received_at": fields.Datetime.now() - timedelta(days=days)})
        if not study:
            return
        agent = one.with_user(self._ref("user", login))
        agent.department_id = ticket.cs_department_id.browse(
            self._ref("department", "presale1")
        )
        agent.action_study()
        one.with_user(self._ref("user", "leader")).write(study)
        for login, own in marks.items():
            entered = dict(zip(CRITERIA, own, strict=True))
            one.with_user(self._ref("user", login))._score(entered, False)
        for login, state in outcomes:
            actor = one.with_user(self._ref("user", login)).with_context(lang="zh_CN")
            self._make_answer(actor, state)

    def _make_answer(self, one, state):
        """Through the dialog; a demo sends no mails, so by phone."""
        if state == "grade":
            one.action_grade()
            return
        answer = one.env["cs.suggestion.answer"].create(
            {"suggestion_id": one.id, "outcome": state, "way": "phone"}
        )
        answer.action_confirm()
