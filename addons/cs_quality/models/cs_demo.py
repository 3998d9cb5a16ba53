from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from .cs_quality_draw import WEEK
from .cs_quality_draw_pool import REVIEWERS
from .ready_card import ready_values

#: who reviews in the demo company
LOGINS = ("inspector", "leader", "leader2")


class CsDemo(models.AbstractModel):
    """Conversations of the demo company, drawn and reviewed (HD-32)."""

    _inherit = "cs.demo"

    @api.model
    def _name_reviewers(self):
        users = [Command.link(self._ref("user", login)) for login in LOGINS]
        self.env.ref(REVIEWERS).user_ids = users

    @api.model
    def _make_quality_card(self, xml_id, values):
        """The ready card in force, with both reviewers always."""
        Card = self.env["cs.quality.card"].with_context(lang="zh_CN")
        values = ready_values(Card.env) | values
        steps = [("hr", "action_submit"), ("gm", "action_approve")]
        self._make(xml_id, "cs.quality.card", "hr", values, steps)

    @api.model
    def _make_conversation(self, name, login, values, said, day):
        """A closed inquiry of last week, with what was written.

        :param said: list of (is by the agent, text)
        :param day: of the week, Monday 0
        """
        xml_id = f"cs_quality.{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        person = self._ref("user", login)
        values = {"user_id": person, "cs_kind": "inquiry", **values}
        self._make(xml_id, "helpdesk.ticket", login, values)
        ticket = self.env.ref(xml_id).with_context(mail_notify_force_send=False)
        for is_ours, text in said:
            author = ticket.user_id.partner_id if is_ours else ticket.partner_id
            ticket.message_post(
                body=text,
                author_id=author.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        ticket.with_user(person).action_close()
        self._conversation_back(ticket, day)

    def _conversation_back(self, ticket, day):
        company = ticket.company_id
        monday = self.env["cs.quality.draw"]._last_week(company)
        now = fields.Datetime.now().replace(microsecond=0)
        back = company._cs_today() - (monday + timedelta(days=day))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET closed_date = %(at)s,"
            " create_date = %(at)s - interval '40 minutes' WHERE id = %(id)s",
            {"at": now - back, "id": ticket.id},
        )
        self.env.cr.execute(
            "UPDATE mail_message SET date = date - %s"
            " WHERE model = 'helpdesk.ticket' AND res_id = %s",
            [back, ticket.id],
        )
        self.env.invalidate_all()

    @api.model
    def _draw_and_review(self, marks):
        """Last week drawn, and some of it reviewed.

        :param marks: ticket (name in this addon) -> (number of items not met, note)
        """
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        Draw = self.env["cs.quality.draw"]
        week = Draw._last_week(company)
        known = [("company_id", "=", company.id), ("week", "in", (week, week - WEEK))]
        if Draw.search_count(known):
            return
        draw = Draw._draw_week(company, week)
        self._set_xml_id("cs_quality.draw_demo", draw)
        told = {
            self.env.ref(f"cs_quality.{name}_demo"): mark
            for name, mark in marks.items()
        }
        for mine in draw.review_ids.grouped("employee_id").values():
            first = mine.sorted("id").ticket_id[:1]
            several = len(mine.ticket_id) > 1
            for review in mine:
                if review.ticket_id in told:
                    self._mark_review(review, *told[review.ticket_id])
                elif several and review.ticket_id == first:
                    self._mark_review(review, (), "")

    def _mark_review(self, review, not_met, note):
        """A second reviewer is one item milder."""
        if review.kind == "second":
            not_met = not_met[:-1]
        mine = review.with_user(review.reviewer_id.user_id).with_context(lang="zh_CN")
        good = "453"[sum(map(ord, review.ticket_number)) % 3]
        for place, line in enumerate(mine.line_ids):
            bad = place in not_met
            if line.kind == "score":
                vals = {"points": "2" if bad else good}
            else:
                vals = {"outcome": "fail" if bad else "pass"}
            line.write(vals | ({"remark": note} if bad else {}))
        if note:
            mine.write({"note": note})
        mine.action_finish()
