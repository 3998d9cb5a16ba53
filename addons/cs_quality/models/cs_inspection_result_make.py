from datetime import timedelta

from odoo import api, models


class CsInspectionResult(models.Model):
    """Makes the results of a round, with checklist and inspectors (superuser)."""

    _inherit = "cs.inspection.result"

    @api.model
    def _make(self, round_, people):
        """:param people: employee ids in the order of their lots"""
        newcomers = set(round_.drawn_from["newcomers"])
        results = self._kept_create(
            [self._prepare_result(round_, who, who in newcomers) for who in people]
        )
        items = round_.plan_id.item_ids
        self.env["cs.inspection.line"]._kept_create(
            [result._prepare_line(item) for result in results for item in items]
        )
        self.env["cs.inspection.sign"]._kept_create(
            [
                {"result_id": result.id, "inspector_id": inspector.id}
                for result in results
                for inspector in round_.inspector_ids
            ]
        )

    @api.model
    def _prepare_result(self, round_, who, is_newcomer):
        plan = round_.plan_id
        return {
            "round_id": round_.id,
            "company_id": round_.company_id.id,
            "plan_id": plan.id,
            "kind": round_.kind,
            "week": round_.week,
            "date": round_.date,
            "employee_id": who,
            "department_id": self.env["hr.employee"].browse(who).department_id.id,
            "is_newcomer": is_newcomer,
            "due_on": round_.date + timedelta(days=plan.finish_days),
        }

    def _prepare_line(self, item):
        """The item as it is in force now."""
        same = ("sequence", "section", "name", "kind", "max_points", "weight")
        same += ("is_serious", "fault_code")
        values = {name: item[name] for name in same}
        return values | {
            "result_id": self.id,
            "item_note": item.note,
            "corrector_id": self.employee_id.id,
        }
