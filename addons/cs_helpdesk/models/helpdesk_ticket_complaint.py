from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..engine.complaint import (
    Evidence,
    Limits,
    Share,
    Standing,
    closing_gate,
    is_worse,
    judge_class,
)
from .complaint_reasons import explain_class

CLASS_FIELDS = {"cs_kind", "cs_risk", "category_id", "partner_id", "cs_phone"}


class HelpdeskTicket(models.Model):
    """Complaints: class, responsible units, and what closing needs (HD-04, HD-05).

    The class follows from the events (``cs.complaint.event``) and never goes down. The
    same customer is the same commercial partner, else the same phone or e-mail; the
    same matter is the same category. Days are local days of the company.
    """

    _inherit = "helpdesk.ticket"

    cs_class = fields.Selection(
        [("general", "General"), ("repeat", "Repeat"), ("severe", "Severe")],
        "Class of Complaint",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        help="HD-04: set by the rules: general, repeat when the customer complains"
        " of the same again, severe by risk or when callbacks find no"
        " agreement. It only rises.",
    )
    cs_class_ground = fields.Char("Why This Class", compute="_compute_cs_class_ground")
    cs_risk = fields.Selection(
        [
            ("safety", "Safety"),
            ("media", "Media"),
            ("legal", "Legal"),
        ],
        "Risk",
        copy=False,
        tracking=True,
        help="HD-04: a complaint that touches safety, media or law is severe.",
    )
    cs_unresolved_count = fields.Integer(
        "Callbacks Without Agreement", readonly=True, copy=False
    )
    cs_agreed_at = fields.Datetime("Customer Agreed On", readonly=True, copy=False)
    cs_previous_id = fields.Many2one(
        "helpdesk.ticket",
        "Complained Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="HD-04: the same customer's complaint of the same matter.",
    )
    cs_cause = fields.Text("Cause", copy=False)
    cs_handling = fields.Text("What Was Done", copy=False)
    cs_result = fields.Text("Result for the Customer", copy=False)
    cs_party_ids = fields.One2many(
        "cs.complaint.party",
        "ticket_id",
        "Responsible Units",
        copy=False,
        help="HD-04, HD-06: the units named here are told, report when it is"
        " solved, and count in the statistics by their shares, 100 %"
        " together.",
    )
    cs_event_ids = fields.One2many(
        "cs.complaint.event", "ticket_id", "Course", readonly=True, copy=False
    )
    cs_gate = fields.Json(
        "Conditions for Closing",
        compute="_compute_cs_gate",
        help="HD-05: all of these are needed before the complaint can be closed.",
    )
    cs_can_mark = fields.Boolean(compute="_compute_cs_can_mark")

    # Class

    @api.depends_context("lang")
    @api.depends("cs_event_ids")
    def _compute_cs_class_ground(self):
        for ticket in self:
            raised = ticket.cs_event_ids.filtered(lambda one: one.type == "class")
            ticket.cs_class_ground = raised[-1:].text or False

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        complaints = tickets.filtered(lambda one: one.cs_kind == "complaint").sudo()
        for ticket in complaints.filtered(lambda one: not one.cs_event_ids):
            ticket._cs_log("received", ticket.name)
        complaints._cs_judge_class()
        return tickets

    def write(self, vals):
        kinds = {one: one.cs_kind for one in self} if "cs_kind" in vals else {}
        result = super().write(vals)
        for ticket, before in kinds.items():
            if before != ticket.cs_kind:
                ticket.sudo()._cs_note_kind(before)
        if CLASS_FIELDS & vals.keys():
            self.sudo()._cs_judge_class()
        return result

    def _cs_note_kind(self, before):
        if "complaint" in (before, self.cs_kind):
            self._cs_log("kind", self.name, before=before, after=self.cs_kind)

    def _cs_judge_class(self, marked_reason=None):
        """HD-04: raise the class as far as the facts demand (sudo); never lower it.

        :param marked_reason: why a supervisor marks the complaint as severe
        """
        for ticket in self.filtered(lambda one: one.cs_kind == "complaint"):
            previous, days = ticket._cs_complained_before()
            limits = Limits(
                **ticket._cs_parameters(
                    ["repeat_callbacks", "repeat_days", "severe_callbacks"]
                )
            )
            standing = Standing(
                unresolved=ticket.cs_unresolved_count,
                days_since_last=days,
                risk=bool(ticket.cs_risk),
                marked=bool(marked_reason),
            )
            judged, ground = judge_class(standing, limits)
            if ground == "again":
                ticket._cs_set({"cs_previous_id": previous.id})
            before = ticket.cs_class
            if not before or is_worse(before, judged):
                ticket._cs_set({"cs_class": judged})
                if before or judged != "general":
                    ticket._cs_log_class(
                        before or "general",
                        judged,
                        ground,
                        standing,
                        limits,
                        marked_reason,
                    )

    def _cs_log_class(self, before, after, ground, standing, limits, reason):
        texts = {
            "marked": reason,
            "risk": self.env._("Marked: safety, media or legal (HD-04)"),
            "callbacks": self.env._(
                "After %s callbacks still not solved (HD-04)", standing.unresolved
            ),
            "again": self.env._(
                "The same matter as %(number)s, %(days)s days ago (HD-04)",
                number=self.cs_previous_id.number,
                days=standing.days_since_last,
            ),
        }
        event = self._cs_log("class", texts[ground], before=before, after=after)
        why = explain_class(
            after, ground, standing, limits, (self.id, self.cs_previous_id.id)
        )
        event._set_explanations({event.id: why})

    def _cs_complained_before(self):
        """The same customer's last complaint of the same matter before this one.

        :return: ticket (perhaps empty), local days between receipts (or None)
        """
        self.ensure_one()
        same = self._cs_same_customer()
        if not self.category_id or same is None:
            return self.browse(), None
        domain = Domain("cs_kind", "=", "complaint") & same
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= Domain("category_id", "=", self.category_id.id)
        domain &= Domain("id", "!=", self.id) & Domain("duplicate_id", "=", False)
        domain &= Domain("create_date", "<=", self.create_date)
        found = self.with_context(active_test=False).search(
            domain, order="create_date desc, id desc", limit=1
        )
        if not found:
            return found, None
        zone = self.company_id._cs_zone()
        days = [
            fields.Datetime.context_timestamp(
                self.with_context(tz=zone.key), one.create_date
            ).date()
            for one in (self, found)
        ]
        return found, (days[0] - days[1]).days

    def _cs_same_customer(self):
        """Domain of tickets of the same customer; None when nobody knows who it is."""
        if self.commercial_partner_id:
            return Domain("commercial_partner_id", "=", self.commercial_partner_id.id)
        if self.cs_phone:
            return Domain("cs_phone", "=", self.cs_phone)
        if self.partner_email:
            return Domain("partner_email", "=ilike", self.partner_email)
        return None

    @api.depends_context("uid")
    @api.depends("cs_kind", "cs_class", "stage_id")
    def _compute_cs_can_mark(self):
        allowed = self.env.user.has_group("cs_base.group_supervisor")
        for ticket in self:
            is_open = ticket.cs_kind == "complaint" and not ticket.closed
            ticket.cs_can_mark = allowed and is_open and ticket.cs_class != "severe"

    def _cs_mark_severe(self, reason):
        """HD-04: a supervisor marks the complaint as severe (恶性)."""
        self.check_access("write")
        if not self.env.user.has_group("cs_base.group_supervisor"):
            raise AccessError(
                self.env._("HD-04: only a supervisor marks a complaint as severe.")
            )
        for ticket in self:
            if ticket.cs_kind != "complaint" or ticket.closed:
                raise UserError(self.env._("This is not an open complaint."))
        self.sudo()._cs_judge_class(reason)

    # Events

    def _cs_log(self, type_, text, party=None, **vals):
        """Note what happened to a complaint (sudo); its receipt comes first.

        :return: the event
        """
        self.ensure_one()
        if type_ != "received" and not self.cs_event_ids:
            self._cs_log("received", self.name)
        return (
            self.env["cs.complaint.event"]
            .sudo()
            ._kept_create(
                [
                    {
                        "ticket_id": self.id,
                        "moment": fields.Datetime.now(),
                        "user_id": self.env.uid,
                        "type": type_,
                        "text": text,
                        "department_id": party.sudo().department_id.id
                        if party
                        else False,
                        **vals,
                    }
                ]
            )
        )

    def _cs_complain(self, text, **vals):
        """HD-07: the customer is dissatisfied with this matter (sudo).

        :param vals: what the complaint does not have from this matter
        :return: the complaint
        """
        self.ensure_one()
        return self.create(
            {
                "name": self.env._("Dissatisfied with: %s", self.name),
                "description": plaintext2html(text),
                "cs_kind": "complaint",
                "cs_origin_id": self.id,
                "cs_phone": self.cs_phone,
                "cs_department_id": self.cs_department_id.id,
                "company_id": self.company_id.id,
                "team_id": self.team_id.id,
                "category_id": self.category_id.id,
                "channel_id": self.channel_id.id,
                "partner_id": self.partner_id.id,
                "partner_name": self.partner_name,
                "partner_email": self.partner_email,
                "user_id": False,
                **vals,
            }
        )

    # Closing

    def _cs_evidence(self):
        """What there is of HD-05 (sudo)."""
        self.ensure_one()
        shares = tuple(
            Share(round(party.share * 100), party.state == "done")
            for party in self.cs_party_ids
        )
        return Evidence(
            shares=shares,
            cause=bool((self.cs_cause or "").strip()),
            handling=bool((self.cs_handling or "").strip()),
            result=bool((self.cs_result or "").strip()),
            outcome=bool(self.cs_outcome_id),
            agreed=bool(self.cs_agreed_at),
        )

    def _cs_missing(self):
        if self.cs_kind != "complaint" or self._cs_is_duplicate():
            return super()._cs_missing()
        gate = closing_gate(self._cs_evidence())
        texts = self._cs_gate_texts()
        return [texts[name] for name, holds in gate.items() if not holds]

    def _cs_gate_texts(self):
        return {
            "units": self.env._(
                "HD-05: the responsible units, whose shares make 100 %"
            ),
            "record": self.env._("HD-05: cause, what was done and the result"),
            "reports": self.env._("HD-05: the report of every unit that it is solved"),
            "agreement": self.env._(
                "HD-05: a callback after the reports: the customer agrees"
            ),
            "outcome": self.env._("HD-01: the outcome"),
        }

    def _cs_is_duplicate(self):
        """A complaint entered twice is closed with the other one, which goes on: of
        the same customer, not a duplicate itself."""
        other = self.duplicate_id
        same = self._cs_same_customer()
        return bool(
            other
            and other.cs_kind == "complaint"
            and not other.duplicate_id
            and same is not None
            and other.filtered_domain(same)
        )

    @api.depends_context("lang")
    @api.depends(
        "cs_party_ids.share",
        "cs_party_ids.state",
        "cs_cause",
        "cs_handling",
        "cs_result",
        "cs_outcome_id",
        "cs_agreed_at",
        "stage_id",
    )
    def _compute_cs_gate(self):
        for ticket in self:
            ticket.cs_gate = False
            if ticket.cs_kind == "complaint" and not ticket.closed:
                texts = ticket._cs_gate_texts()
                gate = closing_gate(ticket.sudo()._cs_evidence())
                ticket.cs_gate = [
                    {"name": name, "text": texts[name], "done": holds}
                    for name, holds in gate.items()
                ]

    def _cs_check_parties(self):
        """Units are named in open complaints only."""
        for ticket in self:
            if ticket.closed:
                raise UserError(
                    self.env._(
                        "HD-05: %s is closed, so the responsible units stay as they"
                        " are.",
                        ticket.display_name,
                    )
                )

    def _cs_on_closed(self):
        super()._cs_on_closed()
        for ticket in self.filtered(lambda one: one.cs_kind == "complaint"):
            ticket._cs_log("closed", ticket.cs_outcome_id.name or "")

    def _cs_on_reopened(self):
        super()._cs_on_reopened()
        for ticket in self.filtered(lambda one: one.cs_kind == "complaint"):
            ticket._cs_void()
            ticket._cs_log("reopened", ticket.name)

    def _cs_void(self):
        """Reports and agreement hold no more; both are due anew (sudo)."""
        self._cs_set({"cs_agreed_at": False})
        self.cs_party_ids.filtered("reported_at")._set({"is_void": True})

    def _cs_callback_done(self, callback):
        """HD-04, HD-05: what the customer said in the callback on the complaint."""
        super()._cs_callback_done(callback)
        for ticket in self.sudo().filtered(lambda one: one.cs_kind == "complaint"):
            ticket._cs_hear(callback.customer_agrees == "yes", callback.display_name)

    def _cs_hear(self, agrees, text):
        """The customer agrees that the matter is solved, or not (sudo)."""
        self.ensure_one()
        if agrees:
            self._cs_set({"cs_agreed_at": fields.Datetime.now()})
            self._cs_log("agreed", text)
            return
        self._cs_set({"cs_unresolved_count": self.cs_unresolved_count + 1})
        self._cs_void()
        self._cs_log("refused", text)
        self._cs_judge_class()
        if self.closed:
            stage = self.team_id._get_applicable_stages().filtered(
                lambda one: not one.closed and not one.unattended
            )[:1]
            self.stage_id = stage or self._cs_first_open_stage()

    def _cs_first_open_stage(self):
        stages = self.team_id._get_applicable_stages()
        return stages.filtered(lambda one: not one.closed)[:1]
