from odoo import api, fields, models
from odoo.exceptions import UserError

#: What people enter, and change while the visit is planned.
ENTERED = {"planned_on", "user_id", "topic"}
MAX_TEXT = 5000
OUTCOMES = [("reached", "Met the customer"), ("not_reached", "Not reached")]


class CsCustomerVisit(models.Model):
    """A visit of a customer: planned, made, and what follows (HD-21).

    The nightly job plans the visit that is due, once; people plan others. It is a day,
    never an hour: calls in rest hours cannot come of it (HD-07).

    Access: who reads the customer, and who is to make the visit; the same record it.
    Nobody changes what was recorded, or deletes one.
    """

    _name = "cs.customer.visit"
    _inherit = ["cs.kept.mixin"]
    _description = "Visit of a Customer"
    _order = "state, planned_on, id"
    _rec_name = "customer_id"
    _kept_is_entered = True

    customer_id = fields.Many2one(
        "cs.customer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="customer_id.company_id", store=True, index=True, precompute=True
    )
    phone = fields.Char(related="customer_id.partner_id.phone")
    grade = fields.Selection(related="customer_id.grade", string="Class")
    planned_on = fields.Date(
        "Planned For", required=True, default=lambda self: self.env.company._cs_today()
    )
    user_id = fields.Many2one(
        "res.users",
        "Who Visits",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        help="Empty: somebody of the team takes it.",
    )
    purpose = fields.Selection(
        [
            ("due", "Service due"),
            ("follow_up", "Follow-up"),
            ("other", "Planned visit"),
        ],
        required=True,
        readonly=True,
        default="other",
        index=True,
    )
    topic = fields.Char("What For")
    state = fields.Selection(
        [("planned", "Planned"), *OUTCOMES],
        required=True,
        readonly=True,
        default="planned",
        index=True,
    )
    said = fields.Text("What Was Said", readonly=True)
    done_on = fields.Date("Made On", readonly=True)
    done_at = fields.Datetime("Recorded On", readonly=True)
    done_by_id = fields.Many2one(
        "res.users", "Recorded By", readonly=True, ondelete="restrict"
    )
    follows_id = fields.Many2one(
        "cs.customer.visit",
        "Follow-up Of",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_late = fields.Boolean("Overdue", compute="_compute_is_late")
    can_record = fields.Boolean(compute="_compute_can_record")

    _planned_uniq = models.UniqueIndex(
        "(customer_id, planned_on) WHERE state = 'planned'",
        "A visit of this customer is planned for that day already.",
    )
    _due_uniq = models.UniqueIndex(
        "(customer_id, planned_on) WHERE purpose = 'due'",
        "The service of this customer that is due on that day is planned already.",
    )
    _done_says = models.Constraint(
        "CHECK((state = 'planned') = (done_on IS NULL) AND (state = 'planned'"
        " OR (done_at IS NOT NULL AND length(trim(said)) > 0)))",
        "HD-21: what was said, or why nobody was reached, is recorded.",
    )
    _due_idx = models.Index("(user_id, planned_on) WHERE state = 'planned'")

    @api.depends("state", "planned_on")
    def _compute_is_late(self):
        for one in self:
            today = (one.company_id or self.env.company)._cs_today()
            one.is_late = one.state == "planned" and bool(
                one.planned_on and one.planned_on < today
            )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_record(self):
        planned = self.filtered(lambda one: one.id and one.state == "planned")
        mine = planned._filtered_access("write")
        for one in self:
            one.can_record = one in mine

    @api.model_create_multi
    def create(self, vals_list):
        prepared = [self._prepare(vals) for vals in vals_list]
        visits = super(CsCustomerVisit, self.sudo()).create(prepared)
        visits.customer_id._compute_again()
        return visits.with_env(self.env)

    def write(self, vals):
        if not vals.keys() <= ENTERED:
            self._kept_refuse()
        self.check_access("write")
        if any(one.state != "planned" for one in self):
            raise UserError(self.env._("HD-21: this visit is recorded and stays so."))
        for one in self.sudo():
            one._check_values(one.customer_id, vals)
            one._kept_write(self._cleaned(vals))
        self.sudo().customer_id._compute_again()
        self.check_access("write")
        return True

    def _prepare(self, vals):
        """What is stored of what was entered; refuses what is not to be."""
        if not vals.keys() <= ENTERED | {"customer_id"}:
            raise UserError(
                self.env._("HD-21: enter customer, day, person and what for.")
            )
        customer = self.env["cs.customer"].browse(vals.get("customer_id")).exists()
        if not customer:
            raise UserError(self.env._("HD-21: choose the customer."))
        customer.check_access("read")
        self._check_values(customer.sudo(), vals)
        return {**self._cleaned(vals), "purpose": "other", "state": "planned"}

    def _check_values(self, customer, vals):
        if "planned_on" in vals:
            day = fields.Date.to_date(vals["planned_on"])
            if not day or day < customer.company_id._cs_today():
                raise UserError(self.env._("HD-21: a visit is planned from today on."))
        user = self.env["res.users"].browse(vals.get("user_id") or ())
        if user:
            people = user.sudo()._cs_employees()
            if customer.company_id not in people.company_id:
                raise UserError(self.env._("HD-21: colleagues of the company visit."))

    @api.model
    def _cleaned(self, vals):
        if "topic" not in vals:
            return dict(vals)
        return {**vals, "topic": self._clean(vals["topic"], 200)}

    @api.model
    def _clean(self, text, limit=MAX_TEXT):
        """Text from outside, without NUL and not longer than that."""
        text = text.replace("\0", "").strip() if isinstance(text, str) else ""
        if len(text) > limit:
            raise UserError(
                self.env._("Please write at most %s characters here.", limit)
            )
        return text or False

    def _kept_text(self):
        return self.env._(
            "HD-21: of a planned visit day, person and topic change; what came of it is"
            " entered with “Record”, and stays."
        )

    # Recording

    def action_record(self):
        """Open the form in which the visit is recorded."""
        self.ensure_one()
        self.check_access("write")
        self._check_planned()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record the Visit"),
            "res_model": "cs.customer.visit.record",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_visit_id": self.id},
        }

    def _check_planned(self):
        if self.sudo().state != "planned":
            raise UserError(
                self.env._(
                    "HD-21: this visit has been recorded already, by %s.",
                    self.sudo().done_by_id.name,
                )
            )

    def _record(self, outcome, said, follow_up_on=None, topic=None):
        """Keep what came of it; a follow-up is the next visit (HD-21).

        :raise UserError: it is recorded already, or nothing was written down
        """
        self.ensure_one()
        self.check_access("write")
        said = self._clean(said)
        if outcome not in dict(OUTCOMES) or not said:
            raise UserError(
                self.env._(
                    "HD-21: write down what was said, or why nobody was reached."
                )
            )
        one, user = self.sudo(), self.env.user
        one._lock()
        one._check_planned()
        today = one.company_id._cs_today()
        one._kept_write(
            {
                "state": outcome,
                "said": said,
                "done_on": today,
                "done_at": fields.Datetime.now(),
                "done_by_id": user.id,
                "user_id": one.user_id.id or user.id,
            }
        )
        if follow_up_on:
            one._follow_up(fields.Date.to_date(follow_up_on), topic, today)
        one.customer_id._compute_again()

    def _follow_up(self, day, topic, today):
        if day <= today:
            raise UserError(self.env._("HD-21: the follow-up comes after today."))
        taken = self.search(
            [
                ("customer_id", "=", self.customer_id.id),
                ("planned_on", "=", day),
                ("state", "=", "planned"),
            ]
        )
        if not taken:
            values = {
                "customer_id": self.customer_id.id,
                "planned_on": day,
                "user_id": self.user_id.id,
                "purpose": "follow_up",
                "topic": self._clean(topic, 200),
                "follows_id": self.id,
            }
            self._kept_create([values])

    def _lock(self):
        """Of two who record one visit at the same moment one wins."""
        self.flush_recordset()
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset()
