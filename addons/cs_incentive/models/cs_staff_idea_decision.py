from odoo import api, fields, models
from odoo.addons.cs_helpdesk.engine.suggestion import total
from odoo.addons.cs_helpdesk.models.cs_suggestion_score import CRITERIA
from odoo.exceptions import AccessError, UserError


class CsStaffIdea(models.Model):
    """Deciding on a suggestion of the staff (INC-14)."""

    _inherit = "cs.staff.idea"

    # Deciding

    def action_approve(self, reason=None):
        """Nothing is adopted in passing: the points are given in the dialog."""
        raise UserError(
            self.env._(
                "INC-14: whoever adopts a suggestion gives it points. Please open it"
                " and press Decide."
            )
        )

    def _judge(self, outcome, reason, marks=None, responsible=None, due_on=None):
        """Decide, by the current user.

        :param outcome: ``adopted``, ``held`` or ``not_adopted``
        :param marks: whole marks from 0 to 100, in the order of CRITERIA
        :param responsible: hr.employee who carries it out
        """
        self.ensure_one()
        self.check_access("read")
        if not self.can_decide:
            raise AccessError(
                self.env._(
                    "INC-14: whoever leads the author decides, and nobody on the own"
                    " suggestion."
                )
            )
        reason = self._decision_clean_reason("refuse", reason)
        if outcome == "held":
            return self._hold(reason)
        if outcome == "not_adopted":
            return self.action_refuse(reason)
        [idea] = self._decision_actor()
        idea._prepare_adoption(marks, responsible, due_on)
        return self._decision_decide("approve", reason)

    def _prepare_adoption(self, marks, responsible, due_on):
        if not responsible or responsible.sudo().company_id != self.company_id:
            raise UserError(
                self.env._("INC-14: please name a colleague who carries it out.")
            )
        if not due_on or due_on < self.company_id._cs_today():
            raise UserError(
                self.env._("INC-14: please say by which day, not before today.")
            )
        policy = self._policy()
        vals = dict(zip(CRITERIA, marks, strict=True)) | {
            "score": float(self._score(marks, policy)),
            "incentive_policy_id": policy._origin.id,
            "responsible_id": responsible.id,
            "due_on": due_on,
        }
        self._decision_write(vals)

    @api.model
    def _score(self, marks, policy):
        """INC-14, as HD-08: the weighted mark, to two decimals, half up."""
        if any(type(mark) is not int or not 0 <= mark <= 100 for mark in marks):
            raise UserError(self.env._("Marks run from 0 to 100."))
        return total([marks], self._weights(policy))

    @api.model
    def _weights(self, policy):
        return [policy[f"idea_weight_{name}"] for name in CRITERIA]

    # Decision hooks

    @api.model
    def _decision_draw_form(self, form):
        """ "Decide" adopts, holds or does not adopt; no other button does."""
        super()._decision_draw_form(form)
        others = " or ".join(
            f"@name='action_{one}' or contains(@context, \"'{one}'\")"
            for one in ("approve", "refuse")
        )
        for button in form.xpath(f"//header/button[{others}]"):
            button.getparent().remove(button)
        # The first one is what a phone shows.
        for button in form.xpath("//header/button[@name='action_judge']"):
            button.getparent().insert(0, button)

    def _decision_kind(self):
        return "staff_idea"

    def _decision_maker(self):
        return self.employee_id

    def _decision_beneficiaries(self):
        return self.employee_id

    def _decision_excluded(self):
        """Who decided at first does not decide anew (ALL-02)."""
        first = self._appeal_first_decider()
        return first if self.is_reopened else first.browse()

    def _decision_ladder_fallback(self):
        return ["supervisor"]

    def _decision_protected_fields(self):
        """What comes from the caller, the clock and the decision only."""
        return super()._decision_protected_fields() | {
            "employee_id",
            "company_id",
            "department_id",
            "submitted_on",
            "held_on",
            "held_until",
            "held_reason",
            *CRITERIA,
            "score",
            "incentive_policy_id",
            "decided_at",
            "decided_by_id",
            "reason",
            "counts_on",
            "is_reopened",
            "responsible_id",
            "due_on",
            "done_on",
            "result",
        }

    def _decision_state_of(self, request_state):
        """What is held stays so between two steps of a ladder."""
        if request_state == "pending" and self.state == "held":
            return "held"
        return super()._decision_state_of(request_state)

    def _decision_detail(self):
        return {"score": self.score, "marks": [self[name] for name in CRITERIA]}

    def _decision_on_submitted(self):
        super()._decision_on_submitted()
        self._decision_write(
            {
                "submitted_on": self.company_id._cs_today(),
                "department_id": self.employee_id.department_id.id,
            }
        )

    def _decision_finish(self, result):
        """Day and person in the same write: the database wants it whole."""
        if result in ("approved", "refused"):
            last = self.decision_ids._standing()[:1]
            vals = {
                "decided_at": fields.Datetime.now(),
                "decided_by_id": last.decider_id.id,
                "reason": last.reason,
            }
            if result == "approved":
                # What was adopted before an appeal stays in its month.
                vals["counts_on"] = self.counts_on or self.company_id._cs_today()
            else:
                vals |= self._without_points()
            self._decision_write(vals)
        elif result == "returned":
            self._decision_write(self._without_points())
        super()._decision_finish(result)
        self.flush_recordset()

    def _without_points(self):
        return dict.fromkeys((*CRITERIA, "score"), 0) | dict.fromkeys(
            ("incentive_policy_id", "responsible_id", "due_on"), False
        )

    def _decision_on_approved(self):
        super()._decision_on_approved()
        if self.done_on:
            # It was carried out before it was decided anew.
            self._decision_write({"state": "done"})
        self._explain()

    def _decision_on_refused(self):
        super()._decision_on_refused()
        self._explain()

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        if self.appeal_ids and not self.is_reopened:
            raise UserError(
                self.env._("INC-14: the author has appealed, so the decision stays.")
            )
        if self.counts_on:
            self.env["cs.period"]._check_open(self.company_id, self.counts_on)

    def _decision_on_undone(self, decision, request_state):
        super()._decision_on_undone(decision, request_state)
        if request_state == "pending":
            return
        undone = dict.fromkeys(("decided_at", "decided_by_id", "reason"), False)
        if not self.is_reopened:
            undone["counts_on"] = False
        self._decision_write(undone | self._without_points())
        self._set_explanations({self.id: None})
