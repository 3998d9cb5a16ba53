from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsAppraisalSignature(models.Model):
    """The person's signature under the result: when, and with which words (APP-08).

    Only ``cs.appraisal.action_sign`` makes one; nobody changes or deletes it.

    Access: the person, the superior, heads of the department, HR officers and the
    general manager read.
    """

    _name = "cs.appraisal.signature"
    _inherit = ["cs.kept.mixin"]
    _description = "Signature Under an Appraisal"
    _order = "id desc"
    _rec_name = "appraisal_id"

    appraisal_id = fields.Many2one(
        "cs.appraisal", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Signed By", required=True, readonly=True, ondelete="restrict"
    )
    signed_at = fields.Datetime("Signed On", required=True, readonly=True)
    is_agreed = fields.Boolean("Agrees", readonly=True)
    comment = fields.Text(readonly=True)

    _appraisal_uniq = models.Constraint(
        "UNIQUE(appraisal_id)", "This result has been signed already."
    )

    def _kept_text(self):
        return self.env._(
            "A signature stays as it is. It is given by signing the result, once."
        )


class CsAppraisal(models.Model):
    """Talks and the signature that belong to an appraisal."""

    _inherit = "cs.appraisal"

    talk_ids = fields.One2many("cs.appraisal.talk", "appraisal_id", "Interviews")
    improvement_ids = fields.One2many(
        "cs.improvement.plan", "appraisal_id", "Improvement Plans"
    )
    signature_ids = fields.One2many("cs.appraisal.signature", "appraisal_id")
    can_sign = fields.Boolean(compute="_compute_can_sign")

    @api.depends_context("uid")
    @api.depends("state", "signature_ids")
    def _compute_can_sign(self):
        mine = self.env.user._cs_employees()
        for appraisal in self:
            known = appraisal.sudo()
            appraisal.can_sign = (
                known.employee_id in mine
                and known.state == "released"
                and not known.signature_ids
            )

    def action_sign(self, comment=None):
        """Sign the own result, once, after it was given (APP-08).

        :param comment: words that go with the signature; without, the person agrees
        :raise AccessError: for everybody but the person
        :raise UserError: before the result is given, or when it is signed
        """
        self.ensure_one()
        self._sign_check()
        comment = (comment or "").strip()
        # sudo: the person writes these two things, by this method only
        known = self.sudo()
        known.env["cs.appraisal.signature"]._kept_create(
            [
                {
                    "appraisal_id": known.id,
                    "company_id": known.company_id.id,
                    "employee_id": known.employee_id.id,
                    "user_id": self.env.uid,
                    "signed_at": fields.Datetime.now(),
                    "is_agreed": not comment,
                    "comment": comment,
                }
            ]
        )
        known._sign_set_state()
        return True

    def action_open_sign(self):
        """Open the form in which the person signs."""
        self.ensure_one()
        self._sign_check()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign the Result"),
            "res_model": "cs.appraisal.sign",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_appraisal_id": self.id, "dialog_size": "medium"},
        }

    def _sign_set_state(self):
        """Reach the state after signing, past what guards the state."""
        self._kept_write({"state": "signed"})

    def _sign_check(self):
        """:raise AccessError, UserError: the caller cannot sign now"""
        # sudo: nothing of it is told to anybody but the person
        known = self.sudo()
        if known.employee_id not in self.env.user._cs_employees():
            raise AccessError(self.env._("Only the person concerned signs the result."))
        if known.signature_ids or known.state == "signed":
            raise UserError(self.env._("You have signed this result already."))
        if known.state != "released":
            raise UserError(
                self.env._(
                    "There is no result to be signed now (APP-08). It is signed after"
                    " it was given, and before the cycle is closed."
                )
            )
