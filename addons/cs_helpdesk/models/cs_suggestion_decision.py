from markupsafe import Markup

from odoo import fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ..engine.suggestion import held_until

#: What may follow by a decision; a hold that is over is decided for good.
NEXT = {
    "studying": {"held", "adopted", "not_adopted"},
    "held": {"adopted", "not_adopted"},
    "due": {"adopted", "not_adopted"},
    "adopted": {"done"},
}
#: What has to be entered before.
NEEDED = {
    "adopted": ("study", "plan", "plan_date", "responsible_id", "ownership"),
    "not_adopted": ("study",),
    "held": ("study", "reason"),
    "done": ("result",),
}
#: State in which the matter is finished -> outcome of the ticket.
FINISHED = {
    "not_adopted": "cs_helpdesk.outcome_suggestion_not_adopted",
    "done": "cs_helpdesk.outcome_suggestion_adopted",
}


class CsSuggestionDecision(models.Model):
    """From study to decision, each with its message to the customer (HD-08)."""

    _inherit = "cs.suggestion"

    # Buttons

    def action_study(self):
        """Give it to the department that is to study it."""
        self.check_access("write")
        for one in self.sudo():
            if one.state != "received":
                raise UserError(self._changed_text())
            if not one.department_id:
                raise UserError(
                    self.env._("Please choose the department that studies it.")
                )
            one._step("studying", one.env.user)
            one._tell_department()
        return True

    def action_adopt(self):
        return self._ask_message("adopted")

    def action_not_adopt(self):
        return self._ask_message("not_adopted")

    def action_hold(self):
        return self._ask_message("held")

    def action_done(self):
        return self._ask_message("done")

    def _ask_message(self, state):
        """The dialog with the message; refused early when something is missing."""
        self._check_step(state)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tell the Customer: %s", self._state_label(state)),
            "res_model": "cs.suggestion.answer",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_suggestion_id": self.id, "default_outcome": state},
        }

    # Deciding

    def _check_step(self, state):
        self.ensure_one()
        if state == "done":
            self._check_responsible()
        else:
            self._check_decider()
        if state not in NEXT.get(self.state, ()):
            raise UserError(self._changed_text())
        self._check_complete(state)
        if state == "held":
            self._check_hold()

    def _check_responsible(self):
        self.check_access("write")
        if self.env.user not in self.responsible_id and not self._is_decider(
            self.env.user
        ):
            raise UserError(
                self.env._(
                    "HD-08: who is responsible for carrying it out, or who decides on"
                    " it, reports it as done."
                )
            )

    def _check_complete(self, state):
        needed = NEEDED[state]
        if state == "adopted" and self.ownership == "shared":
            needed += ("agreement",)
        missing = [
            self._fields[name]._description_string(self.env)
            for name in needed
            if not (self[name].strip() if isinstance(self[name], str) else self[name])
        ]
        if missing:
            raise UserError(
                self.env._(
                    "HD-08: before this, please fill in: %s.", ", ".join(missing)
                )
            )
        if state == "adopted" and self.plan_date < self.company_id._cs_today():
            raise UserError(
                self.env._("HD-08: the day by which it is done has passed already.")
            )

    def _check_hold(self):
        if self.held_on:
            raise UserError(
                self.env._("HD-08: it was held once already and has to be decided now.")
            )
        # sudo: the department's others may belong to tickets out of reach
        waiting = self.sudo().search(
            [("department_id", "=", self.department_id.id), ("state", "=", "due")],
            limit=1,
        )
        if waiting:
            raise UserError(
                self.env._(
                    "HD-08: the time of a held suggestion of this department is over"
                    " (%s). Nothing else is held until that one is decided.",
                    waiting.number,
                )
            )

    def _changed_text(self):
        return self.env._(
            "This suggestion has changed meanwhile, or this does not follow its status."
            " Please load it again."
        )

    def _answer(self, state, way, recipient, subject, body):
        """Decide and tell the customer, both or neither.

        :param body: Markup, sanitized
        """
        self._check_step(state)
        if not way or not html2plaintext(body or "").strip():
            raise UserError(
                self.env._("HD-08: the customer is told. Please write the message.")
            )
        user, one = self.env.user, self.sudo()
        vals = one._prepare_decision(state, user)
        message = {"way": way, "recipient": recipient, "subject": subject, "body": body}
        message |= one._send(message, user) if way == "email" else {}
        if not message["recipient"]:
            raise UserError(self.env._("Please say who was told, and how reached."))
        one._step(state, user, vals, **message)
        if state in FINISHED:
            one._finish_ticket(FINISHED[state])
        one._watch_later()
        return True

    def _prepare_decision(self, state, user):
        today = self.company_id._cs_today()
        if state == "held":
            months = self._policy(today).suggestion_months
            return {"held_on": today, "held_until": held_until(today, months)}
        if state == "done":
            return {"done_on": today}
        return {"decided_on": today, "decided_by_id": user.id, "held_until": False}

    def _step(self, state, user, vals=None, **message):
        """Go on to a state and write it down."""
        before = self.state
        told = dict.fromkeys(
            ("note", "way", "recipient", "subject", "body", "mail_message_id"), False
        )
        self._set({"state": state, "reminded_on": False} | (vals or {}))
        return self.env["cs.suggestion.step"]._kept_create(
            [
                {
                    "suggestion_id": self.id,
                    "at": fields.Datetime.now(),
                    "user_id": user.id,
                    "state_from": before,
                    "state_to": state,
                    "department_id": self.department_id.id,
                    **(told | message),
                }
            ]
        )

    # Telling

    def _send(self, message, user):
        """E-mail through the ticket, so that the answer comes back there.

        :return: dict ``recipient``, ``mail_message_id``
        """
        partner = self._customer_by_email()
        sent = self.ticket_id.message_post(
            body=Markup(message["body"]),
            subject=message["subject"],
            author_id=user.partner_id.id,
            email_from=user.email_formatted or self.company_id.email_formatted,
            partner_ids=partner.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        return {"recipient": partner.email_formatted, "mail_message_id": sent.id}

    def _customer_by_email(self):
        """The customer's contact, made from the ticket when there is none."""
        ticket = self.ticket_id
        if not ticket.partner_id and tools.email_normalize(ticket.partner_email):
            ticket.partner_id = ticket._partner_find_from_emails_single(
                [ticket.partner_email],
                additional_values={
                    tools.email_normalize(ticket.partner_email): {
                        "name": ticket.partner_name or ticket.partner_email
                    }
                },
            )
        if not tools.email_normalize(ticket.partner_id.email):
            raise UserError(
                self.env._(
                    "HD-08: the customer has no valid e-mail address. Please tell the"
                    " customer in another way and write down what was said."
                )
            )
        return ticket.partner_id

    def _tell_department(self):
        heads = self.department_id.browse(
            self.department_id._cs_ancestor_ids()[self.department_id.id]
        ).manager_id
        head = heads.user_id[:1]
        # HD-20: of a secret one the number only
        self.ticket_id._cs_follow_customer()
        shown = self.with_user(head).sudo() if head else self
        self._notify(
            head,
            lambda env: env._("A suggestion to study: %s", shown.display_name),
            lambda env: env._(
                "Please study it and decide: adopt, not adopt, or hold (HD-08)."
            ),
        )

    def _notify(self, users, subject, body):
        """:param subject, body: functions of an environment in the reader's language"""
        for user in users.filtered("active"):
            env = self.env(context=dict(self.env.context, lang=user.lang))
            env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=subject(env),
                body=body(env),
                model=self._name,
                res_id=self[:1].id,
            )

    # The ticket

    def _finish_ticket(self, outcome):
        ticket = self.ticket_id
        vals = {"cs_outcome_id": self.env.ref(outcome).id}
        if not ticket.stage_id.closed:
            stages = ticket.team_id.with_company(ticket.company_id)
            closed = stages._get_applicable_stages().filtered("closed")[:1]
            if closed:
                vals["stage_id"] = closed.id
        ticket.write(vals)

    def _reopen(self):
        """The customer came back on a finished matter: what was decided is history."""
        text = self.env._("The ticket was reopened.")
        for one in self:
            if one.state == "done":
                one._step("adopted", one.env.user, {"done_on": False}, note=text)
            elif one.state == "not_adopted":
                undone = {"decided_on": False, "decided_by_id": False}
                one._step("studying", one.env.user, undone, note=text)
