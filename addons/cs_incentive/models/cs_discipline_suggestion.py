from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .claim import claimed
from .cs_discipline_rule import FACT_KINDS
from .discipline_facts import CARD, TICKET, TRAINING

ENTRY = "cs.discipline.entry"
MAX_REASON = 5000


class CsDisciplineSuggestion(models.Model):
    """An entry that the facts suggest (ATT-17, APP-11, INC-21, INC-22, INC-24): nothing
    is booked yet.

    Found by ``cs.discipline.finder``, each fact once. Whoever confirms it reports it:
    the entry is made and submitted as that user, and somebody else decides on it, as on
    any other. Whoever says no gives a reason. When the fact is no more, it ends.

    Access, nobody writes but by deciding: supervisors those of their departments, HR
    officers all, the general manager reads all and decides those about HR officers, of
    whom there may be one only; nobody the own ones.
    """

    _name = "cs.discipline.suggestion"
    _inherit = ["cs.kept.mixin", "cs.undo.mixin"]
    _description = "Suggested Discipline Entry"
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="INC-21: where the person worked on that day.",
    )
    date = fields.Date(required=True, readonly=True)
    suggested_by = fields.Selection(
        FACT_KINDS,
        "What Was Found",
        required=True,
        readonly=True,
        help="The kind of fact in the records; the button on the right opens it.",
    )
    rule_id = fields.Many2one(
        "cs.discipline.rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    count = fields.Integer(
        "How Many", required=True, readonly=True, help="Events in what was found."
    )
    minutes = fields.Integer(
        readonly=True, aggregator=None, help="Too late, too early or too long."
    )
    res_model = fields.Char("Model of the Fact", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "ID of the Fact", model_field="res_model", required=True, readonly=True
    )
    state = fields.Selection(
        [
            ("open", "To be decided"),
            ("confirmed", "Entry made"),
            ("dismissed", "Dismissed"),
            ("void", "Holds no more"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
        help="A suggestion has no effect. It becomes an entry when somebody"
        " confirms it, and somebody else decides on the entry. Holds no more:"
        " the fact was corrected meanwhile.",
    )
    entry_id = fields.Many2one(
        ENTRY, readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reason = fields.Text("Why Not", readonly=True)
    decided_at = fields.Datetime("Decided On", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _fact_uniq = models.Constraint(
        "UNIQUE(company_id, employee_id, suggested_by, res_model, res_id)",
        "Each fact is suggested once.",
    )
    _entry_uniq = models.Constraint(
        "UNIQUE(entry_id)", "An entry comes from one suggestion."
    )
    _confirmed_has_entry = models.Constraint(
        "CHECK((state = 'confirmed') = (entry_id IS NOT NULL))",
        "What is confirmed has its entry.",
    )
    _dismissed_has_reason = models.Constraint(
        "CHECK((state = 'dismissed') = (reason IS NOT NULL))",
        "What is dismissed has a reason.",
    )
    _count_within_reason = models.Constraint(
        "CHECK(count BETWEEN 1 AND 999)", "How many: 1 to 999."
    )
    _open_idx = models.Index("(company_id, date) WHERE state = 'open'")

    @api.depends("employee_id", "suggested_by", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["suggested_by"]._description_selection(self.env))
        for one in self:
            # sudo: whoever reads the suggestion may know for whom it is
            person = one.sudo().employee_id.name or ""
            day = format_date(self.env, one.date) if one.date else ""
            kind = kinds.get(one.suggested_by, "")
            one.display_name = f"{person} · {kind} · {day}"

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_decide(self):
        for one in self:
            one.can_decide = one.state == "open" and not one._why_not()

    def _kept_text(self):
        return self.env._(
            "INC-21: suggestions follow from facts. They are confirmed or dismissed,"
            " not written."
        )

    def action_confirm(self):
        """Make entries of these and submit them, as reported by the caller.

        What holds no more since it was suggested makes none and ends. Of several, the
        own ones are left to somebody else.
        """
        others = self._without_own()
        others._claim()
        actor = others._actor()
        wanted = actor._still_wanted()
        standing = actor.filtered(lambda one: one._fact_key() in wanted)
        (actor - standing)._decide({"state": "void"})
        days = standing._days()
        for one in standing:
            facts = wanted[one._fact_key()]
            try:
                entry = one._make_entry(facts, days)
            except UserError as error:
                raise UserError(
                    self.env._("%(name)s: %(why)s", name=one.display_name, why=error)
                ) from None
            one._decide({"state": "confirmed", "entry_id": entry.id, **facts})
        made = standing.sudo(False).with_env(self.env)
        return others._tell(made, len(self) - len(others))

    def action_dismiss(self, reason):
        """Nothing comes of these; with a reason. Of several, the own ones are left.

        :param reason: text, 1 to 5000 characters
        """
        reason = reason.replace("\0", "").strip() if isinstance(reason, str) else ""
        if not reason or len(reason) > MAX_REASON:
            raise UserError(
                self.env._("Please give a reason of at most %s characters.", MAX_REASON)
            )
        others = self._without_own()
        others._claim()
        others._actor()._decide({"state": "dismissed", "reason": reason})
        text = self.env._("Dismissed: %s", len(others))
        text += self._left_text(len(self) - len(others))
        return self.env["cs.undo"]._offer(others, text)

    def action_open_fact(self):
        """Open what was found, if the caller may read it."""
        self.ensure_one()
        self.check_access("read")
        model, id_ = self._shown_fact()
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": id_,
            "views": [[False, "form"]],
        }

    def _shown_fact(self):
        """(model, id) of the record that shows what was found."""
        return self.res_model, self.res_id

    # Who may

    def _without_own(self):
        """Those about others; all of them when there are no others, to be refused."""
        me = self.env.user._cs_employees()
        # sudo: who it is about, to compare only
        own = self.filtered(
            lambda one: any(x._cs_is_same_person(one.sudo().employee_id) for x in me)
        )
        return self - own or self

    def _why_not(self):
        """Why the current user may not decide on this, or None."""
        me, user = self.env.user._cs_employees(), self.env.user
        if not me:
            return self.env._("Only people of the company decide on suggestions.")
        # sudo: who it is about, to compare only
        if any(one._cs_is_same_person(self.sudo().employee_id) for one in me):
            return self.env._("Nobody decides on the own entry.")
        if user.has_group("cs_base.group_hr_officer"):
            return None
        if user.has_group("cs_base.group_general_manager"):
            officers = self.env.ref("cs_base.group_hr_officer").sudo().all_user_ids
            if self.sudo().employee_id.user_id & officers:
                return None
        managed = user.sudo().cs_managed_department_ids
        if user.has_group("cs_base.group_supervisor") and self.department_id in managed:
            return None
        return self.env._(
            "HR officers and the supervisor of the department decide on suggestions."
        )

    def _claim(self):
        """Take these for the caller: of two at the same moment, one is run again and
        then finds them decided.

        :raise AccessError: for who may not decide on all of them
        :raise UserError: when somebody has decided already
        """
        self.check_access("read")
        for one in self:
            refusal = one._why_not()
            if refusal:
                raise AccessError(refusal)
        if not claimed(self, "open"):
            raise UserError(
                self.env._("Somebody has decided on this already. Please look again.")
            )

    def _actor(self):
        """These for acting on behalf of the caller (sudo), without a context that could
        set defaults."""
        kept = ("lang", "tz", "allowed_company_ids")
        context = {name: v for name, v in self.env.context.items() if name in kept}
        return self.sudo().with_context(context)

    def _decide(self, vals):
        who = {"decided_at": fields.Datetime.now(), "decided_by_id": self.env.uid}
        self._kept_write(who | vals)
        self.flush_recordset()

    # Entries

    def _fact_key(self):
        return self.employee_id.id, self.suggested_by, self.res_model, self.res_id

    def _still_wanted(self):
        """What the facts and books say now, of the days of these (sudo).

        :return: dict fact key -> what may have changed since
        """
        Finder, found = self.env["cs.discipline.finder"], {}
        for company, same in self.grouped("company_id").items():
            days = same.mapped("date")
            found |= Finder._wanted(company, min(days), max(days))
        names = ("rule_id", "count", "minutes")
        return {
            key: {name: vals[name] for name in names} for key, vals in found.items()
        }

    def _days(self):
        """The attendance days of these: dict (employee, date) -> id (sudo)."""
        if not self:
            return {}
        days = self.env["cs.attendance.day"].search(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("date", "in", self.mapped("date")),
            ]
        )
        return defaultdict(bool) | {(one.employee_id, one.date): one.id for one in days}

    def _make_entry(self, facts, days):
        """The entry of one suggestion, submitted by the caller (sudo: HR officers
        confirm too, who write no entries of their own; the caller stays the reporter).
        """
        entry = self.env[ENTRY].create(self._prepare_entry_vals(facts, days))
        # Naming the complaint must not tell what it is called.
        entry.sudo(False)._check_references()
        entry.action_submit()
        return entry

    def _prepare_entry_vals(self, facts, days):
        rule = self.env["cs.discipline.rule"].browse(facts["rule_id"])
        is_ticket = self.res_model == TICKET
        return {
            "employee_id": self.employee_id.id,
            "date": self.date,
            "rule_id": rule.id,
            "count": 1 if rule.counting == "single" else facts["count"],
            "description": self._what_happened(facts),
            "ticket_id": is_ticket and self.res_id,
            "day_id": self.res_model not in (TICKET, CARD, TRAINING)
            and days[self.employee_id, self.date],
            "amount_chosen": self._fee(rule),
        }

    def _fee(self, rule):
        """ATT-17: the fee of the day on which the card was replaced, to make good."""
        if self.res_model != CARD or rule.amount_mode != "free":
            return 0
        return self.env[CARD].browse(self.res_id).fee

    def _what_happened(self, facts):
        """For the person too, so it names nobody else and no complaint."""
        kinds = dict(self._fields["suggested_by"]._description_selection(self.env))
        what = {"what": kinds[self.suggested_by], "count": facts["count"]}
        if facts["minutes"]:
            return self.env._(
                "Found in the records: %(what)s, %(count)s times, %(minutes)s minutes",
                minutes=facts["minutes"],
                **what,
            )
        return self.env._("Found in the records: %(what)s, %(count)s times", **what)

    def _tell(self, made, left):
        """What became of them, for the screen.

        :param made: those of which entries were made
        :param left: number of those about oneself
        """
        text = self.env._("Entries submitted: %s", len(made))
        if made < self:
            text += self.env._(". Hold no more: %s", len(self - made))
        return self.env["cs.undo"]._offer(made, text + self._left_text(left))

    def _left_text(self, left):
        if not left:
            return ""
        return self.env._(". About yourself, left to somebody else: %s", left)


class CsDisciplineEntry(models.Model):
    """Entries know the suggestion that they come from."""

    _inherit = ENTRY

    suggestion_ids = fields.One2many(
        "cs.discipline.suggestion",
        "entry_id",
        "Suggested As",
        readonly=True,
        groups="cs_base.group_supervisor,cs_base.group_hr_officer,"
        "cs_base.group_general_manager",
    )

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {"suggestion_ids"}
