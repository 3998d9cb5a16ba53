from datetime import date

from odoo.addons.cs_helpdesk.tests.clock_case import ClockCase
from odoo.fields import Command

#: Monday of the week that is drawn, and a day of the week after
WEEK = date(2025, 6, 2)
AFTER = "2025-06-10 09:00"


class QualityCase(ClockCase):
    """Agents of group one are reviewed by ``inspector`` and ``inspector2`` of another
    unit; the leader of the group is a reviewer as well, when a test says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quality = cls.env["hr.department"].create(
            {"name": "Quality", "company_id": cls.company.id}
        )
        group = "cs_quality.group_reviewer"
        for role in ("inspector", "inspector2"):
            cls._create_role(role, group, cls.quality)
        cls.card = cls._card()
        cls.Draw = cls.env["cs.quality.draw"]

    @classmethod
    def item(cls, name, weight, **vals):
        return Command.create({"name": name, "weight": weight, **vals})

    @classmethod
    def card_vals(cls, **vals):
        return {
            "name": "Card",
            "company_id": cls.company.id,
            "date_from": "2024-01-01",
            "double_percent": 0,
            "item_ids": [
                cls.item("Polite", 40, word_kind="courtesy"),
                cls.item("No insult", 20, word_kind="forbidden", is_knock_out=True),
                cls.item("Solved", 40, kind="score"),
            ],
            "word_ids": [
                Command.create({"kind": "forbidden", "word": "not my job"}),
                Command.create({"kind": "courtesy", "word": "thank you"}),
            ],
            **vals,
        }

    @classmethod
    def _card(cls, **vals):
        card = cls.env["cs.quality.card"].create(cls.card_vals(**vals))
        card._decision_write({"state": "approved"})
        return card

    def closed(self, text="2025-06-05 10:00", role="agent", said=(), **vals):
        """An inquiry of the agent, closed then; said: texts of the agent."""
        user = self.users[role]
        vals = {"cs_kind": "inquiry", "user_id": user.id, **vals}
        ticket = self.ticket("2025-06-01 09:00", **vals)
        for body in said:
            ticket.message_post(
                body=body,
                author_id=user.partner_id.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        self.move(ticket, text, stage_id=self.done.id)
        return ticket

    def draw(self, week=WEEK):
        with self.at(AFTER):
            return self.Draw._draw_week(self.company, week)

    def review(self, **vals):
        """The only review of a draw of one closed ticket."""
        self.closed(**vals)
        return self.draw().review_ids

    def mark(self, review, *marks):
        """As its reviewer: pass, fail, na or points for each item, in order."""
        mine = review.with_user(review.reviewer_id.user_id)
        for line, mark in zip(mine.line_ids, marks, strict=True):
            name = "outcome" if line.kind == "check" else "points"
            line.write({name: mark, "remark": "Said so"})
        return mine

    def finish(self, review, *marks):
        mine = self.mark(review, *marks)
        with self.at(AFTER):
            mine.action_finish()
        return review
