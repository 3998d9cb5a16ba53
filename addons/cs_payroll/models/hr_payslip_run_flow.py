from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_end
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL

CODE = "payroll"


class HrPayslipRun(models.Model):
    """HR hands over, payroll receives and computes, the general manager approves
    (INC-31): three people, and the approved figure is the computed one."""

    _inherit = "hr.payslip.run"

    # Handing over

    @api.model
    def action_cs_hand_over(self, company_id, month):
        """HR officers: the month's approved statements to payroll.

        Called again before the run is approved, it adds those approved since; after
        that a further run takes them.

        :param int company_id: one of the user's companies
        :param month: any day of the month
        :return: the run
        :rtype: hr.payslip.run
        :raise AccessError: for others
        :raise UserError: the month is not over, closed, or nothing is approved
        """
        company = self._cs_company(company_id)
        month = fields.Date.to_date(month).replace(day=1)
        self._cs_check_month(company, month)
        run = self.sudo()._cs_run(company, month)
        run._cs_take()
        return self.browse(run.id)

    def _cs_company(self, company_id):
        self._cs_check_group("cs_base.group_hr_officer")
        company = self.env["res.company"].browse(company_id)
        if company not in self.env.companies:
            raise AccessError(self.env._("This is none of your companies."))
        return company

    def _cs_check_month(self, company, month):
        if month_end(month) >= company._cs_today():
            raise UserError(
                self.env._(
                    "%(month)s is not over yet; its pay is handed over when it is"
                    " (INC-31).",
                    month=words.month_name(self.env, month),
                )
            )
        self.env["cs.period"].sudo()._check_open(company, month, code=CODE)

    def _cs_run(self, company, month):
        """The run that still takes statements; a new one where there is none.

        Two who start at once get the same: the database keeps one of them.
        """
        domain = [
            ("company_id", "=", company.id),
            ("cs_month", "=", month),
            ("cs_is_extra", "=", False),
        ]
        last = self.search(domain, order="cs_number desc", limit=1)
        if last and last.cs_state != "approved":
            return last
        number = last.cs_number + 1
        name = words.month_name(self.env, month)
        values = {
            "name": name if number == 1 else f"{name} ({number})",
            "company_id": company.id,
            "cs_month": month,
            "cs_number": number,
            "cs_state": "handed",
            "date_start": month,
            "date_end": month_end(month),
            "state": "draft",
            "credit_note": False,
            "cs_handed_at": fields.Datetime.now(),
            "cs_handed_by_id": self.env.uid,
            "create_uid": self.env.uid,
            "create_date": fields.Datetime.now(),
        }
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO hr_payslip_run (%s) VALUES %s"
                " ON CONFLICT (company_id, cs_month, cs_number) DO NOTHING"
                " RETURNING id",
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        if not rows:
            raise ConcurrencyError("the month was handed over at the same time")
        return self.browse(rows[0][0])

    def _cs_take(self):
        """Approved statements that no run has; they are in payroll now."""
        self._cs_claim("handed", "received", "computed")
        self.env["cs.incentive.statement"].flush_model()
        taken = self.env.execute_query(
            SQL(
                """UPDATE cs_incentive_statement
                      SET state = 'paid', payslip_run_id = %s
                    WHERE company_id = %s AND month = %s AND state = 'approved'
                      AND payslip_run_id IS NULL RETURNING id""",
                self.id,
                self.company_id.id,
                self.cs_month,
            )
        )
        self.env["cs.incentive.statement"].invalidate_model(flush=False)
        if not taken and not self.cs_statement_count:
            raise UserError(
                self.env._(
                    "No statement of %(month)s is approved and waits for payroll"
                    " (INC-30, INC-31).",
                    month=words.month_name(self.env, self.cs_month),
                )
            )
        self._cs_count()
        if taken and self.cs_state == "computed":
            self._cs_write({"cs_state": "received"})
        return len(taken)

    def _cs_count(self):
        [(count, total)] = self.env["cs.incentive.statement"]._read_group(
            [("payslip_run_id", "=", self.id)], [], ["__count", "total:sum"]
        )
        self._cs_write({"cs_statement_count": count, "cs_statement_total": total})

    # Receiving, computing

    def action_cs_receive(self):
        """Payroll: take the month on; not who handed it over."""
        self._cs_check_group("cs_base.group_payroll_accountant")
        for run in self:
            run._cs_check_other(run.sudo().cs_handed_by_id)
            run.sudo()._cs_claim("handed")
            run.sudo()._cs_write(
                {
                    "cs_state": "received",
                    "cs_received_at": fields.Datetime.now(),
                    "cs_received_by_id": self.env.uid,
                }
            )
        return True

    def action_cs_compute(self):
        """Payroll, not who handed over: compute the slips in the background."""
        self._cs_check_group("cs_base.group_payroll_accountant")
        for mine in self:
            run = mine.sudo()
            mine._cs_check_other(run.cs_handed_by_id)
            run._cs_claim("received", "computed")
            run._cs_write(
                {
                    "cs_state": "queued",
                    "cs_computed_by_id": self.env.uid,
                    "cs_total": len(run._cs_people()),
                    "cs_done": 0,
                    "cs_cursor": 0,
                    "cs_error": False,
                }
            )
        self._background_wake()
        return True

    # Approving

    def action_cs_approve(self):
        """The general manager: the slips are final.

        :raise UserError: a net pay below 0, an attendance sheet that HR has not
            approved, or figures that changed after they were computed
        """
        self._cs_check_group("cs_base.group_general_manager")
        for run in self:
            own = run.sudo()
            run._cs_check_other(own._cs_makers())
            own._cs_claim("computed")
            own._cs_check_slips()
            own._cs_quiet_slips()._cs_write({"state": "done"})
            own._cs_write(
                {
                    "cs_state": "approved",
                    "state": "close",
                    "cs_approved_at": fields.Datetime.now(),
                    "cs_approved_by_id": self.env.uid,
                }
            )
            own._cs_approved()
        return True

    def action_cs_return(self):
        """The general manager: back to payroll."""
        self._cs_check_group("cs_base.group_general_manager")
        for run in self.sudo():
            run._cs_claim("computed")
            run._cs_write({"cs_state": "received"})
        return True

    def action_cs_reopen(self, reason):
        """The general manager: an approved run back to payroll; what was booked for it
        is reversed.

        :param str reason: kept in the log
        :raise UserError: the month is closed, or there is no reason
        """
        self._cs_check_group("cs_base.group_general_manager")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the run is reopened (INC-31)."))
        for run in self.sudo():
            run._cs_claim("approved")
            run.env["cs.period"]._check_open(run.company_id, run.cs_month, code=CODE)
            run._cs_quiet_slips()._cs_write({"state": "verify"})
            run._cs_write(
                {
                    "cs_state": "received",
                    "state": "draft",
                    "cs_approved_at": False,
                    "cs_approved_by_id": False,
                }
            )
            run._cs_reopened()
        return True

    def _cs_quiet_slips(self):
        """The slips; what they go through is in the log of the run."""
        return self.slip_ids.with_context(tracking_disable=True)

    def _cs_approved(self):
        """Hook for what follows an approval; as superuser."""

    def _cs_reopened(self):
        """Hook for what takes back what followed an approval; as superuser."""

    # Checks

    def _cs_check_group(self, group):
        self.check_access("read")
        if not self.env.user.has_group(group):
            raise AccessError(
                self.env._(
                    "HR officers hand over, payroll accountants receive and compute,"
                    " the general manager approves (INC-31)."
                )
            )

    def _cs_check_other(self, users):
        if any(self._cs_is_same_person(user) for user in users):
            raise AccessError(
                self.env._(
                    "Who hands over, who computes and who approves are three people"
                    " (INC-31)."
                )
            )

    @api.model
    def _cs_is_same_person(self, user):
        """Whether a user is the current one, or another user of the same employee."""
        user = user.sudo()
        if not user:
            return False
        mine = self.env.user._cs_employees()
        return user == self.env.user or bool(user._cs_employees() & mine)

    def _cs_makers(self):
        """Users (sudo) who may not approve: it is their work that is approved."""
        run = self.sudo()
        return run.cs_handed_by_id | run.cs_received_by_id | run.cs_computed_by_id

    def _cs_claim(self, *states):
        """Lock the run, so that of two callers the later one sees the new state."""
        self.lock_for_update()
        self.invalidate_recordset()
        names = dict(self._fields["cs_state"]._description_selection(self.env))
        if self.cs_state not in states:
            raise UserError(
                self.env._(
                    "%(name)s is “%(state)s”; this needs one that is: %(wanted)s"
                    " (INC-31).",
                    name=self.display_name,
                    state=names.get(self.cs_state, "–"),
                    wanted=", ".join(names[state] for state in states),
                )
            )

    def _cs_check_slips(self):
        """Nothing is approved that is not as it was computed."""
        slips = self.slip_ids
        below = slips.search(self._cs_negative_domain())
        if below:
            raise UserError(
                self.env._(
                    "The net pay of these people would be below 0 (INC-28). Lower what"
                    " is withheld: %s",
                    ", ".join(below[:5].mapped("employee_id.name")),
                )
            )
        open_sheets = self._cs_open_sheets()
        if open_sheets:
            raise UserError(
                self.env._(
                    "%(count)s attendance sheets are not approved by HR yet (ATT-08),"
                    " such as that of %(name)s.",
                    count=len(open_sheets),
                    name=open_sheets[0].employee_id.name,
                )
            )
        changed = self.env["cs.payroll.maker"]._changed(slips)
        if changed or self._cs_without_slip():
            raise UserError(
                self.env._(
                    "Figures have changed since the run was computed, such as those of"
                    " %s. Give it back to payroll, to be computed again.",
                    (changed.employee_id or self._cs_without_slip())[:1].name,
                )
            )
