from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

RULE = "HD-24"
MAX_TEXT = 2000


class CsLostOrder(models.Model):
    """Confirms, decides and archives a lost order (HD-24)."""

    _inherit = "cs.lost.order"

    # Second callback

    def _record_call(self, result, said):
        """The second callback, by the current user; confirmed, it goes to the manager.

        :param result: a value of ``call_result``
        """
        self.ensure_one()
        self.check_access("read")
        self._check_calls()
        text = self._clean(said)
        [report] = self._decision_actor()
        report._claim_call()
        report._decision_write(
            {
                "called_by_id": self.env.uid,
                "called_at": fields.Datetime.now(),
                "call_result": result,
                "customer_said": text,
            }
        )
        if result == "alive":
            report._decision_write({"state": "refused"})
            report.flush_recordset()
            report._explain("alive")
            return
        notice = self.env["cs.decision.notice"].sudo()
        with notice._gathered():
            notice._ask(report._decision_submit(), report)

    def _check_calls(self):
        if self.state != "reported" or self.called_by_id:
            raise UserError(
                self.env._("HD-24: the second callback has been made already.")
            )
        if not self.can_call:
            raise AccessError(
                self.env._(
                    "HD-24: the second callback is made by somebody who neither"
                    " reported the order as lost nor may be responsible for it."
                )
            )

    def _claim_call(self):
        """Of two callers at the same moment one records the callback (sudo)."""
        self.flush_recordset()
        taken = self.env.execute_query(
            SQL(
                "UPDATE cs_lost_order SET write_date = write_date"
                " WHERE id = %s AND called_by_id IS NULL RETURNING id",
                self.id,
            )
        )
        if not taken:
            raise UserError(
                self.env._("HD-24: the second callback has been made already.")
            )

    # The manager

    def _judge(self, person, is_held, reason):
        """Approve, and hold the person responsible or clear everybody.

        :param person: hr.employee, empty: nobody is named
        """
        self.ensure_one()
        self.check_access("read")
        if not self.can_decide:
            raise AccessError(
                self.env._(
                    "HD-24: the manager decides, who neither reported the order, made"
                    " the second callback nor is responsible."
                )
            )
        text = self._clean(reason)
        [report] = self._decision_actor()
        report._check_person(person, is_held)
        report._decision_write(
            {
                "responsible_id": person.id,
                "verdict": "held" if is_held else "cleared",
                "verdict_reason": text,
            }
        )
        return self.action_approve(text)

    def _check_person(self, person, is_held):
        if is_held and not person:
            raise UserError(
                self.env._("HD-24: name the person who is held responsible.")
            )
        people = person._cs_all_records()
        involved = self.env.user._cs_employees() | self.called_by_id._cs_employees()
        if is_held and people & involved._cs_all_records():
            raise UserError(
                self.env._(
                    "HD-24: who is responsible neither decides nor has made the second"
                    " callback. Please return the report, so that somebody else calls."
                )
            )

    def _clean(self, text):
        """:raise UserError: no text, or too much of it"""
        text = text.replace("\0", "").strip() if isinstance(text, str) else ""
        if not text or len(text) > MAX_TEXT:
            raise UserError(
                self.env._("Please write down why, in at most %s characters.", MAX_TEXT)
            )
        return text

    @api.model
    def _decision_draw_form(self, form):
        """ "Decide" approves and takes the verdict along; no other button approves."""
        super()._decision_draw_form(form)
        approving = "@name='action_approve' or contains(@context, \"'approve'\")"
        for button in form.xpath(f"//header/button[{approving}]"):
            button.getparent().remove(button)

    # Decision hooks

    def _decision_kind(self):
        return "lost_order"

    def _decision_maker(self):
        return (
            self.sudo()
            .reported_by_id._cs_employees()
            .filtered(lambda one: one.company_id == self.company_id)
        )

    def _decision_beneficiaries(self):
        return self.sudo().responsible_id

    def _decision_excluded(self):
        return self.sudo().called_by_id._cs_employees()

    def _decision_ladder_fallback(self):
        return ["department_head"]

    def _decision_protected_fields(self):
        names = {
            "amount",
            "reported_by_id",
            "reported_on",
            "called_by_id",
            "called_at",
            "call_result",
            "customer_said",
            "verdict",
            "verdict_reason",
            "decided_at",
        }
        return super()._decision_protected_fields() | names

    def _decision_fresh_value(self, name):
        # The default is a record, the column wants its id.
        value = super()._decision_fresh_value(name)
        return value.id if isinstance(value, models.BaseModel) else value

    def _decision_check_submit(self):
        if self.call_result != "lost":
            raise UserError(
                self.env._(
                    "HD-24: a lost order is first confirmed by a second callback of"
                    " another person."
                )
            )

    def _decision_on_returned(self):
        """Given back, it is called about anew."""
        super()._decision_on_returned()
        names = ("called_by_id", "called_at", "call_result", "customer_said")
        self._decision_write(
            dict.fromkeys((*names, "verdict", "verdict_reason"), False)
        )

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        # An approval has closed the order and stays; a refusal let it go on.
        if self.ticket_id.closed:
            raise UserError(
                self.env._(
                    "HD-24: %s has been closed since, so it stays decided that it was"
                    " not lost.",
                    self.ticket_number,
                )
            )

    def _decision_on_undone(self, decision, request_state):
        super()._decision_on_undone(decision, request_state)
        self._decision_write({"verdict": False, "verdict_reason": False})
        self._set_explanations({self.id: None})

    def action_withdraw(self):
        """Take the report back to "reported"; it is called about anew."""
        result = super().action_withdraw()
        for report in self._decision_actor():
            report._decision_on_returned()
        return result

    def _decision_finish(self, result):
        """Archived with its verdict, in one write: the database wants it whole."""
        if result == "approved":
            self._check_judged()
            self._decision_write({"decided_at": fields.Datetime.now()})
        super()._decision_finish(result)

    def _check_judged(self):
        if not self.verdict:
            raise UserError(
                self.env._(
                    "HD-24: please open %s and press Decide: who is responsible is"
                    " named or cleared.",
                    self.display_name,
                )
            )

    def _decision_on_approved(self):
        super()._decision_on_approved()
        self._explain(self.verdict)
        self.ticket_id._cs_close_as_lost(self.kind)

    def _decision_on_refused(self):
        super()._decision_on_refused()
        self._decision_write({"verdict": False, "verdict_reason": False})
        self._explain("refused")

    # Appeals (ALL-02)

    def _appeal_employee(self):
        return self.responsible_id if self._is_held() else self.responsible_id.browse()

    def _is_held(self):
        return len(self) == 1 and self.verdict in ("held", "cleared_on_appeal")

    def _appeal_since(self):
        return self.decided_at if self.verdict == "held" else None

    def _appeal_first_decider(self):
        decisions = self.sudo().decision_ids
        return decisions.filtered(lambda one: one.outcome == "approve").decider_id

    def _appeal_accepted(self, appeal):
        """The one change of an archived report: the person is cleared."""
        self._decision_write({"verdict": "cleared_on_appeal"})
        self._explain("cleared_on_appeal")

    # Reasons (ALL-01)

    def _explain(self, verdict):
        """Kind and reason, the second callback, and who is responsible."""
        call = Reason(
            RULE,
            f"lost.call.{self.call_result}" if self.call_result else "lost.call.none",
            values=[
                Param("caller", self.called_by_id.name or ""),
                Param("said", self.customer_said or ""),
            ],
        )
        kind = Reason(
            RULE,
            f"lost.kind.{self.kind}",
            facts=[Fact("helpdesk.ticket", self.ticket_id.id, "dispatch_order")],
            values=[Param("reason", self.reason_id.name)],
        )
        values = [Param("why", self.verdict_reason or "")]
        values.append(Param("person", self.responsible_id.name or "—"))
        end = Reason(RULE, f"lost.verdict.{verdict}", values=values)
        self._set_explanations(
            {
                self.id: Explanation(
                    verdict=f"lost.result.{verdict}", reasons=[kind, call, end]
                )
            }
        )

    def _explanation_header(self):
        words = dict(self._fields["state"]._description_selection(self.env))
        return super()._explanation_header() | {
            "subtitle": words[self.state],
            "token": "late" if self.verdict == "held" else "present",
        }
