from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_end, month_start, months_between
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models import what_if as steps

#: Person-months that are tried while the user waits.
LIMIT = 3000
MOST_MONTHS = 6
#: Model of a draft -> field that holds those to be tried.
DRAFTS = {
    steps.ATTENDANCE: "attendance_policy_ids",
    steps.TEMPLATE: "template_ids",
    steps.APPRAISAL: "appraisal_policy_ids",
    steps.SCHEME: "scheme_ids",
    steps.INCENTIVE: "incentive_policy_ids",
    steps.BOOK: "book_ids",
}
#: What users write; all else is the result.
ASKED = {*DRAFTS.values(), "company_id", "department_id", "month_from", "month_to"}


class CsWhatIf(models.TransientModel):
    """Try drafts on past months across areas: days, then scores, then money (ALL-03).

    Any draft can be the start: an attendance policy, a template or policy of the
    appraisal, a scheme, an incentive policy, a book of rules, or several together.
    What is recorded is only read, closed months too.

    Access: supervisors for their departments, HR officers and the general manager,
    each the own trials. Whoever may read the drafts tries them, and sees days, scores
    and amounts of people whose days, results and items that user may read.
    """

    _name = "cs.what.if"
    _description = "What If"
    _transient_max_hours = 24

    def _default_month(self):
        return month_start(self.env.company._cs_today()) - relativedelta(months=1)

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    attendance_policy_ids = fields.Many2many(
        steps.ATTENDANCE,
        string="Attendance Policies",
        domain="[('company_id', '=', company_id)]",
    )
    template_ids = fields.Many2many(
        steps.TEMPLATE,
        string="Appraisal Templates",
        domain="[('company_id', '=', company_id)]",
    )
    appraisal_policy_ids = fields.Many2many(
        steps.APPRAISAL,
        string="Appraisal Policies",
        domain="[('company_id', '=', company_id)]",
    )
    scheme_ids = fields.Many2many(
        steps.SCHEME,
        string="Incentive Schemes",
        domain="[('company_id', '=', company_id)]",
    )
    incentive_policy_ids = fields.Many2many(
        steps.INCENTIVE,
        string="Incentive Policies",
        domain="[('company_id', '=', company_id)]",
    )
    book_ids = fields.Many2many(
        steps.BOOK,
        string="Rule Books",
        domain="[('company_id', '=', company_id)]",
    )
    month_from = fields.Date(
        "First Month", required=True, default=lambda self: self._default_month()
    )
    month_to = fields.Date(
        "Last Month", required=True, default=lambda self: self._default_month()
    )
    department_id = fields.Many2one(
        "hr.department",
        domain="[('company_id', '=', company_id)]",
        help="With those below it. Empty: everybody whose figures you may read.",
    )
    is_done = fields.Boolean(readonly=True)
    people_count = fields.Integer("People Looked At", readonly=True)
    changed_count = fields.Integer("People Who Change", readonly=True)
    day_count = fields.Integer("Days That Change", readonly=True)
    score_count = fields.Integer("Scores That Change", readonly=True)
    before = fields.Monetary("Cost as It Was", readonly=True)
    after = fields.Monetary("Cost as It Would Be", readonly=True)
    difference = fields.Monetary("More or Less", readonly=True)
    totals = fields.Json(readonly=True)
    summary = fields.Html(compute="_compute_summary", sanitize=False)
    person_ids = fields.One2many("cs.what.if.person", "what_if_id", readonly=True)
    line_ids = fields.One2many("cs.what.if.line", "what_if_id", readonly=True)

    @api.depends("totals")
    def _compute_summary(self):
        for one in self:
            one.summary = one.is_done and self.env["ir.qweb"]._render(
                "cs_incentive.what_if_summary", {"parts": one._summary_parts()}
            )

    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._("What If")

    @api.model
    def default_get(self, fields):
        """Begin with the draft from whose form it was opened."""
        values = super().default_get(fields)
        name = DRAFTS.get(self.env.context.get("active_model"))
        number = self.env.context.get("active_id")
        if name in fields and isinstance(number, int):
            values[name] = [Command.set([number])]
            draft = self.env[self._fields[name].comodel_name].browse(number)
            values["company_id"] = draft.company_id.id
        return values

    @api.model_create_multi
    def create(self, vals_list):
        asked = [self._asked(vals) for vals in vals_list]
        return super().create(asked)

    def write(self, vals):
        return super().write(self._asked(vals))

    def _set(self, vals):
        return super().write(vals)

    @api.model
    def _asked(self, vals):
        """Nobody writes a result but the trial itself."""
        return {name: value for name, value in vals.items() if name in ASKED}

    def action_try(self):
        """Work out the months as if the drafts had ruled.

        :raise AccessError: who tries may not read a draft
        :raise UserError: nothing to try, or too much at once
        """
        self.ensure_one()
        self.check_access("write")
        drafts = self._drafts()
        people = self._people()
        # sudo: rules and facts bind also where the reader may not see them; what is
        # shown are days, scores and amounts that the reader may read
        trial = self.sudo()
        what_if = steps.WhatIf(
            env=trial.env,
            company=trial.company_id,
            people=people.sudo(),
            first=month_start(self.month_from),
            last=month_end(self.month_to),
            drafts=drafts,
        )
        trial.env.flush_all()
        for step in ("days", "entries", "scores", "money"):
            trial.env[f"cs.what.if.{step}"]._try(what_if)
        trial._keep(what_if)
        return self._open()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What If"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    # What is asked

    def _drafts(self):
        """dict model -> drafts (sudo)

        :raise AccessError: one that the user may not read
        :raise UserError: none, of another company, or two for the same people
        """
        found = {}
        for model, name in DRAFTS.items():
            # As the user: also a draft that was written into the trial by its id.
            drafts = self.sudo(False)[name]
            drafts.check_access("read")
            if drafts.company_id - self.company_id:
                raise UserError(
                    self.env._("Please choose drafts of the company of the trial.")
                )
            self._check_scopes(drafts.sudo())
            found[model] = drafts.sudo()
        if not any(found.values()):
            raise UserError(self.env._("Please choose at least one draft to try."))
        return found

    def _draft_names(self):
        """What is tried, for titles."""
        names = [draft.display_name for name in DRAFTS.values() for draft in self[name]]
        return " · ".join(names)

    def _check_scopes(self, drafts):
        scopes = {
            (*one._policy_scope(), *(one[name] for name in one._policy_key)): one
            for one in drafts
        }
        if len(scopes) < len(drafts):
            raise UserError(
                self.env._(
                    "Two drafts of the same kind are for the same people. Please try"
                    " them one after the other."
                )
            )

    def _people(self):
        """Those of whom the user may read a day, a result or an item of the months.

        :raise UserError: nobody, or too many at once
        """
        months = self._month_count()
        rows = self.env.execute_query(self._people_sql())
        people = self.env["hr.employee"].browse(employee for [employee] in rows)
        if not people:
            raise UserError(
                self.env._("There is nothing in these months that you may read.")
            )
        if len(people) * months > LIMIT:
            raise UserError(
                self.env._(
                    "%(people)s people in %(months)s months are too many to try at"
                    " once. Choose a department or fewer months: up to %(limit)s"
                    " months of people together.",
                    people=len(people),
                    months=months,
                    limit=LIMIT,
                )
            )
        return people

    def _month_count(self):
        months = len(months_between(self.month_from, self.month_to))
        if not 1 <= months <= MOST_MONTHS:
            raise UserError(
                self.env._(
                    "Please choose one to %s months, the first one before the last.",
                    MOST_MONTHS,
                )
            )
        return months

    # What is opened

    def action_open_people(self):
        """Everybody who changes, as a list to filter and group."""
        return self._open_list("cs.what.if.person", self.env._("People Who Change"))

    def action_open_lines(self):
        """All that changes, as a list to filter and group."""
        return self._open_list("cs.what.if.line", self.env._("What Would Change"))

    def _open_list(self, model, name):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": [("what_if_id", "=", self.id)],
        }
