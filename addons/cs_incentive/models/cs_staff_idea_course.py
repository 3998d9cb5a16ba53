from odoo import models
from odoo.addons.cs_helpdesk.engine.suggestion import held_until
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date


class CsStaffIdea(models.Model):
    """Holding a suggestion of the staff, and carrying it out (INC-14)."""

    _inherit = "cs.staff.idea"

    # Holding

    def _hold(self, reason):
        """Once, and for so many months at most; then it is decided for good."""
        [idea] = self._decision_actor()
        idea._check_hold()
        idea._claim_hold()
        today = idea.company_id._cs_today()
        idea._decision_write(
            {
                "state": "held",
                "held_on": today,
                "held_until": held_until(today, idea._policy().idea_months),
                "held_reason": reason,
            }
        )
        idea.flush_recordset()
        idea._tell_held()
        return True

    def _check_hold(self):
        if self.state != "submitted" or self.held_on:
            raise UserError(
                self.env._(
                    "INC-14: it was held once already and has to be decided now."
                )
            )
        overdue = self.search(
            [
                ("department_id", "=", self.department_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "held"),
                ("held_until", "<", self.company_id._cs_today()),
            ],
            limit=1,
        )
        if overdue:
            raise UserError(
                self.env._(
                    "INC-14: the time of a held suggestion of this department is over"
                    " (%s). Nothing else is held until that one is decided.",
                    overdue.name,
                )
            )

    def _claim_hold(self):
        """Of two callers at the same moment one holds it (sudo)."""
        self.flush_recordset()
        taken = self.env.execute_query(
            SQL(
                "UPDATE cs_staff_idea SET write_date = write_date"
                " WHERE id = %s AND state = 'submitted' AND held_on IS NULL"
                " RETURNING id",
                self.id,
            )
        )
        if not taken:
            raise UserError(
                self.env._(
                    "INC-14: it was held once already and has to be decided now."
                )
            )

    def _tell_held(self):
        user = self.employee_id.user_id
        localized = self.with_context(lang=user.lang)
        localized.message_notify(
            partner_ids=user.partner_id.ids,
            subject=localized.env._("Your suggestion is held: %s", self.name),
            body=localized.env._(
                "It is decided by %(day)s at the latest. Why: %(why)s",
                day=format_date(localized.env, self.held_until),
                why=self.held_reason,
            ),
        )

    # Carrying it out

    def _finish(self, result):
        """Write down what was done; by who carries it out, or who decided."""
        self.ensure_one()
        self.check_access("read")
        if not self._may_finish():
            raise AccessError(
                self.env._(
                    "INC-14: who carries it out, or who decided on it, reports it as"
                    " done."
                )
            )
        [idea] = self._decision_actor()
        if idea.state != "adopted":
            raise UserError(self.env._("INC-14: only what is adopted is carried out."))
        text = idea._clean({"result": result or ""})["result"]
        if not text:
            raise UserError(self.env._("INC-14: please write down what was done."))
        today = idea.company_id._cs_today()
        idea._decision_write({"state": "done", "done_on": today, "result": text})
        return True
