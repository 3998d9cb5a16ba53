from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError

#: The step of the month close.
CODE = "complaint_month"
#: Nothing of these changes any more.
FINAL = ("approved", "published")


class CsComplaintMonth(models.Model):
    """The complaint statistics of one month of a company (HD-06).

    A complaint belongs to the month in which it was received, by the clock of the
    company; how it was received, and when it is closed, does not matter. Units are
    the responsible ones, by their shares; the volume of a unit is what it took in of
    all kinds in that month. A draft follows the tickets; submitting freezes it. What
    becomes known later is a difference in the next open month.

    Access, nobody writes; the records change only through the actions:

    * agents, team leaders: lists that are published.
    * supervisors: all of the company; they submit and publish.
    * HR officers, the general manager: all of the company; the general manager
      approves, never what the own person has submitted, and publishes.
    * payroll accountants: approved and published ones.
    """

    _name = "cs.complaint.month"
    _inherit = ["cs.kept.mixin", "cs.decision.mixin"]
    _description = "Complaint Statistics of a Month"
    _order = "month desc, company_id"

    _decision_refused = "draft"
    _decision_undoes_approval = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    month = fields.Date(required=True, readonly=True, help="First day of the month")
    start_at = fields.Datetime("Begins", required=True, readonly=True)
    stop_at = fields.Datetime("Ends Before", required=True, readonly=True)
    state = fields.Selection(
        [
            ("draft", "Not submitted"),
            ("submitted", "Waiting for approval"),
            ("approved", "Approved"),
            ("published", "Published"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many(
        "cs.complaint.month.line", "month_id", "Units", readonly=True
    )
    change_ids = fields.One2many(
        "cs.complaint.month.change",
        "month_id",
        "Differences of Earlier Months",
        readonly=True,
    )
    number = fields.Float("Complaints", digits=(16, 2), readonly=True)
    repeat_number = fields.Float("Repeat", digits=(16, 2), readonly=True)
    severe_number = fields.Float("Severe", digits=(16, 2), readonly=True)
    open_number = fields.Float("Not Closed Yet", digits=(16, 2), readonly=True)
    computed_at = fields.Datetime("Figures As Of", readonly=True)
    prepared_by_id = fields.Many2one(
        "res.users", "Submitted By", readonly=True, ondelete="restrict"
    )
    approved_at = fields.Datetime("Approved On", readonly=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    published_at = fields.Datetime("Published On", readonly=True)
    published_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    case_count = fields.Integer("Cases You May Read", compute="_compute_case_count")
    incomplete_count = fields.Integer(
        "Without Unit or Class", compute="_compute_incomplete_count"
    )
    can_refresh = fields.Boolean(compute="_compute_can_publish")
    can_publish = fields.Boolean(compute="_compute_can_publish")

    _company_month_uniq = models.Constraint(
        "UNIQUE(company_id, month)", "There is one list a company and month."
    )
    _month_first_day = models.Constraint(
        "CHECK(EXTRACT(DAY FROM month) = 1 AND start_at < stop_at)",
        "A month starts on its first day.",
    )
    _approved_complete = models.Constraint(
        "CHECK(state NOT IN ('approved', 'published') OR (approved_at IS NOT NULL"
        " AND approved_by_id IS NOT NULL AND prepared_by_id IS NOT NULL"
        " AND computed_at IS NOT NULL))",
        "An approved list says who submitted and who approved it, and when.",
    )
    _published_complete = models.Constraint(
        "CHECK((state = 'published') = (published_at IS NOT NULL)"
        " AND (published_at IS NULL) = (published_by_id IS NULL))",
        "A published list says who published it and when.",
    )

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            month = words.month_name(self.env, one.month)
            one.display_name = self.env._("Complaints of %(month)s", month=month)

    def _compute_case_count(self):
        counts = dict(
            self.env["cs.complaint.month.case"]._read_group(
                [("month_id", "in", self.ids)], ["month_id"], ["__count"]
            )
        )
        for one in self:
            one.case_count = counts.get(one._origin, 0)

    def _compute_incomplete_count(self):
        maker = self.env["cs.complaint.month.maker"].sudo()
        for one in self:
            is_open = one.state == "draft"
            one.incomplete_count = is_open and len(maker._incomplete(one))

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_publish(self):
        allowed = self._may_publish()
        for one in self:
            one.can_refresh = allowed and one.state == "draft"
            one.can_publish = allowed and one.state == "approved"

    # Guards: the actions and the maker are the only ways in.

    def write(self, vals):
        if not vals.keys() <= self._decision_open_fields():
            self._kept_refuse()
        return self._kept_write(vals)

    def _kept_text(self):
        return self.env._(
            "HD-06: the statistics follow from the complaints and are changed by"
            " nobody. What becomes known later is a difference in the next open month."
        )

    # Actions

    def action_refresh(self):
        """Bring an open list up to the complaints as they are now."""
        self.check_access("read")
        self._check_publisher()
        if any(one.state != "draft" for one in self):
            self._kept_refuse()
        # sudo: checked above; nobody has write access
        self.env["cs.complaint.month.maker"].sudo()._refresh(self.sudo())
        return True

    def action_publish(self):
        """Show the approved list to all, and tell units and people once (HD-06)."""
        self.check_access("read")
        self._check_publisher()
        for one in self.sudo():
            if one.state != "approved":
                raise UserError(
                    self.env._(
                        "%(name)s can be published once it is approved, and only once.",
                        name=one.display_name,
                    )
                )
            one._decision_write(
                {
                    "state": "published",
                    "published_at": fields.Datetime.now(),
                    "published_by_id": self.env.uid,
                }
            )
            one.flush_recordset()  # of two at the same moment, one is refused
            one._tell_published()
            one._on_published()
        return True

    @api.readonly
    def action_open_cases(self):
        """The complaints behind the figures, as far as the reader may see them."""
        self.ensure_one()
        self.check_access("read")
        return self._cases_window([("month_id", "=", self.id)])

    @api.readonly
    def action_open_incomplete(self):
        """Complaints of the month without unit or class."""
        self.ensure_one()
        self.check_access("read")
        # sudo: ids only; the reader sees those tickets that are readable anyway
        ids = self.env["cs.complaint.month.maker"].sudo()._incomplete(self.sudo())
        return self._tickets_window(ids)

    def _cases_window(self, domain):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cases: %(name)s", name=self.display_name),
            "res_model": "cs.complaint.month.case",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": domain,
        }

    def _tickets_window(self, ids):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaints Without Unit or Class"),
            "res_model": "helpdesk.ticket",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": [("id", "in", ids)],
            "context": {"active_test": False},
        }

    def _may_publish(self):
        return self.env.user.has_group(
            "cs_base.group_supervisor"
        ) or self.env.user.has_group("cs_base.group_general_manager")

    def _check_publisher(self):
        if not self._may_publish():
            raise AccessError(
                self.env._(
                    "HD-06: supervisors and the general manager take care of the"
                    " statistics."
                )
            )

    def _on_published(self):
        """Hook (sudo): the list is published; penalties for finance start here."""

    # Decision

    def _decision_kind(self):
        return CODE

    def _decision_maker(self):
        return (
            self.prepared_by_id._cs_employees()
            .filtered(lambda person: person.company_id == self.company_id)
            .sudo()
        )

    def _decision_detail(self):
        return {
            "complaints": self.number,
            "repeat": self.repeat_number,
            "severe": self.severe_number,
        }

    def _decision_check_submit(self):
        if (
            self.company_id._cs_today()
            < words.localized(self.stop_at, self.company_id._cs_zone()).date()
        ):
            raise UserError(
                self.env._("%(name)s: the month is not over.", name=self.display_name)
            )
        self._check_earlier()
        missing = len(self.env["cs.complaint.month.maker"]._incomplete(self))
        if missing:
            raise UserError(
                self.env._(
                    "HD-06: %(count)s complaints of the month have no responsible"
                    " units whose shares make 100 %%, or no class. Please complete"
                    " them first.",
                    count=missing,
                )
            )
        self._decision_write({"prepared_by_id": self.env.uid})
        self.env["cs.complaint.month.change"]._book_late(self.company_id)
        self.env["cs.complaint.month.maker"]._refresh(self)

    def _check_earlier(self):
        """Differences go into the next open month, so lists are settled in order."""
        earlier = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("month", "<", self.month),
                ("state", "not in", FINAL),
            ],
            order="month",
            limit=1,
        )
        if earlier:
            raise UserError(
                self.env._(
                    "Please have %(name)s approved first.", name=earlier.display_name
                )
            )

    def _decision_on_approved(self):
        self._decision_write(
            {"approved_at": fields.Datetime.now(), "approved_by_id": self.env.uid}
        )

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        Change = self.env["cs.complaint.month.change"]
        if Change.search_count([("of_month_id", "=", self.id)], limit=1):
            raise UserError(
                self.env._(
                    "HD-06: differences to this list have been booked since, so it"
                    " stays approved."
                )
            )

    def _decision_on_undone(self, decision, request_state):
        super()._decision_on_undone(decision, request_state)
        self._decision_write({"approved_at": False, "approved_by_id": False})

    # Telling

    def _tell_published(self):
        """One message a person: heads and members of the units, and who is named."""
        units = self.line_ids.department_id
        named = self._case_people().user_id.filtered("active")
        users = (units.manager_id | units.member_ids).user_id.filtered("active")
        for is_named, group in ((True, named), (False, users - named)):
            for lang, same in group.grouped("lang").items():
                self.with_context(lang=lang)._tell(same, is_named)

    def _case_people(self):
        cases = self.env["cs.complaint.month.case"].search([("month_id", "=", self.id)])
        return cases.employee_id

    def _tell(self, users, is_named):
        month = words.month_name(self.env, self.month)
        body = self.env._("The list by unit is open to all.")
        if is_named:
            body = self.env._(
                "The list by unit is open to all. You are named in it: only you and who"
                " leads you see that. Under “My Cases” you find why, and until when"
                " you may appeal (ALL-02)."
            )
        self.message_notify(
            partner_ids=users.partner_id.ids,
            subject=self.env._(
                "Complaint statistics of %(month)s (HD-06)", month=month
            ),
            body=body,
        )
