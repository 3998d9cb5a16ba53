from odoo import api, fields, models
from odoo.addons.cs_base.models.uninstall import is_uninstalling
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

from ..engine.suggestion import held_until

STATES = [
    ("received", "Received"),
    ("studying", "Being Studied"),
    ("held", "Held"),
    ("due", "Decision Due"),
    ("adopted", "Adopted"),
    ("done", "Carried Out"),
    ("not_adopted", "Not Adopted"),
]
#: What may be entered in which state; everything else is set by the buttons.
_STUDY = {
    "study",
    "plan",
    "plan_date",
    "responsible_id",
    "reason",
    "ownership",
    "agreement",
}
ENTERED = {
    "received": _STUDY | {"department_id"},
    "studying": _STUDY,
    "held": _STUDY,
    "due": _STUDY,
    "adopted": {"result"},
    "done": set(),
    "not_adopted": set(),
}
#: A text on a form is a page or two, not a book.
LONGEST = 5000


class CsSuggestion(models.Model):
    """A customer's suggestion: registered, studied, decided, carried out (HD-08).

    It comes into being with its ticket of the kind "suggestion", once each.

    Access: the people of the ticket's team, its owners, the people of the department
    that studies it, their managers, the committee and the general manager read it;
    the same but the committee write what the state lets them enter. The managers of
    the studying department and the general manager decide, never on what they
    suggested themselves. Nobody creates or deletes it, and its state, dates, marks
    and reward are set by the buttons only.
    """

    _name = "cs.suggestion"
    _inherit = ["cs.explained.mixin"]
    _description = "Suggestion"
    _order = "received_at desc, id desc"
    _rec_names_search = ["ticket_id.number", "ticket_id.name"]
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="ticket_id.partner_id",
        string="Customer",
        store=True,
        index="btree_not_null",
    )
    number = fields.Char(related="ticket_id.number", string="Suggestion No.")
    name = fields.Char(related="ticket_id.name", string="Suggestion")
    description = fields.Html(related="ticket_id.description", string="What It Says")
    channel_id = fields.Many2one(related="ticket_id.channel_id", string="Came By")
    category_id = fields.Many2one(related="ticket_id.category_id", store=True)
    customer_name = fields.Char("Suggested By", compute="_compute_customer_name")
    state = fields.Selection(
        STATES,
        "Status",
        required=True,
        readonly=True,
        default="received",
        index=True,
        copy=False,
    )
    received_at = fields.Datetime("Received On", required=True, readonly=True)
    department_id = fields.Many2one(
        "hr.department",
        string="Studied By",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    study = fields.Text("Result of the Study")
    plan = fields.Text("How It Is Done", help="HD-08: the customer is told.")
    plan_date = fields.Date("Done By", help="HD-08: the customer is told.")
    responsible_id = fields.Many2one(
        "res.users",
        string="Carried Out By",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Carries it out, and is reminded of the day that was promised.",
    )
    reason = fields.Text(
        "Why Not, or Not Yet", help="HD-08: the customer is told when it is held."
    )
    ownership = fields.Selection(
        [("ours", "Ours"), ("shared", "Shared by Agreement")],
        "Ownership of the Result",
    )
    agreement = fields.Text(help="HD-08: what was agreed on a shared result.")
    held_on = fields.Date("Held Since", readonly=True)
    held_until = fields.Date(
        "Held at Most Until",
        readonly=True,
        index="btree_not_null",
        help="HD-08: on the day after, a decision is due.",
    )
    hold_limit = fields.Date(
        "Could Be Held Until",
        compute="_compute_hold_limit",
        help="HD-08: the last day of the hold, if it were held today.",
    )
    decided_on = fields.Date("Decision Taken On", readonly=True)
    decided_by_id = fields.Many2one(
        "res.users", "Decision Taken By", readonly=True, ondelete="restrict"
    )
    result = fields.Text("What Was Done")
    done_on = fields.Date("Carried Out On", readonly=True)
    reminded_on = fields.Date("Last Reminder", readonly=True)
    is_late = fields.Boolean(
        "Overdue", compute="_compute_is_late", search="_search_late"
    )
    step_ids = fields.One2many("cs.suggestion.step", "suggestion_id", "Course")
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_write = fields.Boolean(compute="_compute_can_decide")
    can_report = fields.Boolean(compute="_compute_can_decide")

    _ticket_uniq = models.Constraint(
        "UNIQUE(ticket_id)", "This ticket has its suggestion already."
    )
    _decided_says_when_and_who = models.Constraint(
        "CHECK(state NOT IN ('adopted', 'done', 'not_adopted')"
        " OR (decided_on IS NOT NULL AND decided_by_id IS NOT NULL))",
        "A decision has a day and a person.",
    )

    @api.depends("ticket_id.number", "ticket_id.name")
    def _compute_display_name(self):
        for one in self:
            # sudo: the committee reads suggestions of tickets it cannot open
            one.display_name = one.sudo().ticket_id.display_name

    @api.depends("ticket_id.partner_id.name", "ticket_id.partner_name")
    def _compute_customer_name(self):
        for one in self.sudo():
            ticket = one.ticket_id
            one.customer_name = ticket.partner_id.name or ticket.partner_name

    @api.depends("held_until")
    def _compute_hold_limit(self):
        for one in self:
            today = one.company_id._cs_today()
            months = one._policy(today).suggestion_months
            one.hold_limit = one.held_until or held_until(today, months)

    @api.depends("state", "plan_date", "held_until")
    def _compute_is_late(self):
        for one in self:
            promised = one.plan_date if one.state == "adopted" else False
            today = one.company_id._cs_today() if promised else None
            one.is_late = one.state == "due" or bool(promised and promised < today)

    def _search_late(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        today = self.env.company._cs_today()
        return [
            "|",
            ("state", "=", "due"),
            "&",
            ("state", "=", "adopted"),
            ("plan_date", "<", today),
        ]

    @api.depends_context("uid")
    @api.depends("department_id", "responsible_id", "state")
    def _compute_can_decide(self):
        writable, user = self._filtered_access("write"), self.env.user
        for one in self:
            one.can_write = one in writable
            one.can_decide = one.can_write and one._is_decider(user)
            one.can_report = one.can_decide or (
                one.can_write and user in one.responsible_id
            )

    # Who may

    def _is_decider(self, user):
        """Manager of the studying department or above it, or the general manager;
        never who suggested it (HD-08)."""
        # sudo: who manages what is only asked, not told
        one = self.sudo()
        if one._is_own(user):
            return False
        if user.has_group("cs_base.group_general_manager"):
            return one.company_id in user.company_ids
        department = one.department_id
        return bool(department) and department in user.sudo().cs_managed_department_ids

    def _is_own(self, user):
        """Whether the user is the customer, also by another user of the same person."""
        people = user._cs_employees()._cs_all_records()
        partners = (
            user.partner_id | people.user_id.partner_id | people.work_contact_id
        ).sudo()
        customer = self.sudo().ticket_id.partner_id
        return bool(customer & partners)

    def _check_decider(self):
        self.ensure_one()
        self.check_access("write")
        if not self._is_decider(self.env.user):
            raise UserError(
                self.env._(
                    "HD-08: the managers of the department that studies it and the"
                    " general manager decide, and nobody on the own suggestion."
                )
            )

    # Guards

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(
            self.env._(
                "HD-08: a suggestion comes into being with a ticket of the kind"
                " “Suggestion”. Please create that."
            )
        )

    def write(self, vals):
        for one in self:
            locked = set(vals) - ENTERED[one.state]
            if locked:
                raise UserError(one._locked_text(min(locked)))
        result = super().write(self._clean(vals))
        # Stock asks before only: it must not be moved to a department out of reach.
        self.check_access("write")
        return result

    def unlink(self):
        if is_uninstalling(self.env):
            # The tickets of the demo company go with the addon.
            return super().unlink()
        self._refuse()

    def copy(self, default=None):
        self._refuse()

    def _refuse(self):
        raise UserError(
            self.env._("HD-08: suggestions are kept; they are not deleted or copied.")
        )

    def _locked_text(self, name):
        return self.env._(
            "HD-08: “%(field)s” of a suggestion that is “%(state)s” is not entered by"
            " hand.",
            field=self._fields[name]._description_string(self.env)
            if name in self._fields
            else name,
            state=self._state_label(self.state),
        )

    def _state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env))[state]

    @api.model
    def _clean(self, vals):
        """Texts that the database takes and that people can read."""
        clean = {
            name: value.replace("\0", "") if isinstance(value, str) else value
            for name, value in vals.items()
        }
        if any(isinstance(v, str) and len(v) > LONGEST for v in clean.values()):
            raise UserError(
                self.env._("Please keep each text under %s characters.", LONGEST)
            )
        return clean

    @api.model
    def _register_tickets(self, tickets):
        """The suggestions of new tickets (sudo)."""
        # Neither the caller's context nor stored defaults fill in anything.
        fresh = dict.fromkeys(self._own_fields(), False) | {
            "state": "received",
            "received_at": fields.Datetime.now(),
        }
        plain = self.sudo().with_context(clean_context(self.env.context))
        return super(CsSuggestion, plain).create(
            [fresh | {"ticket_id": ticket.id} for ticket in tickets]
        )

    @api.model
    def _own_fields(self):
        return {
            name
            for name, field in self._fields.items()
            if field.store
            and not (field.compute or field.related)
            and field.type != "one2many"
            and name not in ("explanation", *models.MAGIC_COLUMNS)
        }

    def _set(self, vals):
        """Write past the guard; at once, so that of two people one is refused."""
        super().write(vals)
        self.flush_recordset()

    def _discard(self):
        """It was registered by mistake and nothing has happened to it yet."""
        return super().unlink()

    def _policy(self, day=None):
        """The policy of the ticket's unit (sudo), else the defaults."""
        one = self.sudo()
        return one.env["cs.helpdesk.policy"]._suggestion_policy(
            one.company_id,
            one.ticket_id.cs_department_id,
            day or one.company_id._cs_today(),
        )
