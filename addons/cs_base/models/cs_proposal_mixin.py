from odoo import api, models
from odoo.exceptions import UserError


class CsProposalMixin(models.AbstractModel):
    """What follows from a result and is only ever a proposal (APP-06, INC-20).

    It comes with the result, by the model's own code behind ``_proposal_create``;
    nobody writes it. HR officers take it to the general manager, who decides.
    """

    _name = "cs.proposal.mixin"
    _inherit = ["cs.decision.mixin"]
    _description = "Proposal That People Decide On"

    # A yes is carried out by people, afterwards.
    _decision_undoes_approval = True

    @api.model_create_multi
    def create(self, vals_list):
        self._proposal_refuse()

    def write(self, vals):
        if not vals.keys() <= self._decision_open_fields():
            self._proposal_refuse()
        return super().write(vals)

    def unlink(self):
        self._proposal_refuse()

    def copy(self, default=None):
        self._proposal_refuse()

    def action_submit(self):
        """Propose to the general manager.

        :raise UserError: for all but HR officers, and for the own one
        """
        if not self.env.user.has_group("cs_base.group_hr_officer"):
            raise UserError(
                self.env._("HR officers take proposals to the general manager.")
            )
        self.check_access("read")
        if self.sudo().employee_id & self.env.user._cs_employees():
            raise UserError(self.env._("Nobody decides on the own proposal."))
        return super(CsProposalMixin, self.sudo()).action_submit()

    def _proposal_create(self, vals_list):
        return super().create(vals_list)

    def _proposal_refuse(self):
        raise UserError(self._proposal_text())

    def _proposal_text(self):
        """:return: translated sentence: why nobody writes them"""
        raise NotImplementedError

    def _decision_maker(self):
        return self.env["hr.employee"]

    def _decision_beneficiaries(self):
        return self.employee_id
