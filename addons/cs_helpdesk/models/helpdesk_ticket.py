from odoo import api, fields, models

from .cs_ticket_outcome import KINDS

#: What the server sets; values that a caller sends for them are dropped (TRUST.md).
STAMPS = {
    "number",
    "assigned_date",
    "closed_date",
    "last_stage_update",
    "cs_first_owner_id",
    "cs_owner_id",
    "cs_origin_id",
    "cs_reopen_count",
}


class HelpdeskTicket(models.Model):
    """A matter of a customer: its kind, and who answers for it (HD-01, HD-02).

    ``cs_first_owner_id`` is who first received the matter and never changes.
    ``cs_owner_id`` answers for it until it is closed: the first owner, or who
    accepted it from the owner. ``user_id`` works on it now; helpers come and go.
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
    cs_first_owner_id = fields.Many2one(
        "res.users",
        string="First Owner",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    cs_owner_id = fields.Many2one(
        "res.users",
        string="Owner",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="HD-02: answers for the matter until it is closed, whoever works on it.",
    )
    cs_department_id = fields.Many2one(
        "hr.department",
        string="Unit",
        compute="_compute_cs_department_id",
        store=True,
        readonly=False,
        index="btree_not_null",
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
            ticket.cs_department_id = (
                ticket.team_id.cs_department_id or ticket.cs_department_id
            )

    def _cs_policies(self, day):
        """The policy of each ticket's unit on a day (sudo; possibly empty).

        :param day: local date
        :return: dict ticket id -> cs.helpdesk.policy
        """
        Policy = self.env["cs.helpdesk.policy"]
        places = {(one.company_id, one.cs_department_id) for one in self}
        found = {place: Policy._policy_of_unit(*place, day) for place in places}
        return {one.id: found[one.company_id, one.cs_department_id] for one in self}
