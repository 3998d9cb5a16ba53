from odoo import models
from odoo.addons.cs_base.models.cs_waiting import Kind


class CsWaiting(models.AbstractModel):
    """Documents to give back, to fetch, to hand out and to chase (HD-20), incoming ones
    to read, to handle and to pass on, disposals and leaks (ALL-06)."""

    _inherit = "cs.waiting"

    def _kinds(self):
        return [*super()._kinds(), *self._loan_kinds(), *self._incoming_kinds()]

    def _loan_kinds(self):
        me, today = self.env.uid, self.env.company._cs_today()
        keep = [
            "|",
            ("record_id.keeper_ids", "in", [me]),
            "&",
            ("record_id.keeper_ids", "=", False),
            ("record_id.department_id.manager_id.user_id", "=", me),
        ]
        mine, others = [("borrower_id", "=", me)], [("borrower_id", "!=", me), *keep]
        out, fetch = [("state", "=", "out")], [("state", "=", "approved")]
        fetch.append(("date_to", ">=", today))
        kinds = [
            (
                "record_due",
                "own",
                self.env._("Borrowed records to be returned"),
                [*mine, *out, ("date_to", "<=", today)],
            ),
            (
                "record_fetch",
                "own",
                self.env._("Records you may fetch"),
                [*mine, *fetch],
            ),
            (
                "record_hand_out",
                "people",
                self.env._("Records to hand out"),
                [*others, *fetch],
            ),
            (
                "record_overdue",
                "people",
                self.env._("Lent records that are overdue"),
                [*others, *out, ("date_to", "<", today)],
            ),
        ]
        return [
            Kind(
                code=code,
                section=section,
                label=label,
                action="cs_records.cs_record_loan_action",
                model="cs.record.loan",
                domain=domain,
                due="date_to",
            )
            for code, section, label, domain in kinds
        ]

    def _incoming_kinds(self):
        me, action = self.env.uid, "cs_records.cs_record_incoming_action"
        unsigned = [("user_id", "=", me), ("signed_at", "=", False)]
        read = [("circulation_ids", "any", unsigned)]
        read.append(("state", "not in", ("signed", "registered")))
        kinds = [
            Kind(
                code="incoming_read",
                section="own",
                label=self.env._("Incoming documents to read and sign"),
                action=action,
                model="cs.record.incoming",
                domain=read,
            ),
            Kind(
                code="incoming_handle",
                section="own",
                label=self.env._("Incoming documents you handle"),
                action=action,
                model="cs.record.incoming",
                domain=[("handler_id", "=", me), ("state", "=", "handling")],
                due="due_on",
            ),
            Kind(
                code="record_destroy",
                section="own",
                label=self.env._("Records to destroy, or to be present"),
                action="cs_records.cs_record_disposal_action",
                model="cs.record.disposal",
                domain=[
                    ("state", "=", "approved"),
                    "|",
                    "&",
                    ("executor_id", "=", me),
                    ("destroyed_at", "=", False),
                    "&",
                    ("witness_id", "=", me),
                    ("destroyed_at", "!=", False),
                ],
                due="date",
            ),
        ]
        if self._has_one_of("cs_base.group_hr_officer"):
            passed = ("signed", "registered", "circulated", "done")
            kinds.append(
                Kind(
                    code="incoming_pass",
                    section="people",
                    label=self.env._("Incoming documents to pass on"),
                    action=action,
                    model="cs.record.incoming",
                    domain=[("state", "in", passed)],
                )
            )
        if self._has_one_of(
            "cs_base.group_hr_officer", "cs_base.group_general_manager"
        ):
            kinds.append(
                Kind(
                    code="record_incident",
                    section="people",
                    label=self.env._("Leaks to be closed"),
                    action="cs_records.cs_record_incident_action",
                    model="cs.record.incident",
                    domain=[("state", "=", "open")],
                )
            )
        return kinds
