from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsRecordIncident(models.Model):
    """A leak (泄密, HD-20): reported by whoever finds it, told to HR officers and the
    general manager at once, and closed by them with what follows. The report stays.

    What it costs people is for them to enter under discipline: SV-10, INC-25.

    Access: everybody in the service reports and reads the own; HR officers and the
    general manager read and close all.
    """

    _name = "cs.record.incident"
    _inherit = ["cs.kept.mixin", "cs.record.number.mixin"]
    _description = "Leak"
    _order = "year desc, serial desc, id desc"
    _rec_name = "number"
    _kept_is_entered = True
    _number_code = "XM"

    record_number = fields.Char(
        "Number of the Record", help="Empty: of something else."
    )
    record_id = fields.Many2one(
        "cs.record", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    name = fields.Text("What Leaked", required=True)
    found_at = fields.Datetime("Found On", required=True, default=fields.Datetime.now)
    measures = fields.Text("Done at Once")
    reporter_id = fields.Many2one(
        "res.users",
        "Reported By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    reported_at = fields.Datetime(
        "Reported On", required=True, readonly=True, default=fields.Datetime.now
    )
    conclusion = fields.Text(
        "What Follows", readonly=True, help="Fines are entered as SV-10 (INC-25)."
    )
    closed_at = fields.Datetime("Closed On", readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
    )
    can_close = fields.Boolean(compute="_compute_can_close")

    _number_once = models.Constraint(
        "UNIQUE(company_id, year, serial)", "A number is given once."
    )
    _closed_says_what = models.Constraint(
        "CHECK((state = 'closed') = (conclusion IS NOT NULL))",
        "Closing needs what follows.",
    )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_close(self):
        may = self._may_close()
        for one in self:
            one.can_close = may and one.state == "open" and bool(one._origin)

    def _kept_text(self):
        return self.env._("HD-20: a report stays as it was made.")

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create([self._incident_vals(vals) for vals in vals_list])
        incidents._number_give()
        for incident in incidents:
            incident.sudo()._tell()
        return incidents

    @api.model
    def _incident_vals(self, vals):
        """What people enter, completed by what only the server knows."""
        names = ("name", "measures", "found_at", "record_number")
        asked = {"record_number": self.env.context.get("default_record_number")}
        values = {**asked, **{name: vals[name] for name in names if vals.get(name)}}
        number, record = values.get("record_number"), self.env["cs.record"]
        if number:
            record = record._by_number(number, self.env.company)
        return {
            **values,
            "record_id": record.id,
            "company_id": self.env.company.id,
            "reporter_id": self.env.uid,
            "reported_at": fields.Datetime.now(),
            "state": "open",
        }

    def _number_write(self, vals):
        # sudo: the number is the server's
        return self.sudo()._kept_write(vals)

    def _tell(self):
        """HR officers and the general manager, each in the own language."""
        company = self.company_id
        people = self.env["cs.decision.route"]._hr_officers(company)
        users = (people | company.cs_general_manager_id).user_id - self.env.user
        for user in users.filtered("active"):
            env = self.env(context={**self.env.context, "lang": user.lang})
            lines = [self.name, *filter(None, (self.measures, self.record_id.number))]
            env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=env._("A leak is reported: %s", self.number),
                body=Markup("<br/>").join(lines),
            )

    def action_ask_close(self):
        """Open a form that asks what follows."""
        self.ensure_one()
        self._check_close()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close the Leak"),
            "res_model": "cs.record.ask",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_incident_id": self.id},
        }

    def action_close(self, conclusion):
        """:raise AccessError: for all but HR officers and the general manager
        :raise UserError: without what follows, or when it is closed
        """
        conclusion = conclusion.strip() if isinstance(conclusion, str) else ""
        for one in self:
            one._check_close()
            if not conclusion:
                raise UserError(self.env._("HD-20: please say what follows."))
            # sudo: nobody writes a report; the check above decides
            one.sudo()._kept_write(
                {
                    "state": "closed",
                    "conclusion": conclusion,
                    "closed_at": fields.Datetime.now(),
                    "closed_by_id": self.env.uid,
                }
            )
        return True

    def _may_close(self):
        user = self.env.user
        return user.has_group("cs_base.group_hr_officer") or user.has_group(
            "cs_base.group_general_manager"
        )

    def _check_close(self):
        self.check_access("read")
        if not self._may_close():
            raise AccessError(
                self.env._("HD-20: HR officers and the general manager close a leak.")
            )
        if self.state != "open":
            raise UserError(self.env._("HD-20: this leak is closed."))
