from odoo import api, models
from odoo.exceptions import UserError

#: set by the server; what callers send for them is dropped
STAMPS = {"company_id", "department_id", "reporter_id", "book_id"}
#: results and links, written by the model's own code only
RESULTS = {
    "repetition",
    "step_id",
    "kind",
    "points_class",
    "points",
    "amount",
    "consequence_ids",
    "incentive_policy_id",
    "joint_of_id",
    "joint_ids",
    "reverses_id",
    "reversal_ids",
    "corrects_id",
    "proposal_ids",
    "place",
    "approved_at",
}


class CsDisciplineEntry(models.Model):
    """What callers may not do to entries: no forging, deleting, copying (TRUST.md)."""

    _inherit = "cs.discipline.entry"

    @api.model_create_multi
    def create(self, vals_list):
        clean = [self._without_stamps(vals) for vals in vals_list]
        entries = super().create(clean)
        entries._stamp(is_new=True)
        # Only now it is known in whose department.
        entries.check_access("create")
        entries._check_references()
        entries._link_evidence()
        return entries

    def write(self, vals):
        vals = self._without_stamps(vals)
        result = super().write(vals)
        if vals.keys() & {"employee_id", "date", "rule_id"}:
            self._stamp()
            self.check_access("write")
        if vals.keys() & {"ticket_id", "day_id"}:
            self._check_references()
        if "evidence_ids" in vals:
            self._link_evidence()
        return result

    def unlink(self):
        self._refuse_unlink()

    def copy(self, default=None):
        raise UserError(
            self.env._("INC-21: every entry is about one event and is written anew.")
        )

    def action_drop(self):
        """Throw drafts away; they stay readable for who wrote them."""
        self.check_access("write")
        self._decision_check_open()
        self.sudo()._decision_write({"state": "dropped"})
        return True

    def _refuse_unlink(self):
        raise UserError(
            self.env._(
                "INC-21: entries are not deleted. Throw a draft away; an approved entry"
                " is cancelled by an appeal that is upheld."
            )
        )

    @api.model
    def _without_stamps(self, vals):
        return {name: value for name, value in vals.items() if name not in STAMPS}

    def _stamp(self, is_new=False):
        """Who reports, and where the person worked and in which company that day;
        whatever defaults of the caller's said."""
        placed = self.env["cs.discipline.judge"]._departments(self)
        callers = self.env.user._cs_employees()
        for entry in self.sudo():
            company = entry.employee_id.company_id
            vals = {
                "company_id": company.id,
                "department_id": placed[entry.id],
                "book_id": entry.rule_id.policy_id.id,
            }
            if is_new:
                mine = callers.filtered(lambda one, c=company: one.company_id == c)
                vals["reporter_id"] = mine[:1].id
            entry._decision_write(vals)

    def _check_references(self):
        """:raise AccessError: naming a record must not tell what it is called"""
        if not self.env.su:
            for name in ("ticket_id", "day_id"):
                self.sudo()[name].sudo(False).check_access("read")

    def _link_evidence(self):
        """Let the entry's access rights decide about its evidence: files that the
        caller has just uploaded and that belong to nothing yet."""
        for entry in self:
            # sudo: only the caller's own unattached files
            entry.sudo().evidence_ids.filtered(
                lambda file: file.create_uid == self.env.user and not file.res_id
            ).write({"res_model": self._name, "res_id": entry.id})

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | RESULTS
