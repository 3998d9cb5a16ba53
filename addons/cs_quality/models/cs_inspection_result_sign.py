import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

_logger = logging.getLogger(__name__)


class CsInspectionResult(models.Model):
    """Inspectors confirm a result, or note that it did not take place (HD-30)."""

    _inherit = "cs.inspection.result"

    def action_sign(self):
        """Confirm what was found: each inspector, once every item has its mark and
        every fault its correction. The last one makes it final.

        :raise UserError: something is missing, it is too early, or the month is locked
        """
        self.check_access("write")
        for result in self:
            result._check_inspect()
            result._touch()
            result._check_day()
            result._check_marks()
            sign = result._my_sign()
            # as the system: it is the inspector's confirmation that counts, no stamp
            result.with_user(SUPERUSER_ID)._sign(sign.with_user(SUPERUSER_ID))
        return True

    def action_missed(self):
        """The person was not there: it is noted with the reason and counts nowhere. An
        HR officer closes what the inspectors left.

        :raise AccessError: for everybody but the inspectors and HR officers; not own
        :raise UserError: somebody has confirmed it, or no reason is noted
        """
        self.check_access("read")
        is_hr = self.env.user.has_group("cs_base.group_hr_officer")
        for result in self:
            if not (is_hr and result._may_follow()):
                result._check_inspect()
            result._touch()
            result._check_not_begun(is_hr)
            result.sudo()._kept_write(
                {"state": "missed", "finished_at": fields.Datetime.now()}
            )
        return True

    def _check_not_begun(self, is_hr):
        if self.state != "open" or self.signed_count:
            raise UserError(
                self.env._("HD-30: it is final, or an inspector has confirmed it.")
            )
        if not self._my_sign() and is_hr:
            if self.due_on < self.company_id._cs_today():
                return
            raise UserError(
                self.env._(
                    "HD-30: the inspectors have time until %s.",
                    format_date(self.env, self.due_on),
                )
            )
        if not (self.note or "").strip():
            raise UserError(
                self.env._("HD-30: please note first why it did not take place.")
            )

    def _check_day(self):
        if self.date > self.company_id._cs_today():
            raise UserError(
                self.env._(
                    "HD-30: this round is on %s; nobody confirms it before.",
                    format_date(self.env, self.date),
                )
            )

    def _check_marks(self):
        for line in self.line_ids:
            if line._mark() is False:
                raise UserError(self.env._("HD-30: “%s” has no mark yet.", line.name))
            if line.is_fault:
                line._check_correction()

    def _sign(self, sign):
        sign._kept_write({"signed_at": fields.Datetime.now()})
        signed = self.sign_ids.filtered("signed_at")
        self._kept_write({"signed_count": len(signed)})
        self._report()
        if signed == self.sign_ids:
            self._finish()
        else:
            # what is locked is not confirmed either (ALL-05)
            self._check_month()

    @api.model
    def _finish_overdue(self):
        """HD-30: after P days one inspector's confirmation is enough (superuser)."""
        today = fields.Date.today()
        waiting = self.search(
            [("state", "=", "open"), ("signed_count", ">", 0), ("due_on", "<", today)]
        )
        Period = self.env["cs.period"]
        for result in waiting:
            company = result.company_id
            is_over = result.due_on < company._cs_today()
            if is_over and not Period._is_closed(company, result.date, code="quality"):
                result._finish_late()

    def _finish_late(self):
        """One that cannot be judged stays open and holds up no other."""
        try:
            with self.env.cr.savepoint():
                self._finish()
        except UserError:
            _logger.info("inspection result %s stays open", self.id)

    # A serious fault (HD-30: it is reported)

    def _report(self):
        """The superior and the head of the unit are told once, at the first word."""
        serious = self.line_ids.filtered(lambda one: one.is_fault and one.is_serious)
        if not serious or self.reported_at:
            return
        self._kept_write({"reported_at": fields.Datetime.now()})
        person = self.employee_id
        above = person._cs_supervisors()[person.id]
        above |= person._cs_department_heads()[person.id][:1]
        for user in above.user_id.filtered("active") - person.user_id:
            self._report_to(user, serious)

    def _report_to(self, user, serious):
        local = self.with_context(lang=user.lang)
        found = "; ".join(f"{one.name}: {one.remark}" for one in serious)
        local.env["mail.thread"].message_notify(
            model=self._name,
            res_id=self.id,
            author_id=self.env.ref("base.partner_root").id,
            partner_ids=user.partner_id.ids,
            subject=local.env._("Serious fault found (HD-30)"),
            body=local.env._(
                "%(person)s, %(day)s. %(found)s. Please see to the correction; an"
                " anomaly order can be opened from the result.",
                person=self.employee_id.name,
                day=format_date(local.env, self.date),
                found=found,
            ),
        )

    def action_anomaly(self):
        """Open an anomaly order (HD-31) from a serious fault, or the one there is.

        :raise AccessError: for who neither inspected nor leads the person
        :raise UserError: there is no serious fault
        """
        self.ensure_one()
        self.check_access("read")
        if not (self._my_sign() or self._may_follow()):
            raise AccessError(
                self.env._("HD-30: inspectors and superiors open an anomaly order.")
            )
        order = self.anomaly_id
        if not order:
            if self.state != "done" or not self.serious_count:
                raise UserError(
                    self.env._("HD-30: only a serious fault opens an anomaly order.")
                )
            self._touch()
            order = self.env["cs.anomaly"].create(self._prepare_anomaly())
            self.sudo()._kept_write({"anomaly_id": order.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": order._name,
            "res_id": order.id,
            "views": [(False, "form")],
        }

    def _prepare_anomaly(self):
        faults = self.line_ids.filtered("is_fault")
        serious = faults.filtered("is_serious")
        return {
            "name": self.env._("Inspection: %s", ", ".join(serious.mapped("name"))),
            "happened_on": self.date,
            "kind": self.kind if self.kind in ("service", "safety") else "other",
            "is_serious": True,
            "company_id": self.company_id.id,
            "department_id": self.department_id.id,
            "cause": "\n".join(line.remark for line in serious),
            "handling": "\n".join(line.correction for line in faults),
        }

    # Newcomers

    def action_proficient(self):
        """No weekly inspection any more, then like everybody else.

        :raise AccessError: for everybody but the superior, the supervisor of the unit
            and HR officers
        :raise UserError: no newcomer, or proficient already
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_follow():
            raise AccessError(
                self.env._("HD-30: superiors and HR officers say who is proficient.")
            )
        if not self.can_make_proficient:
            raise UserError(
                self.env._("HD-30: this is no newcomer, or proficient already.")
            )
        self.env["cs.inspection.proficient"].sudo()._kept_create(
            [
                {
                    "employee_id": self.employee_id.id,
                    "company_id": self.company_id.id,
                    "since": self.company_id._cs_today(),
                    "result_id": self.id,
                    "named_by_id": self.env.uid,
                }
            ]
        )
        return True
