from odoo import fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .sheet_figures import month_end


class CsAttendanceSheetApproval(models.Model):
    """A month sheet is confirmed by its person, then approved by HR (ATT-08)."""

    _inherit = "cs.attendance.sheet"

    def action_confirm(self):
        """The person says that the figures are right (ATT-08)."""
        self.check_access("read")
        mine = self.env.user._cs_employees()
        if any(sheet.sudo().employee_id not in mine for sheet in self):
            raise AccessError(
                self.env._("Only the person concerned confirms a month sheet.")
            )
        for sheet in self:
            sheet._check_confirm()
        # sudo: checked above; nobody has write access
        self.sudo()._set(
            {
                "state": "confirmed",
                "confirmed_at": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid,
                "is_silent": False,
            }
        )
        return True

    def _check_confirm(self):
        if self.state != "computed":
            raise UserError(
                self.env._("%(name)s is confirmed already.", name=self.display_name)
            )
        if not self.known_at:
            raise UserError(
                self.env._(
                    "%(name)s can be confirmed once the month is over.",
                    name=self.display_name,
                )
            )
        if self._appealed():
            raise UserError(
                self.env._(
                    "You have objected to %(name)s. Please withdraw the objection, or"
                    " wait for its decision.",
                    name=self.display_name,
                )
            )

    def action_approve(self):
        """HR approves those of the sheets that can be; tells how many were left."""
        self.check_access("read")
        self._check_approver()
        appealed, now = self._appealed(), fields.Datetime.now()
        ready = self.filtered(
            lambda sheet: sheet.state == "confirmed"
            and sheet not in appealed
            and sheet._may_approve()
        )
        if not ready:
            raise UserError(self[:1]._approve_obstacle())
        # sudo: checked above; nobody has write access
        sheets = ready.sudo()
        sheets._set(
            {
                "state": "approved",
                "approved_at": now,
                "approved_by_id": self.env.uid,
                "is_outdated": False,
            }
        )
        sheets._settle_missed()
        return self._tell(len(ready), len(self) - len(ready))

    def action_reopen(self):
        """HR takes approvals back; the people confirm the figures of now again."""
        self.check_access("read")
        self._check_approver()
        sheets = self.filtered(
            lambda sheet: sheet.state == "approved" and sheet._may_approve()
        ).sudo()
        if not sheets:
            raise UserError(
                self.env._(
                    "Choose approved sheets of other people that are not handed over."
                )
            )
        sheets._reopen()
        return True

    def _reopen(self):
        self._set(
            {
                "state": "computed",
                "approved_at": False,
                "approved_by_id": False,
                "confirmed_at": False,
                "confirmed_by_id": False,
                "is_silent": False,
                "is_outdated": False,
                "known_at": False,
                "confirm_deadline": False,
            }
        )
        # Missed punches that the approval settled can be confirmed again (ATT-02).
        self._with_settled()._judge_days()
        self._rebuild()

    def _with_settled(self):
        """Those with an absence of one punch."""
        one_punch = Domain("check_in", "=", False) & Domain("check_out", "!=", False)
        one_punch |= Domain("check_in", "!=", False) & Domain("check_out", "=", False)
        absent = self.env["cs.attendance.day"].search(
            Domain("employee_id", "in", self.employee_id.ids)
            & Domain("month", "in", self.mapped("month"))
            & Domain("verdict", "=", "absent")
            & one_punch
        )
        found = {(day.employee_id, day.month) for day in absent}
        return self.filtered(lambda one: (one.employee_id, one.month) in found)

    def _settle_missed(self):
        """With the approval nobody can confirm a missed punch any more, so it becomes
        what the policy says (ATT-02)."""
        missing = self.filtered("unconfirmed_days")
        missing._judge_days()
        missing._rebuild(approved=True)

    def _judge_days(self):
        for month, sheets in self.grouped("month").items():
            self.env["cs.attendance.day"]._judge(
                sheets.employee_id, month, month_end(month)
            )

    def _rebuild(self, approved=False):
        for month, sheets in self.grouped("month").items():
            self.env["cs.attendance.sheet.builder"]._build(
                sheets.employee_id, month, approved=approved
            )

    def _check_approver(self):
        if not any(
            self.env.user.has_group(f"cs_base.group_{role}")
            for role in ("hr_officer", "general_manager")
        ):
            raise AccessError(self.env._("HR approves month sheets."))

    def _may_approve(self):
        """Whether the user is one who approves this sheet: never the own."""
        person = self.sudo().employee_id
        if any(person._cs_is_same_person(me) for me in self.env.user._cs_employees()):
            return False
        if self.env.user.has_group("cs_base.group_hr_officer"):
            return True
        user = person.user_id  # perhaps none
        return self.env.user.has_group("cs_base.group_general_manager") and (
            bool(user) and user.has_group("cs_base.group_hr_officer")
        )

    def _approve_obstacle(self):
        """Why this sheet cannot be approved by the user now."""
        if not self._may_approve():
            return self.env._("Somebody else approves your own month sheet.")
        if self._appealed():
            return self.env._("The objection to it is to be decided first.")
        if self.state == "computed":
            return self.env._(
                "%(name)s is not confirmed yet. The person has until %(date)s.",
                name=self.display_name,
                date=self._deadline_text(),
            )
        return self.env._("%(name)s is approved already.", name=self.display_name)

    def _deadline_text(self):
        if not self.confirm_deadline:
            return "–"
        zone = self.company_id._cs_zone()
        return words.moment_name(self.env, self.confirm_deadline, zone)

    def _tell(self, done, left):
        message = self.env._("%(count)s sheets approved.", count=done)
        if left:
            message = self.env._(
                "%(count)s sheets approved. %(left)s were left: not confirmed, objected"
                " to, or your own.",
                count=done,
                left=left,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if not left else "warning",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
