from decimal import Decimal
from math import isfinite

from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_end
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .hr_payslip_run_flow import CODE

MAX_REASON = 2000
MAX_AMOUNT = Decimal(10) ** 9


class HrPayslipRun(models.Model):
    """An extra payslip of one person, besides the month's (INC-31): corrections of a
    closed month, back pay, the settlement of a leaver.

    Payroll makes it with a reason, the general manager approves; neither is the person.
    It is a pay run of its own, so it is computed, checked, approved, printed, handed to
    finance (INC-32) and booked as every other. One a person and month, which the
    database keeps; until it is approved payroll changes or discards it.
    """

    _inherit = "hr.payslip.run"

    cs_can_change = fields.Boolean("Can Change", compute="_compute_cs_can")

    @api.depends("cs_is_extra", "cs_employee_id")
    def _compute_cs_can(self):
        super()._compute_cs_can()
        pays = self.env.user.has_group("cs_base.group_payroll_accountant")
        for run in self:
            own = run._cs_is_own()
            is_open = run.cs_is_extra and run.cs_state in ("received", "computed")
            run.cs_can_change = bool(pays and is_open and not own)
            if own:
                run.cs_can_compute = run.cs_can_approve = False

    def _cs_is_own(self, person=None):
        """Whether an extra payslip, or a person, is that of the current user."""
        # sudo: whose it is
        person = person or self.sudo().cs_employee_id
        mine = self.env.user._cs_employees()._cs_all_records()
        return bool(person & mine)

    def _cs_check_not_own(self, person=None):
        if self._cs_is_own(person):
            raise AccessError(
                self.env._("INC-31: nobody makes or approves the own extra payslip.")
            )

    # Making

    @api.model
    def _cs_make_extra(self, company, person, month, kind, reason, lines):
        """Payroll: an extra payslip, computed and waiting for approval.

        :param month: any day of the month in which it is paid
        :param lines: list of (hr.salary.rule, amount as entered, note)
        :return: the run
        """
        self._cs_check_group("cs_base.group_payroll_accountant")
        month = month.replace(day=1)
        # sudo: payroll may not read the personnel file
        own, person = self.sudo(), person.sudo()
        own._cs_check_not_own(person)
        own._cs_check_extra(company, person, month)
        own._cs_check_extra_once(person, month)
        reason = own._cs_clean_reason(reason)
        run = own._cs_extra_run(company, person, month, kind, reason)
        run._cs_extra_slip(person)
        run._cs_enter(lines)
        run._cs_log("extra")
        return self.browse(run.id)

    def _cs_change_extra(self, kind, reason, lines):
        """Payroll: other amounts or another reason, while it is not approved."""
        self._cs_check_group("cs_base.group_payroll_accountant")
        self._cs_check_not_own()
        run = self.sudo()
        run._cs_claim("received", "computed")
        run._cs_check_is_extra()
        reason = run._cs_clean_reason(reason)
        run._cs_write({"cs_extra_kind": kind, "cs_reason": reason})
        run._cs_enter(lines)
        run._cs_log("change")

    def action_cs_discard(self):
        """Payroll: an extra payslip that is not approved is not wanted after all."""
        self._cs_check_group("cs_base.group_payroll_accountant")
        for mine in self:
            mine._cs_check_not_own()
            run = mine.sudo()
            run._cs_claim("received", "computed")
            run._cs_check_is_extra()
            run._cs_check_never_approved()
            slips = run.slip_ids
            slips._cs_write({"state": "cancel"})
            slips.line_ids._cs_unlink()
            slips.input_line_ids._cs_unlink()
            slips._cs_unlink()
            run._cs_unlink()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cs_payroll.cs_payslip_run_action"
        )
        return action | {"target": "main"}

    def action_cs_change(self):
        """Open what was entered, to change it."""
        self.ensure_one()
        self._cs_check_group("cs_base.group_payroll_accountant")
        self._cs_check_not_own()
        self.sudo()._cs_check_is_extra()
        return self.env["cs.payroll.extra"]._open(self)

    def action_cs_approve(self):
        for run in self:
            run._cs_check_not_own()
        return super().action_cs_approve()

    def action_cs_compute(self):
        for run in self:
            run._cs_check_not_own()
        return super().action_cs_compute()

    # Steps, as superuser

    def _cs_check_is_extra(self):
        if not self.cs_is_extra:
            raise UserError(
                self.env._(
                    "INC-31: %s follows from statements, attendance and the monthly"
                    " inputs; only an extra payslip is changed here.",
                    self.display_name,
                )
            )

    def _cs_check_never_approved(self):
        """What was approved has been read, and perhaps booked: it is kept."""
        if self._cs_was_approved():
            raise UserError(
                self.env._(
                    "INC-31: %s has been approved once and is kept. Change its amounts"
                    " instead, to 0 if nothing is to be paid.",
                    self.display_name,
                )
            )

    def _cs_was_approved(self):
        return "approve" in self.cs_event_ids.mapped("kind")

    def _cs_check_extra(self, company, person, month):
        # the companies that the user works in, not those that a superuser sees
        if company not in self.env.companies:
            raise AccessError(self.env._("This is none of your companies."))
        if not person or person.company_id != company:
            raise UserError(self.env._("INC-31: choose a person of this company."))
        if month > company._cs_today():
            raise UserError(
                self.env._(
                    "INC-31: %s has not begun yet.", words.month_name(self.env, month)
                )
            )
        self.env["cs.period"]._check_open(company, month, code=CODE)

    def _cs_clean_reason(self, reason):
        text = reason.replace("\0", "").strip() if isinstance(reason, str) else ""
        if not text or len(text) > MAX_REASON:
            raise UserError(
                self.env._(
                    "INC-31: say why, in at most %s characters; the general manager and"
                    " the person read it.",
                    MAX_REASON,
                )
            )
        return text

    def _cs_check_extra_once(self, person, month):
        """The database keeps one; here it is said in words."""
        found = self.env["hr.payslip"].search(
            [
                ("employee_id", "=", person.id),
                ("cs_month", "=", month),
                ("cs_is_extra", "=", True),
                ("state", "!=", "cancel"),
            ],
            limit=1,
        )
        if found:
            raise UserError(
                self.env._(
                    "INC-31: %(person)s has an extra payslip of %(month)s already."
                    " Change that one while it is not approved; what comes later is"
                    " paid in the next month.",
                    person=person.name,
                    month=words.month_name(self.env, month),
                )
            )

    def _cs_extra_run(self, company, person, month, kind, reason):
        now = fields.Datetime.now()
        values = {
            "name": f"{person.name} {words.month_name(self.env, month)}",
            "company_id": company.id,
            "cs_month": month,
            "cs_state": "received",
            "cs_is_extra": True,
            "cs_extra_kind": kind,
            "cs_reason": reason,
            "cs_employee_id": person.id,
            "date_start": month,
            "date_end": month_end(month),
            "state": "draft",
            "credit_note": False,
            "cs_received_at": now,
            "cs_received_by_id": self.env.uid,
            "cs_computed_by_id": self.env.uid,
            "create_uid": self.env.uid,
            "create_date": now,
        }
        # Not by create: a run of statements has a number, this one has none.
        [[id_]] = self.env.execute_query(
            SQL(
                "INSERT INTO hr_payslip_run (%s) VALUES %s RETURNING id",
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        return self.browse(id_)

    def _cs_extra_slip(self, person):
        version = self._cs_extra_version(person)
        structure = version.struct_id or self.company_id._cs_payroll_structure()
        return self.env["hr.payslip"]._cs_create(
            [
                {
                    "name": self.name,
                    "employee_id": person.id,
                    "company_id": self.company_id.id,
                    "struct_id": structure.id,
                    "contract_id": version.id,
                    "payslip_run_id": self.id,
                    "cs_department_id": person.department_id.id,
                    "state": "draft",
                    "date_from": self.date_start,
                    "date_to": self.date_end,
                    "cs_month": self.cs_month,
                    "cs_is_extra": True,
                }
            ]
        )

    def _cs_extra_version(self, person):
        """hr.version at the end of the month; of who has left, the last one."""
        versions = person.version_ids.sorted("date_version")
        begun = versions.filtered(lambda one: one.date_version <= self.date_end)
        return (begun or versions)[-1:]

    def _cs_enter(self, lines):
        """Put amounts on the slip in place of those before, and compute it."""
        slip = self.slip_ids
        rows = [self._cs_input_row(slip, *line) for line in lines]
        if not rows or len({row["code"] for row in rows}) < len(rows):
            raise UserError(
                self.env._("INC-31: enter at least one pay item, and each one once.")
            )
        slip.input_line_ids._cs_unlink()
        slip._cs_add("input_line_ids", rows)
        slip.invalidate_recordset(["input_line_ids"])
        slip.compute_sheet()
        self._cs_write({"cs_computed_by_id": self.env.uid, "cs_error": False})
        self._cs_finish()

    def _cs_input_row(self, slip, rule, amount, note):
        if rule.amount_select != "cs_input" or (
            rule.company_id and rule.company_id != self.company_id
        ):
            raise UserError(
                self.env._("INC-31: “%s” is no pay item to be entered.", rule.name)
            )
        exact = Decimal(str(amount)) if isfinite(amount) else Decimal(0)
        exact = exact.quantize(Decimal("0.01"))
        is_none = not exact and not self._cs_was_approved()
        if is_none or abs(exact) >= MAX_AMOUNT:
            raise UserError(
                self.env._("INC-31: enter an amount for “%s”, not 0.", rule.name)
            )
        return {
            "code": rule.code,
            "name": note or rule.name,
            "amount": float(-exact if rule.cs_is_withheld else exact),
            "amount_qty": 1,
            "contract_id": slip.contract_id.id,
            "cs_is_given": False,
        }
