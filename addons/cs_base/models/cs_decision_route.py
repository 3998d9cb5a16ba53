from odoo import api, models
from odoo.exceptions import UserError

#: Roles a rung may name; the texts are those of the ladder's selection field.
ROLES = [
    ("supervisor", "Direct supervisor"),
    ("department_head", "Department head"),
    ("hr_officer", "HR officer"),
    ("general_manager", "General manager"),
    ("employee", "Named person"),
    ("nobody", "Nobody (step passed over)"),
]


class CsDecisionRoute(models.AbstractModel):
    """Which people stand for a role of the ladder, for one submission.

    Maker, beneficiary and approver are three different people (TRUST.md, "not
    own"). Whoever is concerned, or cannot act because there is no active user, is
    passed over upwards: the supervisor's supervisor and so on to the general
    manager; for a concerned general manager the general manager's deputy decides.
    """

    _name = "cs.decision.route"
    _description = "Route of a Decision"

    @api.model
    def _deciders(self, step, subjects, company, concerned, kind):
        """Who decides one step.

        :param step: dict with ``decider`` (a role) and ``employee_id``
        :param subjects: hr.employee the document is about
        :param concerned: hr.employee (all records of these people) who may not
        :return: hr.employee (sudo), never empty; any one of them decides. It
            holds a concerned person only as the principal of a deputy.
        :raise UserError: says whom to name where
        """
        candidates = self._candidates(step, subjects, company)
        seen = candidates.browse()
        while candidates:
            found = self._able(candidates, company, concerned, kind)
            if found:
                return found
            seen |= candidates
            above = candidates._cs_supervisors().values()
            candidates = candidates.browse().union(*above) - seen
        general_manager = company.sudo().cs_general_manager_id
        found = self._able(general_manager, company, concerned, kind)
        if not found:
            raise UserError(self._nobody_message(general_manager, company))
        return found

    @api.model
    def _candidates(self, step, subjects, company):
        Employee = self.env["hr.employee"].sudo()
        role = step["decider"]
        if role == "supervisor":
            return Employee.union(*subjects._cs_supervisors().values())
        if role == "department_head":
            heads = subjects._cs_department_heads().values()
            return Employee.union(*(head[:1] for head in heads))
        if role == "hr_officer":
            return self._hr_officers(company)
        if role == "employee":
            return Employee.browse(step["employee_id"]).exists()
        return company.sudo().cs_general_manager_id

    @api.model
    def _hr_officers(self, company):
        group = self.env.ref("cs_base.group_hr_officer")
        return (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("active", "=", True),
                    ("user_id.all_group_ids", "in", group.ids),
                ]
            )
        )

    @api.model
    def _able(self, candidates, company, concerned, kind):
        """Those of the candidates who, or whose deputy, can decide."""
        deputies = self.env["cs.deputy"]._active_for(candidates, kind)
        general_manager = company.sudo().cs_general_manager_id

        def is_able(candidate):
            voices = deputies[candidate.id]
            if candidate not in concerned:
                voices |= candidate
            elif candidate != general_manager:
                return False
            return any(
                voice.active and voice.user_id.active for voice in voices - concerned
            )

        return candidates.filtered(is_able)

    @api.model
    def _nobody_message(self, general_manager, company):
        if not general_manager:
            return self.env._(
                "Nobody can decide this: %(company)s has no general manager. Please"
                " have one named under Customer Service > Configuration > Settings.",
                company=company.sudo().name,
            )
        return self.env._(
            "Nobody can decide this: everybody up to %(name)s is concerned or has no"
            " active user. Please name a deputy of %(name)s under Customer Service >"
            " Decisions > Deputies.",
            name=general_manager.name,
        )
