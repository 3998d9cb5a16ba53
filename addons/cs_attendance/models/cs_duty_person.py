from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .cs_duty_place import entered_only

#: What a planner enters; the moments are the server's.
ENTERED = {"watch_id", "employee_id", "is_manager"}


class CsDutyPerson(models.Model):
    """Somebody on duty (ATT-13). Nobody is on duty twice at one time: the database
    refuses it.

    Access: who reads the duty; who plans it writes, for people whose roster the user
    plans (``cs.roster._domain_planned``).
    """

    _name = "cs.duty.person"
    _description = "Person on Duty"
    _order = "watch_id, is_manager desc, id"
    _rec_names_search = ["employee_id"]

    watch_id = fields.Many2one(
        "cs.duty.watch", "Duty", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="watch_id.company_id", store=True)
    employee_id = fields.Many2one(
        "hr.employee", "Person", required=True, index=True, ondelete="restrict"
    )
    is_manager = fields.Boolean(
        "Manager on Duty", help="ATT-13: the manager on duty patrols the areas."
    )
    start = fields.Datetime(related="watch_id.start", store=True)
    stop = fields.Datetime(related="watch_id.stop", store=True)
    told_at = fields.Datetime(readonly=True, copy=False)

    _once_a_duty = models.Constraint(
        "UNIQUE(watch_id, employee_id)", "This person is on this duty already."
    )
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (int8range(employee_id, employee_id, '[]') WITH &&,"
        " tsrange(start, stop) WITH &&) WHERE (start IS NOT NULL AND stop IS NOT NULL)",
        "ATT-13: this person is on another duty at that time.",
    )

    @api.depends("employee_id.name", "watch_id.display_name")
    def _compute_display_name(self):
        for one in self.sudo():
            name = one.employee_id.name or ""
            one.display_name = f"{name} {one.watch_id.display_name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_entered(vals)
        people = super(CsDutyPerson, entered_only(self, ENTERED)).create(vals_list)
        people = people.with_env(self.env)
        people._check_planned()
        people._check_not_over()
        people.sudo()._tell()
        return people

    def write(self, vals):
        self._check_entered(vals)
        self.check_access("write")
        if "watch_id" in vals:
            raise UserError(self.env._("Please add the person to the other duty."))
        self.sudo().watch_id._check_not_begun()
        self._check_planned()
        if "employee_id" not in vals:
            return super().write(vals)
        self.sudo()._tell_off()
        result = super().write(vals)
        self._check_planned()
        self.sudo()._set({"told_at": False})
        self.sudo()._tell()
        return result

    def unlink(self):
        self.check_access("unlink")
        self._check_planned()
        self.sudo().watch_id._check_not_begun()
        self.sudo()._tell_off()
        return super().unlink()

    def _set(self, vals):
        return super().write(vals)

    def _check_entered(self, vals):
        if not vals.keys() <= ENTERED:
            raise UserError(self.env._("These moments are taken by the server."))

    def _check_planned(self):
        """:raise AccessError: somebody whose roster the user does not plan"""
        if self.env.su:
            return
        people = self.sudo().employee_id
        domain = self.env["cs.roster"]._domain_planned() & Domain(
            "id", "in", people.ids
        )
        if people - people.with_context(active_test=False).search(domain):
            raise AccessError(
                self.env._(
                    "You plan the duty of your own team only. Please leave the other"
                    " people out."
                )
            )

    def _check_not_over(self):
        now = fields.Datetime.now()
        for one in self.sudo():
            if one.employee_id.company_id != one.company_id:
                raise UserError(
                    self.env._("Please choose somebody of the company of the place.")
                )
            if one.watch_id.state == "published" and one.watch_id.stop <= now:
                raise UserError(
                    self.env._(
                        "ATT-13: the duty %s is over and stays as it was.",
                        one.watch_id.display_name,
                    )
                )

    # Messages

    def _tell(self):
        """Tell people of their published duties, each once; many at one time make one
        message (sudo)."""
        untold = self.filtered(
            lambda one: one.watch_id.state == "published" and not one.told_at
        )
        untold._set({"told_at": fields.Datetime.now()})
        for employee, own in untold.grouped("employee_id").items():
            own._message(
                employee.user_id, lambda env: env._("You are on duty (ATT-13)")
            )

    def _tell_off(self):
        """Tell people who knew of them that these duties are not theirs (sudo)."""
        for employee, own in self.filtered("told_at").grouped("employee_id").items():
            own._message(
                employee.user_id, lambda env: env._("You are not on duty (ATT-13)")
            )

    def _message(self, users, subject):
        for user in users.filtered("active"):
            local = self.with_context(lang=user.lang)
            local.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=subject(local.env),
                body=Markup("<br/>").join(
                    local.watch_id.sorted("start").mapped("display_name")
                ),
            )
