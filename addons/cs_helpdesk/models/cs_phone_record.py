from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.addons.cs_base.engine.policy import Placement
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..engine.phone_rings import COUNTED, Limit, judge

STATES = [
    ("answered", "Picked Up"),
    ("missed", "Not Picked Up"),
    ("abandoned", "Hung Up"),
]
VERDICTS = [
    ("in_time", "Answered in Time"),
    ("late", "Answered Late"),
    ("missed", "Missed"),
    ("gave_up", "Hung Up in Time"),
    ("excused", "Excused"),
]
#: of the policy, with the defaults where none is in force
PARAMETERS = ("phone_rings", "phone_ring_seconds")
TOKENS = {"in_time": "present", "late": "late", "missed": "miss"}
#: a log names somebody whom nobody here knows
TO_ASSIGN = Domain("employee_id", "=", False) & (
    Domain("extension", "!=", False) | Domain("agent", "!=", False)
)


class CsPhoneRecord(models.Model):
    """A call in the log of the telephone system (话务记录), and whether it was answered
    within the rings of the policy of its day (HD-03).

    Only imports make them, and the number of the telephone system exists once in a
    company. An extension that nobody here has is kept; a leader says whose call it was.
    A late or missed call can be appealed (ALL-02): it was the telephone's fault, say.

    Access: agents their own, leaders those of their team and people, supervisors those
    of their departments; HR officers, general manager, technical and helpdesk
    administration all. Nobody writes or deletes.
    """

    _name = "cs.phone.record"
    _inherit = ["cs.kept.mixin", "cs.appealable.mixin"]
    _description = "Call of the Phone System"
    _order = "called_at desc, id desc"
    _rec_name = "external_id"
    _rec_names_search = ["external_id", "caller", "extension"]
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    import_id = fields.Many2one(
        "cs.phone.import", readonly=True, index=True, ondelete="restrict"
    )
    external_id = fields.Char(
        "Call Number",
        required=True,
        readonly=True,
        help="Of the telephone system. Imported twice, a call stays one.",
    )
    called_at = fields.Datetime(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True, help="Where the company works.")
    line = fields.Char("Hotline", readonly=True)
    extension = fields.Char(readonly=True)
    agent = fields.Char("Agent in the Log", readonly=True)
    caller = fields.Char("Number of the Caller", readonly=True)
    employee_id = fields.Many2one(
        "hr.employee",
        "Colleague",
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null"
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(STATES, "Result", required=True, readonly=True)
    measured = fields.Selection(
        [("ring", "Rings"), ("second", "Seconds"), ("none", "Not measured")],
        "Measured In",
        required=True,
        readonly=True,
    )
    rings = fields.Integer("Times It Rang", readonly=True, aggregator="avg")
    ring_seconds = fields.Float(
        "Seconds of Ringing", digits=(16, 3), readonly=True, aggregator="avg"
    )
    rang = fields.Char("How Long It Rang", compute="_compute_rang")
    talk_seconds = fields.Integer("Seconds of Talking", readonly=True)
    verdict = fields.Selection(
        VERDICTS,
        required=True,
        readonly=True,
        index=True,
        help="HD-03: who hangs up while there was still time counts nowhere.",
    )
    policy_id = fields.Many2one(
        "cs.helpdesk.policy", "Service Policy", readonly=True, ondelete="restrict"
    )
    is_to_assign = fields.Boolean(
        "To Be Assigned",
        compute="_compute_is_to_assign",
        search="_search_is_to_assign",
        help="The log names an extension or agent that nobody here has.",
    )

    _external_id_uniq = models.Constraint(
        "UNIQUE(company_id, external_id)", "This call is in the log already."
    )
    _company_day_index = models.Index("(company_id, day)")

    @api.depends("employee_id", "extension", "agent")
    def _compute_is_to_assign(self):
        for call in self:
            named = call.extension or call.agent
            call.is_to_assign = bool(named and not call.employee_id)

    @api.depends_context("lang")
    @api.depends("measured", "rings", "ring_seconds")
    def _compute_rang(self):
        number = self.env["cs.value.format"]._format_value
        for call in self:
            if call.measured == "ring":
                call.rang = self.env._("%s rings", number(call.rings))
            elif call.measured == "second":
                call.rang = self.env._("%s s", number(_exact(call.ring_seconds)))
            else:
                call.rang = ""

    def _search_is_to_assign(self, operator, value):
        return TO_ASSIGN if operator == "in" else NotImplemented

    def _kept_text(self):
        return self.env._(
            "HD-03: the call log is kept as the telephone system wrote it."
        )

    # Judging

    @api.model
    def _keep_calls(self, company, vals_list):
        """Judge calls and keep them.

        :param vals_list: what the log says, with the people found; ``rings`` and
            ``ring_seconds`` None where the log does not say
        """
        judged = self._judged(company, vals_list)
        # sudo: calls are made by imports only
        calls = self.sudo()._kept_create([vals for vals, _why in judged])
        calls._set_explanations(
            {call.id: why for call, (_vals, why) in zip(calls, judged, strict=True)}
        )
        return calls

    @api.model
    def _judged(self, company, vals_list):
        """:return: list of (values to keep, Explanation)"""
        if not vals_list:
            return []
        days = [vals["day"] for vals in vals_list]
        Policy = self.env["cs.helpdesk.policy"]
        approved = Policy._policy_approved(company.ids, min(days), max(days), {})
        units = {vals["department_id"] for vals in vals_list} - {False}
        paths = self.env["hr.department"].browse(units)._cs_ancestor_ids()
        limits, judged = {}, []
        for vals in vals_list:
            key = vals["department_id"], vals["day"]
            if key not in limits:
                place = Placement(company.id, tuple(paths.get(key[0], ())))
                limits[key] = approved._policy_resolve(place, key[1])
            judged.append(self._judge(vals, limits[key]))
        return judged

    @api.model
    def _judge(self, vals, policy):
        found = policy or {
            name: policy._fields[name].default(policy) for name in PARAMETERS
        }
        rings, ring_seconds = (found[name] for name in PARAMETERS)
        limit = Limit(rings, _exact(ring_seconds))
        verdict = judge(vals["state"], vals["rings"], vals["ring_seconds"], limit)
        measured = (
            "ring"
            if vals["rings"] is not None
            else "second"
            if vals["ring_seconds"] is not None
            else "none"
        )
        kept = {
            **vals,
            "rings": vals["rings"] or 0,
            "ring_seconds": float(vals["ring_seconds"] or 0),
            "measured": measured,
            "verdict": verdict,
            "policy_id": policy.id,
        }
        return kept, self._reasons(vals, measured, verdict, limit, policy)

    @api.model
    def _reasons(self, vals, measured, verdict, limit, policy):
        """HD-03: how long it rang, beside the limit of the day (ALL-01)."""
        measures = {
            "ring": [Param("rings", vals["rings"])],
            "second": [Param("seconds", vals["ring_seconds"])],
            "none": [],
        }
        state = vals["state"]
        key = state if state == "missed" else f"{state}.{measured}"
        reason = Reason(
            rule="HD-03",
            key=f"hd.phone.{key}",
            facts=[Fact("cs.helpdesk.policy", policy.id, "policy")] if policy else [],
            params=[
                Param("phone_rings", limit.rings),
                Param("phone_ring_seconds", limit.ring_seconds),
            ],
            values=[
                *(measures[measured] if state != "missed" else []),
                Param("limit_rings", limit.rings),
                Param("limit_seconds", limit.seconds),
            ],
        )
        return Explanation(verdict=f"hd.phone.verdict.{verdict}", reasons=[reason])

    # Whose call it was

    @api.model
    def _may_enter(self, people):
        """Of these people, those of whom the current user may enter calls (HD-03).

        :return: hr.employee (sudo)
        """
        user, people = self.env.user, people.sudo()
        people = people.filtered(lambda one: one.company_id in self.env.companies)
        own = user._cs_employees()._cs_all_records()
        if self._may_enter_all():
            return people - own
        if not user.has_group("cs_base.group_team_leader"):
            return people.browse()
        managed = user.sudo().cs_managed_department_ids
        return (
            people.filtered(
                lambda one: one.department_id in managed or one.parent_id in own
            )
            - own
        )

    @api.model
    def _may_enter_all(self):
        return self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager")

    def _assign(self, person):
        """Say whose calls these are: nobody here had the extension of the log.

        :param person: hr.employee
        """
        self.check_access("read")
        if person != self._may_enter(person).sudo(False):
            raise AccessError(
                self.env._(
                    "HD-03: leaders and supervisors say which call was whose, for their"
                    " own people, never for themselves."
                )
            )
        known = person.sudo()
        team = self.env["helpdesk.ticket.team"]._cs_team_of(known)[known.id]
        for call in self.sudo().filtered("is_to_assign"):
            vals = call._as_logged() | {
                "employee_id": known.id,
                "department_id": known.department_id.id,
                "team_id": call.team_id.id or team,
            }
            [(kept, why)] = self._judged(call.company_id, [vals])
            call._kept_write(kept)
            call._set_explanations({call.id: why})

    def _as_logged(self):
        return {
            "day": self.day,
            "state": self.state,
            "rings": self.rings if self.measured == "ring" else None,
            "ring_seconds": _exact(self.ring_seconds)
            if self.measured == "second"
            else None,
        }

    # Appeals (ALL-02)

    def _appeal_since(self):
        """Known since it was assigned; what is in time needs no appeal."""
        bad = self.verdict in COUNTED and self.verdict != "in_time"
        return self.write_date if bad and self.employee_id else None

    def _appeal_first_decider(self):
        return self.create_uid.employee_ids.filtered(
            lambda one: one.company_id == self.company_id
        )

    def _appeal_accepted(self, appeal):
        """It counts nowhere: it was not the person's fault."""
        self._kept_write({"verdict": "excused"})

    # Reasons (ALL-01)

    def _explanation_header(self):
        words = dict(self._fields["verdict"]._description_selection(self.env))
        header = super()._explanation_header()
        return header | {
            "subtitle": words[self.verdict],
            "badge": str(self.rings) if self.measured == "ring" else "",
            "token": TOKENS.get(self.verdict, ""),
        }


def _exact(seconds):
    """Seconds of a float field, as they were entered: to the thousandth."""
    return Decimal(str(round(seconds, 3)))
