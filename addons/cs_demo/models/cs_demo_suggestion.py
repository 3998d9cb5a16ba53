from datetime import timedelta

from odoo import models

from . import demo_tickets

#: What became of the older ones, in turn.
OUTCOMES = ("adopted", "adopted", "held", "not_adopted")


class CsDemo(models.AbstractModel):
    """Suggestions of the demo company, more of them (HD-08)."""

    _inherit = "cs.demo"

    def _load_tickets(self):
        super()._load_tickets()
        begin = self._month(3)
        staff = self._staff("presale1", agents_only=True)
        staff = [login for joined, login in staff if joined <= begin]
        for number, row in enumerate(self._history_table("suggestions")):
            self._load_suggestion(number, row, staff[number % len(staff)])
        self.env["cs.suggestion.certificate"]._issue_due()
        # Their tickets came in when they did, and were answered within the hour.
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE helpdesk_ticket ticket
                  SET create_date = one.received_at,
                      cs_first_reply_at = CASE WHEN cs_first_reply_at IS NOT NULL
                          THEN one.received_at
                               + make_interval(mins => 6 + length(ticket.name) % 50)
                          END
                 FROM cs_suggestion one
                WHERE one.ticket_id = ticket.id AND one.id IN (
                      SELECT res_id FROM ir_model_data
                       WHERE model = 'cs.suggestion' AND name LIKE 'suggestion_%')"""
        )
        fields = ["create_date", "cs_first_reply_at"]
        self.env["helpdesk.ticket"].invalidate_model(fields)

    def _load_suggestion(self, number, row, login):
        days = 3 + number * 5
        outcome = "not_adopted" if row["reason"] else OUTCOMES[number % 3]
        customer, phone = demo_tickets.customer(200 + number)
        values = {
            "name": row["name"],
            "description": row["description"],
            "partner_name": customer,
            "cs_phone": phone,
        }
        if outcome == "not_adopted":
            # One of them has brought forward so many that we thank for it.
            partner = self.env.ref("cs_helpdesk.partner_suggestion_demo")
            values = {"name": row["name"], "description": row["description"]}
            values["partner_id"] = partner.id
        if number < 2:
            self._make_suggestion(f"history_{number}", values, days, {}, {}, [], login)
            return
        study = {"study": row["study"]}
        if outcome == "adopted":
            date = self._demo_company()._cs_today() + timedelta(days=20 + number)
            study |= {
                "plan": row["study"],
                "plan_date": date,
                "responsible_id": self._ref("user", "agent2"),
                "ownership": "ours",
            }
        else:
            study["reason"] = row["reason"] or "成本与收益还需再算一个季度，暂缓答复。"
        marks = {
            login: tuple(
                70 + (number * 7 + place * 5 + part * 3) % 28 for part in range(3)
            )
            for place, login in enumerate(("supervisor", "hr", "gm"))
        }
        steps = [("leader", outcome)]
        if outcome == "adopted":
            steps.append(("leader", "grade"))
        self._make_suggestion(
            f"history_{number}",
            values,
            days,
            study,
            marks if outcome == "adopted" else {},
            steps,
            login,
        )
        # The customer has heard from us.
        ticket = self.env.ref(f"cs_helpdesk.suggestion_ticket_history_{number}_demo")
        if not ticket.cs_first_reply_at:
            self._as(login, ticket).action_cs_contacted()
