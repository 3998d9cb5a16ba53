from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

#: What who asks enters; everything else follows.
ENTERED = {"ticket_id", "to_id", "reason"}
MAX_REASON = 2000


class CsTicketTransfer(models.Model):
    """A matter that somebody else is asked to answer for (HD-02).

    The owner, or who leads the team, asks one colleague, who accepts or refuses with a
    reason until ``answer_by``; until then, and after a refusal, the owner stays the
    owner. One may wait at a time (database), and of several answers at once one holds.

    Access: who reads the ticket reads its transfers; nobody edits or deletes them.
    """

    _name = "cs.ticket.transfer"
    _inherit = ["cs.kept.mixin"]
    _description = "Transfer of a Ticket"
    _order = "id desc"
    _kept_is_entered = True

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    from_id = fields.Many2one(
        "res.users", "Handed On By", required=True, readonly=True, ondelete="restrict"
    )
    to_id = fields.Many2one(
        "res.users",
        "Taken Over By",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    reason = fields.Text(required=True)
    asked_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    asked_at = fields.Datetime("Asked On", required=True, readonly=True)
    answer_by = fields.Datetime(
        "Answer Until", required=True, readonly=True, index=True
    )
    answered_at = fields.Datetime("Answered On", readonly=True)
    answer = fields.Text("Why Not", readonly=True)
    state = fields.Selection(
        [
            ("asked", "Waits for an Answer"),
            ("accepted", "Accepted"),
            ("refused", "Not Taken Over"),
            ("withdrawn", "Withdrawn"),
            ("expired", "Not Answered in Time"),
            ("void", "Closed Before"),
        ],
        required=True,
        readonly=True,
        default="asked",
        index=True,
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")
    can_withdraw = fields.Boolean(compute="_compute_can_answer")

    _one_waits = models.UniqueIndex(
        "(ticket_id) WHERE state = 'asked'",
        "Somebody has been asked to take this matter over. Withdraw that first.",
    )

    @api.depends_context("uid")
    @api.depends("state", "to_id", "asked_by_id", "from_id")
    def _compute_can_answer(self):
        user = self.env.user
        for one in self:
            waits = one.state == "asked"
            one.can_answer = waits and one.to_id == user
            one.can_withdraw = waits and user in one.asked_by_id | one.from_id

    @api.depends_context("lang")
    @api.depends("ticket_id", "to_id")
    def _compute_display_name(self):
        for one in self:
            ticket = one.sudo().ticket_id
            one.display_name = f"{ticket.number} → {one.sudo().to_id.name or ''}"

    # Asking

    @api.model_create_multi
    def create(self, vals_list):
        prepared = [self._prepare(vals) for vals in vals_list]
        transfers = super(CsTicketTransfer, self.sudo()).create(prepared)
        for one in transfers:
            one.ticket_id._cs_set({"cs_asked_id": one.to_id.id})
            one._tell(one.to_id, one._ask_subject)
        cron = self.env.ref("cs_helpdesk.cs_ticket_transfer_cron").sudo()
        cron._trigger(at=transfers.mapped("answer_by"))
        return transfers.with_env(self.env)

    def _prepare(self, vals):
        """What is stored of what was entered; refuses what is not to be."""
        if not vals.keys() <= ENTERED:
            raise UserError(
                self.env._(
                    "Enter the ticket, who takes it over and why; the rest follows."
                )
            )
        ticket = self.env["helpdesk.ticket"].browse(vals.get("ticket_id")).exists()
        user = self.env["res.users"].browse(vals.get("to_id")).exists()
        reason = self._clean(vals.get("reason"))
        if not (ticket and user):
            raise UserError(self.env._("Choose the ticket and who takes it over."))
        ticket._cs_check_transfer()
        if asked := ticket.sudo().cs_asked_id:
            raise UserError(
                self.env._(
                    "%s has been asked to take this matter over already. Withdraw that"
                    " first.",
                    asked.name,
                )
            )
        owner = ticket.sudo().cs_owner_id
        if not owner:
            raise UserError(
                self.env._(
                    "Nobody answers for this matter yet. Assign it instead of handing"
                    " it on."
                )
            )
        self._check_person(ticket.sudo(), owner, user.sudo())
        now = fields.Datetime.now()
        return {
            "ticket_id": ticket.id,
            "to_id": user.id,
            "reason": reason,
            "from_id": owner.id,
            "asked_by_id": self.env.uid,
            "asked_at": now,
            "answer_by": self._answer_by(ticket.sudo(), now),
            "state": "asked",
        }

    @api.model
    def _clean(self, text):
        """:raise UserError: no text, or too much of it"""
        text = text.replace("\0", "").strip() if isinstance(text, str) else ""
        if not text or len(text) > MAX_REASON:
            raise UserError(
                self.env._("Please give a reason of at most %s characters.", MAX_REASON)
            )
        return text

    @api.model
    def _check_person(self, ticket, owner, user):
        company = ticket.company_id
        serves = user._cs_employees().filtered(lambda one: one.company_id == company)
        if user == owner or user.share or not user.active or not serves:
            raise UserError(
                self.env._(
                    "HD-02: hand the matter on to a colleague of %s who is not its"
                    " owner already.",
                    company.name,
                )
            )
        if user in ticket.cs_party_ids.employee_id.user_id:
            raise UserError(
                self.env._(
                    "The complaint names %s, who therefore cannot answer for it.",
                    user.name,
                )
            )

    @api.model
    def _answer_by(self, ticket, moment):
        """HD-02: so many hours of the unit's working time."""
        hours = ticket._cs_parameters(["transfer_hours"])["transfer_hours"]
        Time = self.env["cs.working.time"].sudo()
        calendar = ticket._cs_calendar()
        [until] = Time._add_seconds(
            calendar, [(moment, round(hours * 3600))], ticket.company_id
        )
        return until

    # Answering

    def action_accept(self):
        """Take over: from now on the current user answers for the matter."""
        for one in self._asked():
            one._check_answers()
            one._end("accepted")
            ticket, before = one.ticket_id, one.from_id
            works = not ticket.user_id or ticket.user_id == before
            ticket._cs_set({"cs_owner_id": one.to_id.id})
            if works:
                ticket.user_id = one.to_id
            one._tell(before | one.asked_by_id, one._accepted_subject)
        return True

    def action_withdraw(self):
        """Take the question back; the owner stays the owner."""
        for one in self._asked():
            if self.env.user not in one.asked_by_id | one.from_id:
                raise AccessError(
                    self.env._("Only who asked, or the owner, takes this back.")
                )
            one._end("withdrawn")
        return True

    def _refuse(self, reason):
        for one in self._asked():
            one._check_answers()
            one._end("refused", self._clean(reason))
            one._tell(one.from_id | one.asked_by_id, one._refused_subject)

    def _asked(self):
        """These, in sudo, which the caller may read and which still wait."""
        self.check_access("read")
        for one in self.sudo():
            if one.state != "asked":
                state = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "This does not wait for an answer any more: %s.",
                        state[one.state].lower(),
                    )
                )
        return self.sudo()

    def _check_answers(self):
        if self.env.user != self.to_id:
            raise AccessError(
                self.env._(
                    "HD-02: only %s accepts or refuses this matter.", self.to_id.name
                )
            )
        if fields.Datetime.now() > self.answer_by:
            zone = self.company_id._cs_zone()
            raise UserError(
                self.env._(
                    "The answer was due by %s, so the matter stays with its owner, who"
                    " may ask again.",
                    words.moment_name(self.env, self.answer_by, zone),
                )
            )

    def _end(self, state, answer=False):
        """Of several callers one ends it; the others start anew and find it ended."""
        now = fields.Datetime.now()
        for one in self:
            one.flush_recordset()
            taken = self.env.execute_query(
                SQL(
                    "UPDATE cs_ticket_transfer SET write_date = %s"
                    " WHERE id = %s AND state = 'asked' RETURNING id",
                    now,
                    one.id,
                )
            )
            if not taken:
                raise UserError(self.env._("This has been answered already."))
            one._set({"state": state, "answered_at": now, "answer": answer})
            one.ticket_id._cs_set({"cs_asked_id": False})

    def _kept_text(self):
        return self.env._(
            "HD-02: what was asked and answered stays. Withdraw it and ask anew."
        )

    def _set(self, vals):
        return self._kept_write(vals)

    @api.model
    def _cron_expire(self):
        """HD-02: who does not answer in time has not taken over; the owner is told."""
        late = self.search(
            [("state", "=", "asked"), ("answer_by", "<", fields.Datetime.now())]
        )
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(late))
        for one in late.try_lock_for_update():
            one._end("expired")
            one._tell(one.from_id | one.asked_by_id, one._expired_subject)
            Cron._commit_progress(1)

    # Telling

    def _tell(self, users, subject):
        """Tell each in the own language, with a link to the ticket (sudo)."""
        zone = self.company_id._cs_zone()
        for user in users.filtered("active") - self.env.user:
            local = self.with_context(lang=user.lang)
            until = words.moment_name(local.env, local.answer_by, zone)
            text = [local.ticket_id.name, local.answer or local.reason]
            if local.state == "asked":
                text.append(local.env._("Please answer by %s.", until))
            local.ticket_id._cs_notify(user, subject(local.env), "\n".join(text))

    def _ask_subject(self, env):
        return env._(
            "%(person)s asks you to take over %(ticket)s",
            person=self.asked_by_id.name,
            ticket=self.ticket_id.number,
        )

    def _accepted_subject(self, env):
        return env._(
            "%(person)s has taken over %(ticket)s",
            person=self.to_id.name,
            ticket=self.ticket_id.number,
        )

    def _refused_subject(self, env):
        return env._(
            "%(person)s does not take over %(ticket)s",
            person=self.to_id.name,
            ticket=self.ticket_id.number,
        )

    def _expired_subject(self, env):
        return env._(
            "%(person)s has not answered about %(ticket)s; it stays with its owner",
            person=self.to_id.name,
            ticket=self.ticket_id.number,
        )
