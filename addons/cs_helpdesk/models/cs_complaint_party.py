from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: What people enter; the report has its method.
ENTERED = {"ticket_id", "department_id", "employee_id", "share"}
MAX_REPORT = 5000


class CsComplaintParty(models.Model):
    """A unit, perhaps a person in it, that a complaint is about (HD-04, HD-05).

    Shares of all units make 100 %. The unit is told at once, and reports when the
    matter is solved; a callback in which the customer does not agree makes the report
    void, and the unit reports anew.

    Access: who may write the complaint names units and people; the unit's people
    report. Nobody reads a complaint that names oneself, so nobody reads that here.
    """

    _name = "cs.complaint.party"
    _description = "Unit Responsible for a Complaint"
    _order = "ticket_id, id"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    department_id = fields.Many2one(
        "hr.department",
        "Responsible Unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Responsible Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('department_id', 'child_of', department_id)]",
    )
    share = fields.Float(
        "Share (%)",
        digits=(5, 2),
        required=True,
        default=lambda self: self._default_share(),
        help="HD-06: what part of the complaint this unit answers for in the"
        " statistics.",
    )
    report = fields.Text("Report of the Unit", readonly=True)
    reported_at = fields.Datetime("Reported On", readonly=True)
    reported_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    is_void = fields.Boolean(
        "Report Void",
        readonly=True,
        help="HD-05: a callback since then said that it is not solved.",
    )
    told_at = fields.Datetime("Told On", readonly=True)
    state = fields.Selection(
        [("open", "At Work"), ("void", "To Report Anew"), ("done", "Reported Solved")],
        compute="_compute_state",
        help="The unit's manager reports it as solved. A callback that finds it"
        " unsolved voids the report.",
    )
    can_report = fields.Boolean(compute="_compute_can_report")

    _unit_uniq = models.UniqueIndex(
        "(ticket_id, department_id, COALESCE(employee_id, 0))",
        "This unit is named already, with the same person.",
    )
    _share_range = models.Constraint(
        "CHECK(share >= 0 AND share <= 100)", "A share runs from 0 to 100 %."
    )

    def _default_share(self):
        """What the units named before have left."""
        ticket = self.env["helpdesk.ticket"].browse(
            self.env.context.get("default_ticket_id")
        )
        return max(100 - sum(ticket.cs_party_ids.mapped("share")), 0)

    @api.depends("reported_at", "is_void")
    def _compute_state(self):
        for party in self:
            reported = "void" if party.is_void else "done"
            party.state = reported if party.reported_at else "open"

    @api.depends_context("uid")
    @api.depends("state", "department_id", "ticket_id.stage_id")
    def _compute_can_report(self):
        for party in self:
            # While it is being entered, a row has perhaps no unit yet.
            waits = party.state != "done" and not party.ticket_id.closed
            party.can_report = bool(party._origin) and waits and party._may_report()

    @api.depends("department_id.name", "employee_id.name")
    def _compute_display_name(self):
        for party in self.sudo():
            names = [party.department_id.name, party.employee_id.name]
            party.display_name = " · ".join(name for name in names if name)

    def _may_report(self):
        """Whether the current user answers for the unit: works there or above it, or
        manages it."""
        self.ensure_one()
        # sudo: only to see whether the user is one of the unit
        unit, user = self.sudo().department_id, self.env.user
        works_in = user._cs_employees().department_id.ids
        above = unit._cs_ancestor_ids()[unit.id]
        return unit in user.sudo().cs_managed_department_ids or bool(
            set(works_in) & set(above)
        )

    # Naming units

    @api.model_create_multi
    def create(self, vals_list):
        if any(not vals.keys() <= ENTERED for vals in vals_list):
            self._refuse_report()
        parties = super().create(vals_list)
        parties.ticket_id._cs_check_parties()
        parties.sudo()._tell_unit()
        return parties

    def write(self, vals):
        if not vals.keys() <= ENTERED - {"ticket_id"}:
            self._refuse_report()
        self.ticket_id._cs_check_parties()
        if {"department_id", "employee_id"} & vals.keys():
            self._check_unreported()
        result = super().write(vals)
        # Stock asks before only: nothing may be moved to a complaint out of reach.
        self.check_access("write")
        if "department_id" in vals:
            self.sudo()._tell_unit()
        return result

    def unlink(self):
        self.ticket_id._cs_check_parties()
        self._check_unreported()
        return super().unlink()

    def _set(self, vals):
        return super(CsComplaintParty, self.sudo()).write(vals)

    def _refuse_report(self):
        raise AccessError(
            self.env._("HD-05: a unit reports with its button, as who reports.")
        )

    def _check_unreported(self):
        if any(party.reported_at for party in self.sudo()):
            raise UserError(
                self.env._(
                    "HD-05: this unit has reported already and stays named. Set its"
                    " share to 0 % if it turns out not to be responsible."
                )
            )

    # Reporting

    def action_report(self):
        """Open the dialog in which the unit reports that the matter is solved."""
        self.ensure_one()
        self._check_report()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report as Solved"),
            "res_model": "cs.complaint.report",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_party_id": self.id},
        }

    def _check_report(self):
        self.check_access("read")
        if not self._may_report():
            raise AccessError(
                self.env._(
                    "HD-05: the report comes from the unit itself: %s.",
                    self.sudo().department_id.name,
                )
            )
        if self.ticket_id.closed:
            raise UserError(self.env._("The complaint is closed already."))
        if self.state == "done":
            raise UserError(self.env._("The unit has reported already."))

    def _report(self, text):
        """HD-05: the unit reports that the matter is solved; when all have reported,
        the customer is called back."""
        self.ensure_one()
        self._check_report()
        text = text.replace("\0", "").strip() if isinstance(text, str) else ""
        if not text or len(text) > MAX_REPORT:
            raise UserError(
                self.env._(
                    "Please write in at most %s characters what was done.", MAX_REPORT
                )
            )
        self._set(
            {
                "report": text,
                "reported_at": fields.Datetime.now(),
                "reported_by_id": self.env.uid,
                "is_void": False,
            }
        )
        ticket = self.sudo().ticket_id
        # The customer is to agree after the last report.
        ticket._cs_set({"cs_agreed_at": False})
        ticket._cs_log("report", text, party=self)
        if all(party.state == "done" for party in ticket.cs_party_ids):
            ticket._cs_want_callback("complaint")

    # Telling

    def _tell_unit(self):
        """HD-04: on receipt the responsible unit is informed at once (sudo)."""
        for party in self:
            unit = party.department_id
            heads = unit.manager_id.user_id or unit.parent_id.manager_id.user_id
            named = party.employee_id.user_id
            for user in heads.filtered("active") - named:
                local = party.ticket_id.with_context(lang=user.lang)
                local._cs_notify(
                    user,
                    local.env._(
                        "Complaint %s concerns your unit (HD-04)", local.number
                    ),
                    local.env._(
                        "%s. Please find the cause, solve it and report.", local.name
                    ),
                )
            party._set({"told_at": fields.Datetime.now()})
            party.ticket_id._cs_log("told", ", ".join(heads.mapped("name")), party)
