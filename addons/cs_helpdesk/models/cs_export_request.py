from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError, ValidationError

#: what -> (model, day or moment of the period, team)
SOURCES = {
    "customer": ("cs.customer", "last_activity_on", "team_ids"),
    "ticket": ("helpdesk.ticket", "create_date", "team_id"),
    "callback": ("cs.callback", "service_at", "ticket_id.team_id"),
}
#: lists from which an export is asked for -> what
LISTS = {
    "cs.customer": "customer",
    "res.partner": "customer",
    "helpdesk.ticket": "ticket",
    "cs.callback": "callback",
}
MOST_PICKED = 20_000


class CsExportRequest(models.Model):
    """Customers' data is asked for, approved and fetched as a sheet (HD-20).

    The head of the asker's department decides; what leaves the company, the general
    manager. Then the asker fetches it, as often and as long as the policy says, with
    the records that the asker may read at that moment.

    Access: each the own; who decides; leaders and supervisors those of their
    departments; HR officers and the general manager all. Technical administrators
    none.
    """

    _name = "cs.export.request"
    _inherit = ["cs.decision.mixin"]
    _description = "Export of Customer Data"
    _order = "id desc"
    _rec_name = "purpose"

    _decision_undoes_approval = True

    what = fields.Selection(
        [("customer", "Customers"), ("ticket", "Tickets"), ("callback", "Callbacks")],
        "What Is Exported",
        required=True,
        default="customer",
    )
    picked_ids = fields.Json("Chosen Records", copy=False)
    picked_count = fields.Integer("Records Chosen", compute="_compute_picked_count")
    date_from = fields.Date("From", help="Customers: by their last activity.")
    date_to = fields.Date("To")
    team_ids = fields.Many2many(
        "helpdesk.ticket.team",
        "cs_export_request_team_rel",
        "request_id",
        "team_id",
        string="Teams",
        help="Empty: all of which the asker may read something.",
    )
    scope = fields.Char("Which Ones", compute="_compute_scope")
    purpose = fields.Text("Needed For", required=True)
    recipient_kind = fields.Selection(
        [("inside", "Inside the Company"), ("outside", "Outside the Company")],
        "Where It Goes",
        required=True,
        default="inside",
    )
    recipient = fields.Char("Who Gets It", required=True)
    wanted_until = fields.Date(
        required=True,
        default=lambda self: self.env.company._cs_today() + timedelta(days=7),
        help="HD-20: fetched until the end of this day at the latest.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env.company.id,
    )
    user_id = fields.Many2one(
        "res.users",
        "Requested By",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index=True, copy=False, ondelete="restrict"
    )
    record_count = fields.Integer(
        "Records When Submitted", readonly=True, copy=False, aggregator=None
    )
    download_limit = fields.Integer(
        "May Be Fetched (Times)", readonly=True, copy=False, aggregator=None
    )
    valid_until = fields.Datetime("May Be Fetched Before", readonly=True, copy=False)
    download_ids = fields.One2many("cs.export.download", "request_id", "Export Log")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "May Be Fetched"),
            ("refused", "Rejected"),
            ("done", "Fetched"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    can_download = fields.Boolean(compute="_compute_can_download")
    is_expired = fields.Boolean("Expired", compute="_compute_can_download")

    _period_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "A period ends on its first day or later."
    )
    _approved_is_limited = models.Constraint(
        "CHECK(state NOT IN ('approved', 'done')"
        " OR (valid_until IS NOT NULL AND download_limit > 0))",
        "HD-20: an approved export may be fetched so often, and until then.",
    )

    @api.depends_context("lang")
    @api.depends("what", "purpose")
    def _compute_display_name(self):
        for one in self:
            short = " ".join((one.purpose or "").split())[:60]
            one.display_name = ": ".join(filter(None, (one._what_name(), short)))

    @api.depends("picked_ids")
    def _compute_picked_count(self):
        for one in self:
            one.picked_count = len(one.picked_ids or [])

    @api.depends_context("lang")
    @api.depends("picked_ids", "date_from", "date_to", "team_ids")
    def _compute_scope(self):
        for one in self:
            one.scope = one._scope_text()

    @api.depends_context("uid")
    @api.depends("state", "valid_until", "user_id")
    def _compute_can_download(self):
        now = fields.Datetime.now()
        for one in self:
            waits = one.state == "approved"
            one.is_expired = waits and one.valid_until <= now
            one.can_download = (
                waits and not one.is_expired and one.user_id == self.env.user
            )

    @api.constrains("picked_ids")
    def _check_picked(self):
        for one in self.filtered("picked_ids"):
            ids = one.picked_ids
            is_plain = isinstance(ids, list) and all(type(id_) is int for id_ in ids)
            if not is_plain or len(ids) > MOST_PICKED:
                raise ValidationError(
                    self.env._(
                        "HD-20: up to %s records are chosen one by one; please use"
                        " period and teams.",
                        MOST_PICKED,
                    )
                )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        model = self.env.context.get("active_model")
        if model in LISTS:
            ids = self.env.context.get("active_ids") or []
            values |= {"what": LISTS[model], "picked_ids": self._picked(model, ids)}
        return values

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for one in requests:
            asker = one.sudo()._decision_maker()[:1]
            one.sudo()._decision_write({"department_id": asker.department_id.id})
        return requests

    @api.model
    def _picked(self, model, ids):
        """Ids of what is exported for the records of a list that were chosen.

        :raise UserError: contacts of which none is a customer that the caller reads;
            an empty choice would mean all
        """
        if model != "res.partner":
            return list(ids)
        partners = self.env[model].browse(ids).exists()
        found = self.env["cs.customer"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("partner_id", "in", partners.commercial_partner_id.ids),
            ]
        )
        if partners and not found:
            raise UserError(
                self.env._(
                    "HD-20: none of these contacts is a customer whom you serve."
                )
            )
        return found.ids

    @api.readonly
    def action_show(self):
        """What would go out, as far as the caller may read it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self._what_name(),
            "res_model": SOURCES[self.what][0],
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": self._domain(),
        }

    def _what_name(self):
        return dict(self._fields["what"]._description_selection(self.env)).get(
            self.what, ""
        )

    def _scope_text(self):
        if self.picked_ids:
            return self.env._("%s chosen records", self.picked_count)
        days = [
            fields.Date.to_string(day) if day else "…"
            for day in (self.date_from, self.date_to)
        ]
        # sudo: the names of the teams
        parts = [" – ".join(days)] if self.date_from or self.date_to else []
        parts += self.sudo().team_ids.mapped("name")
        return ", ".join(parts) or self.env._("All that the asker may read")

    def _domain(self):
        """Which records, whoever reads them."""
        _model, moment, team = SOURCES[self.what]
        domain = [("company_id", "=", self.company_id.id)]
        if self.picked_ids:
            return [*domain, ("id", "in", self.picked_ids)]
        if self.date_from:
            domain.append((moment, ">=", self._limit(moment, self.date_from)))
        if self.date_to:
            after = self.date_to + timedelta(days=1)
            domain.append((moment, "<", self._limit(moment, after)))
        if self.team_ids:
            domain.append((team, "in", self.team_ids.ids))
        return domain

    def _limit(self, moment, day):
        """The day as the field counts it: a date, or the moment it begins."""
        if moment == "last_activity_on":
            return day
        return words.to_utc(self.company_id, day)

    def _records(self):
        """What the asker may read of it now, whoever calls this."""
        mine = self.with_user(self.user_id).with_context(
            allowed_company_ids=self.company_id.ids,
            # who chose them in a list has seen that they are archived
            active_test=not self.picked_ids,
        )
        return mine.env[SOURCES[self.what][0]].search(mine.sudo()._domain())
