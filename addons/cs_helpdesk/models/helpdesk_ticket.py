from odoo import api, fields, models
from odoo.addons.cs_base.models.uninstall import is_uninstalling
from odoo.exceptions import AccessError, UserError, ValidationError

from .cs_ticket_outcome import KINDS

#: What the server sets; values that a caller sends for them are dropped (TRUST.md).
STAMPS = {
    "number",
    "assigned_date",
    "closed_date",
    "last_stage_update",
    "cs_first_owner_id",
    "cs_owner_id",
    "cs_asked_id",
    "cs_origin_id",
    "cs_reopen_count",
    "cs_class",
    "cs_unresolved_count",
    "cs_agreed_at",
    "cs_previous_id",
    "cs_import_id",
    "cs_import_source",
    "cs_import_number",
    "cs_dispatch_id",
    "cs_secrecy",
}
#: Kinds with rules of their own for closing.
REGULATED = {"complaint", "suggestion"}
#: Kinds that are closed with an outcome; a suggestion has its decision.
WITH_OUTCOME = {"complaint", "order", "repair"}


class HelpdeskTicket(models.Model):
    """A matter of a customer: its kind, and how it is closed (HD-01, HD-05).

    The gates of closing and reopening stand in ``create`` and ``write``, so the form,
    drag and drop, RPC, mail, portal and import all meet them. A change of team neither
    closes nor reopens, and a stage in use does not change what it stands for.

    Access (TRUST.md): agents work on the tickets of their teams and on what they own,
    leaders on those of their team, supervisors on those of their departments, and
    only supervisors reopen; the general manager and technical administrators read.
    Nobody reads a complaint that names oneself.
    """

    _inherit = "helpdesk.ticket"

    cs_kind = fields.Selection(
        KINDS, "Kind", required=True, default="inquiry", index=True, tracking=True
    )
    cs_outcome_id = fields.Many2one(
        "cs.ticket.outcome",
        string="Outcome",
        ondelete="restrict",
        copy=False,
        tracking=True,
        domain="[('kind', '=', cs_kind)]",
    )
    cs_department_id = fields.Many2one(
        "hr.department",
        string="Unit",
        compute="_compute_cs_department_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        help="The unit that works on it now; its clock runs.",
    )
    cs_phone = fields.Char("Phone", index="btree_not_null")
    cs_origin_id = fields.Many2one(
        "helpdesk.ticket",
        string="Comes From",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The matter that this one came out of.",
    )
    cs_reopen_count = fields.Integer("Times Reopened", readonly=True, copy=False)

    @api.depends("team_id")
    def _compute_cs_department_id(self):
        for ticket in self:
            # sudo: whose team it is decides, not who may read the team
            ticket.cs_department_id = (
                ticket.sudo().team_id.cs_department_id or ticket.cs_department_id
            )

    def _compute_stage_id(self):
        """Another team has other stages, but the ticket stays open, or closed."""
        for ticket in self:
            stages = ticket.team_id._get_applicable_stages()
            if ticket.stage_id not in stages:
                closed = ticket.stage_id.closed
                same = stages.filtered(
                    lambda stage, closed=closed: stage.closed == closed
                )
                ticket.stage_id = same[:1] or ticket.stage_id

    @api.constrains("cs_outcome_id", "cs_kind")
    def _check_outcome(self):
        for ticket in self:
            outcome = ticket.cs_outcome_id
            if outcome and outcome.kind != ticket.cs_kind:
                kinds = dict(self._fields["cs_kind"]._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "HD-01: “%(outcome)s” is no outcome of this kind (%(kind)s)."
                        " Please choose one that is.",
                        outcome=outcome.name,
                        kind=kinds[ticket.cs_kind],
                    )
                )

    # Creating, writing

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        closed = tickets.filtered("closed")
        closed._cs_check_closing()
        closed.sudo()._cs_on_closed()
        return tickets

    def write(self, vals):
        if "cs_kind" in vals:
            self._cs_check_kind(vals["cs_kind"])
        if vals.get("active") is False:
            self._cs_check_archiving()
        if "stage_id" not in vals:
            return super().write(vals)
        return self._cs_move(vals)

    def unlink(self):
        # Nobody could uninstall over tickets of the demo company otherwise.
        if not is_uninstalling(self.env):
            self._cs_check_unlink()
        return super().unlink()

    def _cs_move(self, vals):
        """Write values of which one is another stage."""
        stage = self.env["helpdesk.ticket.stage"].browse(vals["stage_id"])
        leaving = self.filtered(lambda ticket: ticket.closed and not stage.closed)
        closing = self.filtered(lambda ticket: stage.closed and not ticket.closed)
        leaving._cs_check_reopening()
        rest = {name: value for name, value in vals.items() if name != "stage_id"}
        if closing and rest:
            # What is entered along with the stage counts as evidence; checked before
            # the stage is written, because that already sends mail to the customer.
            self.write(rest)
            vals = {"stage_id": vals["stage_id"]}
        closing._cs_check_closing()
        result = super().write(vals)
        for ticket in leaving:
            ticket._cs_set({"cs_reopen_count": ticket.cs_reopen_count + 1})
        closing.sudo()._cs_on_closed()
        leaving.sudo()._cs_on_reopened()
        return result

    def _cs_set(self, vals):
        """Write what only the server sets."""
        return super(HelpdeskTicket, self.sudo()).write(vals)

    def _cs_on_closed(self):
        """Hook (sudo): the tickets have just been closed."""

    def _cs_on_reopened(self):
        """Hook (sudo): the tickets have just been opened again."""

    def _cs_want_callback(self, reason):
        """Hook (sudo): the customer is to be called back.

        :param reason: "complaint": all units have reported that it is solved
        """

    def _cs_callback_done(self, callback):
        """Hook: a callback on these tickets has been finished."""

    # Gates

    def _cs_check_kind(self, kind):
        """HD-05: a complaint stays a complaint, but for a supervisor."""
        if self.env.su or self.env.user.has_group("cs_base.group_supervisor"):
            return
        if any(one.cs_kind == "complaint" != kind for one in self):
            raise AccessError(
                self.env._(
                    "HD-05: a complaint stays one until it is closed. Please ask a"
                    " supervisor if it was registered as the wrong kind."
                )
            )

    def _cs_check_closing(self):
        """:raise UserError: with everything that is missing"""
        for ticket in self:
            missing = ticket.sudo()._cs_missing()
            if missing:
                lines = "\n".join(f"• {text}" for text in missing)
                raise UserError(
                    self.env._(
                        "%(ticket)s cannot be closed yet. Missing:\n%(lines)s",
                        ticket=ticket.sudo().display_name,
                        lines=lines,
                    )
                )

    def _cs_missing(self):
        """What is missing before the ticket may be closed (sudo), as sentences."""
        self.ensure_one()
        if self.cs_kind in WITH_OUTCOME and not self.cs_outcome_id:
            return [self.env._("HD-01: the outcome")]
        return []

    def _cs_check_reopening(self):
        is_supervisor = self.env.user.has_group("cs_base.group_supervisor")
        if self and not (self.env.su or is_supervisor):
            raise AccessError(
                self.env._(
                    "Only a supervisor opens a closed ticket again. A customer who"
                    " is not satisfied says so in the callback, by mail or in the"
                    " portal."
                )
            )

    def _cs_check_archiving(self):
        if any(one.cs_kind in REGULATED and not one.closed for one in self):
            raise UserError(
                self.env._(
                    "HD-05: an open complaint or suggestion cannot be archived. Please"
                    " close it first."
                )
            )

    def _cs_check_unlink(self):
        if any(one.cs_kind in REGULATED or one.cs_limit_ids for one in self.sudo()):
            raise UserError(
                self.env._(
                    "HD-06: tickets are kept, because figures and pay rest on them. One"
                    " that was entered by mistake is closed as a duplicate, or"
                    " archived."
                )
            )

    # For the others

    def action_close(self):
        """Close through the gate: into the first closed stage of the team."""
        self.check_access("write")
        for ticket in self:
            stages = ticket.team_id._get_applicable_stages()
            target = stages.filtered("closed")[:1]
            if not target:
                raise UserError(
                    self.env._("The team has no stage for closed tickets. Add one.")
                )
            ticket.stage_id = target
        return True

    def _cs_policy(self, day=None):
        """The policy of the ticket's unit (sudo; possibly empty).

        :param day: local date; by default today
        """
        self.ensure_one()
        return self._cs_policies(day or self.company_id._cs_today())[self.id]

    def _cs_policies(self, day):
        """The policy of each ticket's unit on a day (sudo; possibly empty).

        :param day: local date
        :return: dict ticket id -> cs.helpdesk.policy
        """
        Policy = self.env["cs.helpdesk.policy"]
        places = {(one.company_id, one.cs_department_id) for one in self}
        found = {place: Policy._policy_of_unit(*place, day) for place in places}
        return {one.id: found[one.company_id, one.cs_department_id] for one in self}

    def _cs_parameters(self, names, day=None):
        """Parameters of the unit's policy; their defaults where none is in force.

        :return: dict name -> value
        """
        policy = self._cs_policy(day)
        if policy:
            return {name: policy[name] for name in names}
        fields_ = policy._fields
        return {name: fields_[name].default(policy) for name in names}

    def _cs_calendar(self):
        """The working hours that the ticket's limits run in."""
        self.ensure_one()
        Time = self.env["cs.working.time"].sudo()
        unit = self.sudo().cs_department_id
        if unit:
            return Time._calendars(unit)[unit.id]
        return self.company_id.sudo().resource_calendar_id
