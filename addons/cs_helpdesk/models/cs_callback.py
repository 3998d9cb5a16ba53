from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SATISFACTION = [
    ("satisfied", "Satisfied"),
    ("average", "Average"),
    ("dissatisfied", "Dissatisfied"),
]
#: What people enter; the rest follows from the service and the calls.
ENTERED = {"phone"}
#: States in which somebody spoke with the customer, or nobody ever will.
FINISHED = ("reached", "unreachable", "barred")


class CsCallback(models.Model):
    """Calling a customer back after a service, or about a complaint (HD-03, HD-07).

    It is made when the service is closed, waits until somebody reaches the customer,
    and ends in one of four ways: reached; not reached as often as the policy says;
    the customer does not want to be called; or the service was opened again. Nobody
    enters or changes one by hand: recording a call does (``cs.callback.call``).

    Access: agents make the callbacks of their teams and of what they own; leaders and
    supervisors those of their teams and departments; HR sees those of complaints that
    name a person; the general manager and technical administrators read all. Nobody
    reads one about a complaint that names oneself.
    """

    _name = "cs.callback"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
    _description = "Callback"
    _order = "is_agreed desc, due_at, id"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        "Finished Service",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        selection=lambda self: self.env["helpdesk.ticket"]
        ._fields["cs_kind"]
        ._description_selection(self.env),
        required=True,
        readonly=True,
    )
    partner_id = fields.Many2one(
        related="ticket_id.partner_id", string="Customer", store=True, precompute=True
    )
    customer = fields.Char("Name of Customer", readonly=True)
    phone = fields.Char()
    phone_key = fields.Char("Number Dialled", readonly=True, index="btree_not_null")
    zone = fields.Char("Time Zone of Customer", readonly=True)
    department_id = fields.Many2one(
        "hr.department",
        "Unit That Served",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    served_by_id = fields.Many2one(
        "res.users",
        "Who Served",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        "Caller",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who calls or called the customer last.",
    )
    taken_at = fields.Datetime("Calling Since", readonly=True)

    service_at = fields.Datetime("Service Finished", required=True, readonly=True)
    due_at = fields.Datetime(
        "Call Back By",
        required=True,
        readonly=True,
        help="HD-03: so many days after the service. A later time that the customer"
        " asked for within this limit moves it to the end of that day.",
    )
    next_at = fields.Datetime(
        "Not Before",
        readonly=True,
        help="HD-07: outside the rest hours, some time after a call that did not reach"
        " the customer, or when it was agreed.",
    )
    is_agreed = fields.Boolean("Time Agreed", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "To call"),
            ("reached", "Reached"),
            ("unreachable", "Unreachable"),
            ("barred", "Does not want calls"),
            ("missed", "Recorded too late to call"),
            ("dropped", "Service opened again"),
        ],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    attempt_ids = fields.One2many(
        "cs.callback.attempt", "callback_id", "Calls", readonly=True
    )
    missed_count = fields.Integer(
        "Not Reached", readonly=True, help="Calls that did not reach the customer."
    )

    satisfaction = fields.Selection(SATISFACTION, readonly=True, index=True)
    satisfaction_reason = fields.Text("Reason Given", readonly=True)
    suggestion = fields.Text("Customer's Suggestion", readonly=True)
    customer_agrees = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        "Agrees That It Is Solved",
        readonly=True,
        help="HD-05: asked when a complaint is called back.",
    )
    done_at = fields.Datetime("Finished On", readonly=True)
    done_by_id = fields.Many2one(
        "res.users", "Finished By", readonly=True, ondelete="restrict"
    )
    complaint_id = fields.Many2one(
        "helpdesk.ticket",
        "Complaint Opened",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    covered = fields.Float(
        "Called Back (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="HD-07: 100 when the customer was reached.",
    )
    in_time = fields.Float(
        "Called Back in Time (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="HD-03, HD-07: 100 when the customer was reached within the limit.",
    )

    hint = fields.Char("When to Call", compute="_compute_hint")
    can_call = fields.Boolean(
        "To Call Now", compute="_compute_hint", search="_search_can_call"
    )
    can_work = fields.Boolean(compute="_compute_can_work")
    can_bar = fields.Boolean(compute="_compute_can_work")
    is_late = fields.Boolean(
        "Overdue", compute="_compute_is_late", search="_search_is_late"
    )

    _waiting_uniq = models.UniqueIndex(
        "(ticket_id) WHERE state = 'waiting'",
        "This customer is to be called back about this already.",
    )
    _queue_idx = models.Index("(next_at, due_at) WHERE state = 'waiting'")
    _service_idx = models.Index("(company_id, service_at)")
    _says_why = models.Constraint(
        "CHECK(satisfaction IS NULL OR satisfaction = 'satisfied'"
        " OR length(trim(satisfaction_reason)) > 0)",
        "HD-07: below satisfied, the reason is needed.",
    )
    _reached_says = models.Constraint(
        "CHECK(state != 'reached' OR satisfaction IS NOT NULL)",
        "HD-07: ask how satisfied the customer is.",
    )

    @api.depends_context("lang")
    @api.depends("ticket_id.number", "customer")
    def _compute_display_name(self):
        for one in self.sudo():
            parts = (one.customer, one.ticket_id.number)
            one.display_name = " · ".join(part for part in parts if part)

    @api.depends_context("lang", "tz", "uid")
    @api.depends("state", "next_at", "phone_key", "taken_at", "user_id")
    def _compute_hint(self):
        waiting = self.filtered(lambda one: one.state == "waiting")
        refusals = waiting._refusals(fields.Datetime.now())
        for one in self:
            one.can_call = refusals.get(one.id) == ""
            one.hint = one.id in refusals and (refusals[one.id] or self.env._("Now"))

    @api.depends_context("uid")
    @api.depends("state", "phone_key")
    def _compute_can_work(self):
        """Whoever reads a callback sees that it is due; who may write it makes it."""
        waiting = self.filtered(lambda one: one.state == "waiting")
        mine = waiting._filtered_access("write")
        barred = mine._barred_keys()
        for one in self:
            one.can_work = one in mine
            one.can_bar = one in mine and one.phone_key in barred

    @api.model
    def _search_can_call(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        due = Domain("state", "=", "waiting") & Domain("next_at", "<=", now)
        due &= Domain("phone_key", "!=", False)
        # sudo: which zones and units there are, without telling whose
        waiting = self.sudo()
        places = waiting._read_group(
            due, ["company_id", "department_id", "zone"], ["id:min"]
        )
        resting = [
            Domain("company_id", "=", company.id)
            & Domain("department_id", "=", department.id)
            & Domain("zone", "=", zone)
            for company, department, zone, first in places
            if waiting.browse(first)._is_quiet(now)
        ]
        barred = waiting.search(due)._barred_keys()
        return due & ~Domain.OR(resting) & Domain("phone_key", "not in", list(barred))

    @api.depends("state", "due_at", "done_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for one in self:
            ended = now if one.state == "waiting" else one.done_at
            one.is_late = bool(ended and one.due_at and ended > one.due_at)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_late = Domain("state", "=", "waiting") & Domain("due_at", "<", "now")
        done_late = Domain("state", "in", FINISHED) & Domain("in_time", "=", 0)
        return open_late | done_late & Domain("covered", "=", 100)

    # Guards

    def _kept_text(self):
        return self.env._(
            "HD-07: callbacks follow from finished services and from calls that are"
            " recorded with “Call Now”."
        )

    def write(self, vals):
        if not vals.keys() <= ENTERED:
            self._kept_refuse()
        self.check_access("write")
        if any(one.state != "waiting" for one in self):
            raise UserError(self.env._("This callback is finished and stays so."))
        vals = {"phone": self._clean(vals.get("phone"), 64)}
        for one in self:
            key = self.env["cs.phone"]._key(vals["phone"], one.company_id)
            one._set({**vals, "phone_key": key})
        return True

    def _set(self, vals):
        """Write past the guard above; RPC does not lead here."""
        # sudo: callers record what they may not write by hand
        return self.sudo()._kept_write(vals)

    @api.model
    def _clean(self, text, limit):
        """Text from outside, without NUL and not longer than that."""
        text = text.replace("\0", "").strip() if isinstance(text, str) else ""
        if len(text) > limit:
            raise UserError(
                self.env._("Please write at most %s characters here.", limit)
            )
        return text or False
