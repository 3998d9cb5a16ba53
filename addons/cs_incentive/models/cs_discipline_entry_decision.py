from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

#: who has a say in what others did (TRUST.md): team leaders only report
DECIDERS = (
    "cs_base.group_supervisor",
    "cs_base.group_hr_officer",
    "cs_base.group_general_manager",
)


class CsDisciplineEntry(models.Model):
    """Deciding on entries (INC-20, INC-21).

    The nearest superior with the role of a supervisor decides, who is neither the
    person, nor the reporter, nor liable for the person. What is serious goes to an HR
    officer, then the general manager. A ladder for each of the two may say otherwise.
    """

    _inherit = "cs.discipline.entry"
    _decision_undoes_approval = True

    def _decision_kind(self):
        return "discipline_serious" if self._is_serious() else "discipline_entry"

    def _decision_measure(self):
        return abs(self.amount)

    def _decision_ladder_fallback(self):
        if self._is_serious():
            return ["hr_officer", "general_manager"]
        return ["supervisor"]

    def _decision_maker(self):
        return self.reporter_id

    def _decision_beneficiaries(self):
        return self.employee_id

    def _decision_excluded(self):
        return self._joint_person() | self._without_say()

    def _decision_told(self, request):
        # The person is told by the entry itself, once it is approved.
        return request.maker_id

    def _decision_title(self):
        return f"{self.rule_id.code} · {self.employee_id.name} · {self.date}"

    def _decision_detail(self):
        return {
            "rule": self.rule_id.code,
            "date": fields.Date.to_string(self.date),
            "number": self.repetition,
            "kind": self.kind,
            "points": self.points,
            "amount": self.amount,
        }

    def _is_serious(self):
        """Whether HR and the general manager decide (INC-20)."""
        limit = self.incentive_policy_id.serious_amount
        return (
            self.kind in ("dismissal", "major")
            or any(self.consequence_ids.mapped("is_serious"))
            or (bool(limit) and self.kind != "award" and abs(self.amount) > limit)
        )

    def _without_say(self):
        """Superiors on the way up who lead, but decide on nobody, or have no login."""
        silent = people = self.employee_id
        while people:
            above = people.browse().union(*people._cs_supervisors().values()) - silent
            people = above.filtered(
                lambda one: not any(
                    one.user_id and one.user_id.has_group(role) for role in DECIDERS
                )
            )
            silent |= people
        return silent - self.employee_id

    def _joint_person(self):
        """Who is liable for a fine (INC-26): the direct supervisor, unless that is the
        general manager, who is nobody's department supervisor."""
        person = self.employee_id.sudo()
        if self.kind in ("award", "compensation") or self.amount >= 0:
            return person.browse()
        if not self.incentive_policy_id.joint_factor:
            return person.browse()
        above = person._cs_supervisors()[person.id]
        return above - person._cs_general_manager()[person.id]

    def _decision_check_submit(self):
        super()._decision_check_submit()
        self._check_complete()
        self._check_day()
        if self.rule_id not in self.allowed_rule_ids:
            raise UserError(
                self.env._(
                    "INC-21: “%(rule)s” is not in force for %(person)s on %(day)s.",
                    rule=self.rule_id.display_name,
                    person=self.employee_id.name,
                    day=format_date(self.env, self.date),
                )
            )
        self._settle()

    def _check_complete(self):
        rule = self.rule_id
        missing = {
            self.env._("what happened"): not (self.description or "").strip(),
            self.env._("the complaint"): rule.needs_ticket and not self.ticket_id,
            self.env._("the attendance day"): rule.needs_day and not self.day_id,
            self.env._("a photo or document"): rule.needs_file
            and not self.evidence_ids,
        }
        names = [name for name, is_missing in missing.items() if is_missing]
        if names:
            raise UserError(
                self.env._(
                    "INC-21: please add what this rule needs: %s.", ", ".join(names)
                )
            )
        if self.day_id and self.day_id.employee_id != self.employee_id:
            raise UserError(self.env._("The attendance day is of somebody else."))
        if self.case_id and self.case_id.rule_id != self.rule_id:
            raise UserError(
                self.env._("This special case does not belong to the rule.")
            )

    def _check_day(self):
        if self.date > self.company_id._cs_today():
            raise UserError(self.env._("INC-21: this day has not come yet."))
        self.env["cs.period"]._check_open(self.company_id, self.date)
        self._check_employed()

    def _check_employed(self):
        """What takes an entry back may come after the person has left."""
        people = self.employee_id.sudo()
        there = self.env["cs.duty.plan"]._employments(people, self.date, self.date)
        if not self.reverses_id and people.id not in there:
            raise UserError(
                self.env._(
                    "INC-21: %(person)s is not employed on %(day)s. Correct the day, or"
                    " the contract of the person.",
                    person=people.name,
                    day=format_date(self.env, self.date),
                )
            )

    def _decision_on_approved(self):
        super()._decision_on_approved()
        self._check_day()
        self._approve()

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        if decision.request_id.state == "approved":
            self.env["cs.period"]._check_open(self.company_id, self.date)

    def _decision_revert(self, decision):
        """What an approval has booked is reversed as by an appeal: the entry stands
        cancelled, and what it was about is reported anew."""
        if decision.request_id.state == "approved":
            self._cancel(decision)
        else:
            super()._decision_revert(decision)

    # Notices

    def _tell(self):
        """One message to each person, in the own language; it names nobody else."""
        for entry in self:
            user = entry.employee_id.user_id
            if not user.active:
                continue
            localized = entry.with_context(lang=user.lang)
            localized.message_notify(
                partner_ids=user.partner_id.ids,
                subject=localized.env._("Entry in your record (INC-21)"),
                body=localized._notice_text(),
            )

    def _notice_text(self):
        day = format_date(self.env, self.date)
        rule = self.rule_id.display_name
        if self.reverses_id:
            return self.env._(
                "The entry “%(rule)s” was cancelled: %(outcome)s.",
                rule=rule,
                outcome=self.outcome,
            )
        if self.joint_of_id:
            return self.env._(
                "Joint liability for a fine of %(day)s in your team (INC-26):"
                " %(outcome)s. You may appeal under “My Record”.",
                day=day,
                outcome=self.outcome,
            )
        return self.env._(
            "“%(rule)s” on %(day)s: %(outcome)s. Read why under “My Record”; you may"
            " appeal there.",
            rule=rule,
            day=day,
            outcome=self.outcome,
        )

    # Appeal (ALL-02)

    def _appeal_since(self):
        is_open = self.state == "approved" and not self.reverses_id
        return self.approved_at if is_open and not self.is_cancelled else None

    def _appeal_first_decider(self):
        made = self.joint_of_id or self.corrects_id or self
        return made.reporter_id | made.decision_ids._standing().decider_id

    def _appeal_accepted(self, appeal):
        self._cancel(appeal)

    def _explanation_header(self):
        header = super()._explanation_header()
        one = self.sudo()
        return header | {
            "badge": (one.points_class or "").upper(),
            "token": "ok" if one.kind == "award" else "late",
            "subtitle": self.outcome or "",
        }
