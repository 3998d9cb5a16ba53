"""A month of the company of the real punches, from its files to the posted entry."""

from contextlib import contextmanager
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from .month_end import ACTORS, REASON, MonthEnd
from .real_company import at, work

#: per cent of what a statement comes to that payroll withholds
WITHHELD = {"pension": "8", "medical": "2", "unemployment": "0.5", "housing": "7"}
CENT = Decimal("0.01")


class RealMonth(MonthEnd):
    """:param house: ``RealCompany``
    :param month: its first day
    """

    def __init__(self, house, month):
        self.house, self.month = house, month
        self.env, self.company, self.user = house.env, house.company, house.user
        self.following = month + relativedelta(months=1)

    # The first days of the next month

    def begin(self):
        """The files come in on the first, days are judged, people see their sheets."""
        with self.on(1):
            punches = self.house.import_punches(self.month)
            tickets = self.house.import_tickets(
                f"tickets_{self.month:%Y-%m}.csv", lambda month: month == self.month
            )
            self.house.cron("cs_attendance.cs_attendance_cron_judge")
            self.period = self.open_period()
            exceptions = self.step("attendance_exception")
            self.finish_all(before=exceptions)
            self.compute(exceptions)
            self.house.cron("cs_attendance.cs_attendance_cron_sheet_build")
        return punches, tickets

    def open_period(self):
        Period = self._as("hr", self.env["cs.period"])
        return self.env["cs.period"].browse(Period.action_open_month(self.month))

    # Later

    def close(self):
        """The days for objections pass; each step by those whose it is; the close."""
        with self.on(6):
            self.house.cron("cs_appraisal.cs_appraisal_cron")
        with self.on(12):
            self.house.cron("cs_attendance.cs_attendance_cron_judge")
            self.house.cron("cs_attendance.cs_attendance_cron_sheet_confirm")
            self.house.cron("cs_incentive.cs_discipline_suggestion_cron")
            self.finish_all()
            self._as("gm", self.period).action_close()

    def finish_all(self, before=None):
        """Steps that are not locked yet, in order, as far as one of them."""
        for step in self.period.step_ids:
            if step == before:
                break
            if step.state != "locked":
                self.finish(step)

    def finish(self, step):
        if step.type_id.computes and step.state == "ready":
            self.compute(step)
        self.settle(step.code)
        self.lock(step)

    @contextmanager
    def on(self, day):
        """A morning of the next month."""
        with at(self.following + timedelta(days=day - 1)):
            yield
            self.env.flush_all()
        self.env.invalidate_all()

    # Steps

    def step(self, code):
        return self.period.step_ids.filtered(lambda one: one.code == code)

    def compute(self, step):
        self._press(step).action_start()
        self._run(step)
        assert step.state == "done", step.error

    def lock(self, step):
        assert not self.open_items(step), self.open_items(step)
        self._press(step).action_lock()
        self._run(step)
        assert step.state == "locked", step.error

    def open_items(self, step):
        return [
            (item["label"], item["count"])
            for item in step._open_items()
            if item["count"]
        ]

    def _press(self, step):
        groups = {self.env.ref(name): login for name, login in ACTORS.items()}
        return self._as(groups[step.type_id.group_id], step)

    def _run(self, step):
        """What the scheduled action does, without its commits."""
        Runner = self.env["cs.period.runner"].sudo()
        while step.state in ("running", "locking"):
            Runner._serve(step.sudo(), Runner._session())

    # What waits for people

    def _settle_complaint_month(self):
        """The files name no complaint: there is no list."""

    def _settle_attendance_punch(self):
        """All pins are known: nothing waits."""

    def _settle_attendance_exception(self):
        """Nobody asks for anything: these days have both punches or none."""

    @property
    def cycle(self):
        mine = [("company_id", "=", self.company.id), ("date_from", "=", self.month)]
        return self.env["cs.appraisal.cycle"].search(mine)

    def _settle_appraisal(self):
        self._as("hr", self.cycle).action_end_ratings()
        self._as("hr", self.cycle).action_submit()
        self._as("gm", self.cycle).action_approve()

    def _settle_incentive(self):
        """Nothing is made of what is suggested; each statement by two other people."""
        mine = [("company_id", "=", self.company.id), ("state", "=", "open")]
        suggestions = self.env["cs.discipline.suggestion"].search(mine)
        self._each("hr", "hr2", suggestions, "action_dismiss", REASON)
        computed = self._of_month("cs.incentive.statement", "computed")
        self._each("hr", "hr2", computed, "action_review")
        reviewed = self._of_month("cs.incentive.statement", "reviewed")
        self._each("gm", "hr2", reviewed, "action_approve")

    def _each(self, login, deputy, records, method, *arguments):
        """By one of them; what is about that one, by the other."""
        others, own = self._without_own(records, login)
        getattr(self._as(login, others), method)(*arguments)
        getattr(self._as(deputy, own), method)(*arguments)

    def _settle_payroll(self):
        Run = self._as("hr", self.env["hr.payslip.run"])
        Run.action_cs_hand_over(self.company.id, self.month)
        run = self.run
        self._as("payroll", run).action_cs_receive()
        self._enter(run)
        self._as("payroll", run).action_cs_compute()
        work(run)
        self._as("gm", run).action_cs_approve()

    @property
    def run(self):
        mine = [("company_id", "=", self.company.id), ("cs_month", "=", self.month)]
        return self.env["hr.payslip.run"].search(mine)

    def _enter(self, run):
        """What is withheld, by payroll; that of payroll itself by HR."""
        own = self.user("payroll")._cs_employees()
        statements = run.cs_statement_ids.with_env(self.env)
        mine = statements.filtered(lambda one: one.employee_id in own)
        for login, theirs in (("payroll", statements - mine), ("hr", mine)):
            self._as(login, self.env["cs.payroll.input"]).create(
                [
                    self._input_vals(one, rule, rate)
                    for one in theirs
                    for rule, rate in WITHHELD.items()
                ]
            )

    def _input_vals(self, statement, rule, rate):
        amount = Decimal(str(max(statement.total, 0))) * Decimal(rate) / 100
        return {
            "company_id": self.company.id,
            "employee_id": statement.employee_id.id,
            "month": self.month,
            "rule_id": self.env.ref(f"cs_payroll.rule_{rule}").id,
            "amount": float(amount.quantize(CENT, ROUND_HALF_UP)),
        }

    # The books

    def post(self):
        """Payroll posts what was booked. :return: the move"""
        with self.on(13):
            move = self.run.cs_entry_ids.move_id
            self._as("payroll", move).action_post()
        return move

    def tie_out(self):
        """:return: the comparison that payroll asked for"""
        action = self._as("payroll", self.run).action_cs_tie_out()
        return self.env["cs.payroll.tie"].browse(action["res_id"])
