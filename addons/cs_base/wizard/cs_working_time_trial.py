from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

#: No more days than this are listed one by one.
MAX_DAYS = 62
MAX_AMOUNT = 10_000


class CsWorkingTimeTrial(models.TransientModel):
    """Try a time limit: when does it end, and which days did not count, and why."""

    _name = "cs.working.time.trial"
    _description = "Try a Time Limit"

    department_id = fields.Many2one("hr.department")
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        compute="_compute_calendar_id",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
    )
    moment = fields.Datetime(
        string="From", required=True, default=lambda self: fields.Datetime.now()
    )
    amount = fields.Float(required=True, default=3)
    unit = fields.Selection(
        [("days", "working days"), ("hours", "working hours")],
        required=True,
        default="days",
    )
    deadline = fields.Datetime(compute="_compute_deadline")
    problem = fields.Char(compute="_compute_deadline")
    explanation = fields.Html(compute="_compute_deadline")

    @api.depends("department_id")
    def _compute_calendar_id(self):
        calendars = self.env["cs.working.time"]._calendars(self.department_id)
        company_calendar = self.env.company.resource_calendar_id
        for trial in self:
            trial.calendar_id = calendars.get(trial.department_id.id, company_calendar)

    @api.depends("calendar_id", "moment", "amount", "unit", "department_id")
    def _compute_deadline(self):
        for trial in self:
            trial.deadline = trial.problem = trial.explanation = False
            if not (trial.moment and trial.unit):
                continue
            try:
                trial.deadline = trial._find_deadline()
            except UserError as error:
                trial.problem = str(error)
            else:
                trial.explanation = trial._explain()

    def _find_deadline(self):
        service = self.env["cs.working.time"]
        if not 0 <= self.amount <= MAX_AMOUNT:
            raise UserError(
                self.env._("Enter an amount from 0 to %(max)s.", max=MAX_AMOUNT)
            )
        company = self.department_id.company_id
        if self.unit == "hours":
            seconds = round(self.amount * 3600)
            return service._add_seconds(
                self.calendar_id, [(self.moment, seconds)], company
            )[0]
        if self.amount != int(self.amount):
            raise UserError(self.env._("Enter whole days, or choose hours."))
        return service._add_days(
            self.calendar_id, [(self.moment, int(self.amount))], company
        )[0]

    def _explain(self):
        """The days from the moment to the deadline, and what each counts for."""
        service = self.env["cs.working.time"]
        facts = service._facts(self.calendar_id, self.department_id.company_id)
        first, last = map(facts.local_date, (self.moment, self.deadline))
        # What ends at midnight still belongs to the day before.
        last = max(first, facts.local_date(self.deadline - timedelta(seconds=1)))
        shown = min(last, first + timedelta(days=MAX_DAYS - 1))
        labels = self._kind_labels()
        return self.env["ir.qweb"]._render(
            "cs_base.working_time_trial_days",
            {
                "conclusion": self.env._(
                    "The limit ends at %(moment)s (%(zone)s).",
                    moment=format_datetime(
                        self.env, self.deadline, tz=facts.zone, dt_format="short"
                    ),
                    zone=facts.zone,
                ),
                "days": [
                    {
                        "date": format_date(self.env, plan.day, date_format="full"),
                        "label": ": ".join(
                            filter(None, (labels[plan.kind], plan.name))
                        ),
                        "hours": ", ".join(map(_line_label, plan.lines)),
                    }
                    for plan in facts.plans(first, shown)
                ],
                "more": last > shown
                and self.env._("… and %(count)s more days.", count=(last - shown).days),
            },
        )

    def _kind_labels(self):
        return {
            "work": self.env._("Working day"),
            "rest": self.env._("Day of rest"),
            "holiday": self.env._("Holiday"),
            "makeup": self.env._("Make-up working day"),
            "closed": self.env._("Closed for business"),
        }


def _line_label(line):
    return "–".join(
        f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (line.start, line.end)
    )
