from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

#: A reason is a sentence or two, not a document.
LONGEST_REASON = 1000


class CsHandoverSign(models.Model):
    """The gate and the two signatures of a handover (ATT-14)."""

    _inherit = "cs.handover"

    outgoing_signed_text = fields.Char(
        "Handed Over On", compute="_compute_signed_texts", help="In company time."
    )
    relief_signed_text = fields.Char(
        "Taken Over On", compute="_compute_signed_texts", help="In company time."
    )

    @api.depends("outgoing_signed_at", "relief_signed_at", "company_id")
    def _compute_signed_texts(self):
        for one in self:
            one.outgoing_signed_text = one._stamp(one.outgoing_signed_at)
            one.relief_signed_text = one._stamp(one.relief_signed_at)

    # What stands in the way

    def _blocker_texts(self):
        """ATT-14: sentences that say why this cannot be signed; empty when it can."""
        self.ensure_one()
        asked = [
            (
                self.incident_open,
                self.env._("A serious or urgent incident is unfinished."),
            ),
            (
                self.equipment_moving,
                self.env._("Important equipment is being started or stopped."),
            ),
            (self.preparation_missing, self.env._("The preparation is incomplete.")),
        ]
        texts = [text for answer, text in asked if answer == "yes"]
        if self.relief_unfit == "yes" and not self.substitute_id:
            texts.append(
                self.env._(
                    "The relief is visibly unfit and no substitute is there yet."
                )
            )
        if not all([self.relief_unfit, *(answer for answer, _text in asked)]):
            texts.append(self.env._("A question of the checklist has no answer."))
        if self.urgent_count:
            texts.append(self.env._("An urgent open item is not finished."))
        if self.uncounted_count:
            texts.append(
                self.env._(
                    "A shared item is not counted, or its difference is not explained."
                )
            )
        if any(not item._says_result() for item in self.item_ids):
            texts.append(
                self.env._("An open item says nothing about its result so far.")
            )
        return texts

    def _check_blockers(self):
        texts = self._blocker_texts()
        if texts:
            raise UserError(
                self.env._(
                    "ATT-14: this handover cannot be signed yet.\n%(reasons)s",
                    reasons="\n".join(texts),
                )
            )

    # Signatures

    def action_sign(self):
        """The person who leaves signs; the relief is told."""
        for one in self:
            one._start_signing("draft", one.sudo().outgoing_id)
            one.sudo()._refresh_items()
            one._check_blockers()
            one._sign({"state": "left", "outgoing_signed_at": fields.Datetime.now()})
            one.sudo()._tell_taker()
        return True

    def action_accept(self):
        """The relief, or the substitute, accepts and signs."""
        for one in self:
            one._start_signing("left", one.sudo().taker_id)
            one._check_blockers()
            one._sign({"state": "signed", "relief_signed_at": fields.Datetime.now()})
        return True

    def action_ask_give_back(self):
        """Open the dialog that asks why."""
        self.ensure_one()
        self._check_signer("left", self.sudo().taker_id)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give Back"),
            "res_model": "cs.handover.give.back",
            "view_mode": "form",
            "target": "new",
            "context": {"default_handover_id": self.id},
        }

    def action_give_back(self, reason):
        """The relief does not accept it as it is; the first signature falls and the
        person who leaves is told why."""
        reason = self._clean_reason(reason)
        for one in self:
            one._check_signer("left", one.sudo().taker_id)
            known = one.sudo()
            line = (
                f"{known._stamp(fields.Datetime.now())} {known.taker_id.name}: {reason}"
            )
            one._sign(
                {
                    "state": "draft",
                    "outgoing_signed_at": False,
                    "return_reason": "\n".join(
                        filter(None, [line, known.return_reason])
                    ),
                }
            )
            known._tell_outgoing(reason)
        return True

    def _clean_reason(self, reason):
        if not isinstance(reason, str):
            raise UserError(self.env._("The reason has to be a text."))
        reason = " ".join(reason.replace("\0", "").split())
        if not reason:
            raise UserError(self.env._("Please give a reason."))
        if len(reason) > LONGEST_REASON:
            raise UserError(
                self.env._(
                    "Please keep the reason under %s characters.", LONGEST_REASON
                )
            )
        return reason

    def _start_signing(self, state, person):
        self._check_signer(state, person)
        self.env["cs.period"].sudo()._check_open(
            self.sudo().company_id, self.date, code="attendance_sheet"
        )

    def _check_signer(self, state, person):
        """:raise UserError: unless the turn is the caller's; the row stays locked"""
        self.ensure_one()
        self.check_access("read")
        self.sudo()._lock()
        if self.state != state:
            raise UserError(
                self.env._("This handover has changed meanwhile. Please load it again.")
            )
        if person.user_id != self.env.user:
            raise UserError(
                self.env._("ATT-14: only %(name)s signs here.", name=person.name)
            )

    # Telling the other one

    def _stamp(self, moment):
        """A moment in company time (ATT-14), empty without one."""
        # sudo: the zone of a company whose handover is read
        zone = self.sudo().company_id._cs_zone()
        return f"{words.localized(moment, zone):%Y-%m-%d %H:%M}" if moment else ""

    def _tell_taker(self):
        env = self._env_of(self.taker_id)
        self._tell(
            self.taker_id,
            env._("%(name)s hands over to you", name=self.outgoing_id.name),
            env._(
                "Please look through the handover of %(date)s, count what is shared,"
                " and accept it or give it back. %(name)s stays until you have"
                " accepted (ATT-14).",
                date=format_date(env, self.date),
                name=self.outgoing_id.name,
            ),
        )

    def _tell_outgoing(self, reason):
        env = self._env_of(self.outgoing_id)
        self._tell(
            self.outgoing_id,
            env._("%(name)s has given the handover back", name=self.taker_id.name),
            env._(
                "Handover of %(date)s: %(reason)s",
                date=format_date(env, self.date),
                reason=reason,
            ),
        )

    def _env_of(self, person):
        return self.env(context=dict(self.env.context, lang=person.user_id.lang))

    def _tell(self, person, subject, text):
        """One message with a link to this handover."""
        user = person.user_id
        if user.active:
            self._env_of(person)["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=subject,
                body=text,
                model=self._name,
                res_id=self.id,
            )
