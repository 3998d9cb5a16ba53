"""What the people of the demo company do until nothing of a month is open.

By their own methods, one step of the month close at a time; the journeys of each area
show the screens that these buttons are on.
"""

from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import freeze_time

#: who settles a step, by its group
ACTORS = {
    "cs_base.group_hr_officer": "hr",
    "cs_base.group_payroll_accountant": "payroll",
    "cs_base.group_supervisor": "supervisor",
    "cs_base.group_general_manager": "gm",
}
REASON = "已当面提醒，本次不记"
#: requests about days, which are open as long as nobody has answered
REQUESTS = (
    "cs.appeal",
    "cs.exemption",
    "cs.leave.request",
    "cs.outing",
    "cs.punch.correction",
)
#: appeals that are
ABOUT = ("cs.attendance.day", "cs.attendance.sheet")


class MonthEnd:
    """:param case: a ``DemoCase`` on the demo company with its history
    :param month: its first day
    """

    def __init__(self, case, month):
        self.case, self.env, self.company = case, case.env, case.company
        self.month = month
        self.user, self.demo = case.user, case.env["cs.demo"]

    def settle(self, code):
        """Do what a step waits for; steps without open items have nothing to do."""
        getattr(self, f"_settle_{code}", lambda: None)()
        self.env.flush_all()
        self.env.invalidate_all()

    def _as(self, login, records):
        return records.with_user(self.user(login)).with_company(self.company)

    def _of_month(self, model, state):
        return self.env[model].search(
            [
                ("company_id", "=", self.company.id),
                ("month", "=", self.month),
                ("state", "=", state),
            ]
        )

    def _without_own(self, records, login):
        """:return: (those of others, the own ones)"""
        user = self.user(login)
        own = records.filtered(lambda one: one.employee_id.user_id == user)
        return records - own, own

    def _settle_attendance_punch(self):
        self.demo._see_quarantine()
        mine = [("company_id", "=", self.company.id)]
        for unknown in self.env["cs.punch.unknown"].search(mine):
            claim = self._as("hr", self.env["cs.punch.claim"]).create(
                {
                    "company_id": self.company.id,
                    "pin": unknown.pin,
                    "numbering_id": unknown.numbering_id.id,
                    "is_nobody": True,
                    "note": "访客卡",
                    "first_day": unknown.first_day,
                }
            )
            claim.action_claim()

    def _settle_attendance_exception(self):
        """Whoever is asked answers, reports are submitted, and the days for objections
        pass; so missed punches are confirmed, too."""
        self._answer_requests()
        self._submit_reports()
        following = datetime.combine(self.month + relativedelta(months=1), time())
        now = fields.Datetime.now()
        with freeze_time(max(now, following + timedelta(hours=12))):
            self._judge_again()
        sheets = self._of_month("cs.attendance.sheet", "computed")
        with freeze_time(max(now, following + timedelta(days=10))):
            if sheets:
                self.demo._confirm_silently(sheets)

    def _answer_requests(self):
        """In the first days of a month yesterday's requests are of the month before."""
        asked = self.env["cs.decision.request"].search(
            [("state", "=", "pending"), ("res_model", "in", REQUESTS)]
        )
        for request in asked:
            document = self.env[request.res_model].browse(request.res_id)
            if request.res_model == "cs.appeal" and document.res_model not in ABOUT:
                continue
            decider = request.pending_decider_ids.filtered("user_id")[0]
            self._as(decider.user_id.login, document).action_refuse(REASON)

    def _submit_reports(self):
        reports = self.env["cs.exception.report"].search(
            [
                ("company_id", "=", self.company.id),
                ("state", "=", "prepared"),
                ("week_start", "<", self.month + relativedelta(months=1)),
                ("week_end", ">=", self.month),
            ]
        )
        for report in reports:
            logins = (report.manager_id.user_id.login, "supervisor", "gm", "hr")
            able = (self._as(login, report) for login in logins if login)
            next(one for one in able if one._may_submit()).action_submit()

    def _judge_again(self):
        """What the scheduled actions do of what was answered."""
        stale = self.env["cs.attendance.stale"].sudo()
        while stale._judge_batch()[0]:
            pass
        people = self._of_month("cs.attendance.sheet", "computed").employee_id
        self.env["cs.attendance.sheet.builder"]._build(people, self.month)

    def _settle_attendance_sheet(self):
        self._settle_attendance_exception()
        confirmed = self._of_month("cs.attendance.sheet", "confirmed")
        others, own = self._without_own(confirmed, "hr")
        self._as("hr", others).action_approve()
        self._as("gm", own).action_approve()
        mine = [("company_id", "=", self.company.id), ("state", "=", "proposed")]
        adjustments = self.env["cs.attendance.adjustment"].search(mine)
        self._as("hr", adjustments).action_approve()

    def _settle_complaint_month(self):
        maker = self.env["cs.complaint.month.maker"]
        complaints = maker._month(self.company, self.month)
        self._as("supervisor", complaints).action_submit()
        self._as("gm", complaints).action_approve()
        self._as("supervisor", complaints).action_publish()

    def _settle_quality(self):
        """Who has not yet finished a review or an inspection does: all is met."""
        open_ones = self.env["cs.quality.review"].search(
            [("company_id", "=", self.company.id), ("state", "=", "open")]
        )
        for review in open_ones:
            self.demo._mark_review(review, (), REASON)
        inspections = self.env["cs.inspection.result"].search(
            [
                ("company_id", "=", self.company.id),
                ("date", "<", self.month + relativedelta(months=1)),
                ("state", "=", "open"),
            ]
        )
        for result in inspections:
            self.demo._mark_inspection(result, ())

    def _settle_appraisal(self):
        cycle = self.env.ref("cs_appraisal.cycle_1_demo")
        self._as("hr", cycle).action_end_ratings()
        self._as("hr", cycle).action_submit()
        self._as("gm", cycle).action_approve()

    def _settle_incentive(self):
        self._decide_suggestions()
        self._pass_statements()

    def _decide_suggestions(self):
        mine = [("company_id", "=", self.company.id), ("state", "=", "open")]
        suggestions = self.env["cs.discipline.suggestion"].search(mine)
        others, own = self._without_own(suggestions, "hr")
        self._as("hr", others).action_dismiss(REASON)
        self._as("gm", own).action_dismiss(REASON)

    def _pass_statements(self):
        computed = self._of_month("cs.incentive.statement", "computed")
        self._as("hr", computed).action_review()
        reviewed = self._of_month("cs.incentive.statement", "reviewed")
        self._as("gm", reviewed).action_approve()

    def _settle_payroll(self):
        approved = self._of_month("cs.incentive.statement", "approved")
        Run = self._as("hr", self.env["hr.payslip.run"])
        Run.action_cs_hand_over(self.company.id, self.month)
        self.demo._enter_inputs(self.company, self.month, approved)
        mine = [("company_id", "=", self.company.id), ("cs_month", "=", self.month)]
        for run in self.env["hr.payslip.run"].search(mine):
            if run.cs_state == "handed":
                self._as("payroll", run).action_cs_receive()
            self._as("payroll", run).action_cs_compute()
            for _batch in run.sudo()._background_as_user()._background_steps():
                pass  # what the scheduled action does, without its commits
            self._as("gm", run).action_cs_approve()
