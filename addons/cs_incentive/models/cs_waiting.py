from odoo import models
from odoo.addons.cs_base.models.cs_waiting import Kind


class CsWaiting(models.AbstractModel):
    """Statements on their way, what is suggested for the ledger and gifts to hand out
    (INC-15, INC-21, INC-30), rebate lists (INC-33), and suggestions (INC-14)."""

    _inherit = "cs.waiting"

    def _kinds(self):
        kinds = [*map(self._without_ideas, super()._kinds()), *self._ideas()]
        if self._has_one_of("cs_base.group_hr_officer"):
            computed = [("state", "=", "computed")]
            label = self.env._("Statements to review")
            kinds.append(self._statements("statement_review", label, computed))
            kinds.append(self._gifts())
        if self._has_one_of(
            "cs_base.group_hr_officer", "cs_base.group_payroll_accountant"
        ):
            kinds.append(self._rebate_lists())
        if self._has_one_of(
            "cs_base.group_supervisor", "cs_base.group_general_manager"
        ):
            reviewed = [
                ("state", "=", "reviewed"),
                ("reviewed_by_id", "!=", self.env.uid),
            ]
            label = self.env._("Statements to approve")
            kinds.append(self._statements("statement_approve", label, reviewed))
            kinds.append(self._suggested(self._whose_suggestions()))
        return kinds

    def _whose_suggestions(self):
        """About whom the user decides: the general manager about HR officers only."""
        if self._has_one_of("cs_base.group_supervisor", "cs_base.group_hr_officer"):
            return []  # they decide about all others
        # sudo: who is an HR officer, to compare only
        officers = self.env.ref("cs_base.group_hr_officer").sudo().all_user_ids
        return [("employee_id.user_id", "in", officers.ids)]

    def _links(self):
        return [
            *super()._links(),
            {
                "label": self.env._("My Income"),
                "action": "cs_incentive.cs_incentive_my_action",
                "icon": "fa-money",
            },
        ]

    def _statements(self, code, label, conditions):
        """Of months that are over; nobody reviews or approves the own one."""
        return Kind(
            code=code,
            section="month",
            label=label,
            action="cs_incentive.cs_incentive_statement_action",
            model="cs.incentive.statement",
            domain=[
                *conditions,
                ("company_id", "=", self.env.company.id),
                ("month", "<", self._month()),
                ("employee_id", "not in", self._mine()),
            ],
        )

    def _suggested(self, conditions):
        return Kind(
            code="discipline_suggestion",
            section="people",
            label=self.env._("Suggested entries to confirm or dismiss"),
            action="cs_incentive.cs_discipline_suggestion_action",
            model="cs.discipline.suggestion",
            domain=[
                ("company_id", "=", self.env.company.id),
                ("state", "=", "open"),
                ("employee_id", "not in", self._mine()),
                *conditions,
            ],
        )

    def _without_ideas(self, kind):
        """They have a line of their own, with the end of the hold."""
        if kind.code != "decision":
            return kind
        return kind._replace(domain=[*kind.domain, ("kind", "!=", "staff_idea")])

    def _ideas(self):
        """INC-14: to decide, what is held by its last day; and to carry out."""
        company = ("company_id", "=", self.env.company.id)
        return [
            Kind(
                code="staff_idea_decide",
                section="decide",
                label=self.env._("Staff suggestions to decide"),
                action="cs_incentive.cs_staff_idea_action",
                model="cs.staff.idea",
                domain=[
                    company,
                    ("state", "in", ("submitted", "held")),
                    ("decision_request_ids.waiting_for_me", "=", True),
                ],
                due="held_until",
            ),
            Kind(
                code="staff_idea_do",
                section="own",
                label=self.env._("Adopted suggestions to carry out"),
                action="cs_incentive.cs_staff_idea_action",
                model="cs.staff.idea",
                domain=[
                    company,
                    ("state", "=", "adopted"),
                    ("responsible_id", "in", self._mine()),
                ],
                due="due_on",
            ),
        ]

    def _gifts(self):
        """INC-15: nobody hands out the own ones."""
        return Kind(
            code="flower_gifts",
            section="people",
            label=self.env._("Gifts for red flowers to hand out"),
            action="cs_incentive.cs_flower_redemption_action",
            model="cs.flower.redemption",
            domain=[
                ("company_id", "=", self.env.company.id),
                ("state", "=", "asked"),
                ("asked_by_id", "not in", self._mine()),
            ],
        )

    def _rebate_lists(self):
        """INC-33: of months that are over."""
        return Kind(
            code="rebate_lists",
            section="month",
            label=self.env._("Rebate lists to submit"),
            action="cs_incentive.cs_rebate_list_action",
            model="cs.rebate.list",
            domain=[
                ("company_id", "=", self.env.company.id),
                ("state", "=", "draft"),
                ("month", "<", self._month()),
            ],
        )
