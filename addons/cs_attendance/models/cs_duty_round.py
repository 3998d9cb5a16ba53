from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

ANSWERS = [("ok", "In Order"), ("finding", "Finding")]


class CsDutyRound(models.Model):
    """A patrol of a place's areas by the manager on duty (巡查, ATT-13).

    Its areas are those of the place when it begins. It is signed when every area has
    an answer and every finding a note; a signed round never changes. Where nobody of a
    duty is named manager, everybody on it patrols.

    Access: as the duty log; only who walks the round answers and signs.
    """

    _name = "cs.duty.round"
    _inherit = ["cs.kept.mixin", "cs.duty.entry.mixin"]
    _kept_is_entered = True
    _description = "Patrol"
    _order = "started_at desc, id desc"

    started_at = fields.Datetime("Started", readonly=True)
    signed_at = fields.Datetime("Signed", readonly=True)
    state = fields.Selection(
        [("draft", "Under Way"), ("signed", "Signed")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )
    line_ids = fields.One2many("cs.duty.round.line", "round_id", "Areas")
    open_count = fields.Integer(
        "Without an Answer", compute="_compute_open_count", store=True
    )
    finding_count = fields.Integer(
        "Findings", compute="_compute_open_count", store=True
    )

    _one_open = models.UniqueIndex(
        "(watch_id, employee_id) WHERE state = 'draft'",
        "You are on a round already. Please finish that one.",
    )
    _signed_complete = models.Constraint(
        "CHECK((state = 'signed') = (signed_at IS NOT NULL)"
        " AND (state = 'draft' OR open_count = 0))",
        "A round is signed when every area has an answer.",
    )

    @api.depends("line_ids.answer", "line_ids.note")
    def _compute_open_count(self):
        for one in self:
            one.open_count = len(
                one.line_ids.filtered(
                    lambda line: (
                        not line.answer
                        or (line.answer == "finding" and not (line.note or "").strip())
                    )
                )
            )
            found = one.line_ids.filtered(lambda line: line.answer == "finding")
            one.finding_count = len(found)

    @api.depends_context("lang")
    @api.depends("started_at", "employee_id.name", "place_id.name")
    def _compute_display_name(self):
        for one in self.sudo():
            zone = (one.company_id or self.env.company)._cs_zone()
            moment = one.started_at and words.stamp(one.started_at, zone) or ""
            parts = (moment, one.place_id.name, one.employee_id.name)
            one.display_name = " ".join(part for part in parts if part)

    @api.model_create_multi
    def create(self, vals_list):
        rounds = super().create(vals_list)
        for one in rounds.sudo():
            one._check_patrols()
            one._set({"started_at": fields.Datetime.now()})
            one.env["cs.duty.round.line"]._make(one)
        return rounds

    def write(self, vals):
        if not vals.keys() <= {"line_ids"}:
            self._kept_refuse()
        if any(command[0] != 1 for command in vals.get("line_ids", ())):
            self._kept_refuse()
        return self._kept_write(vals)

    def _kept_text(self):
        return self.env._(
            "ATT-13: a round has the areas of its place; they get an answer, and"
            " the round is signed with its button."
        )

    def _set(self, vals):
        return self._kept_write(vals)

    def _check_patrols(self):
        """:raise UserError: not the manager on duty, or nothing to patrol"""
        managers = self.watch_id.person_ids.filtered("is_manager").employee_id
        if managers and self.employee_id not in managers:
            raise UserError(
                self.env._(
                    "ATT-13: the manager on duty patrols: %s.",
                    ", ".join(managers.mapped("name")),
                )
            )
        if not self.place_id.area_ids:
            raise UserError(self.env._("This place has no areas to patrol."))

    def _check_walker(self):
        """:raise UserError: signed; :raise AccessError: somebody else's round"""
        mine = self.env.user._cs_employees()
        rounds = self.sudo()
        rounds.flush_recordset()
        rounds.lock_for_update(allow_referencing=True)
        rounds.invalidate_recordset()
        for one in rounds:
            if one.employee_id not in mine:
                raise AccessError(
                    self.env._(
                        "ATT-13: only %(name)s signs here.", name=one.employee_id.name
                    )
                )
            if one.state != "draft":
                raise UserError(self.env._("ATT-13: a signed round stays as it is."))

    def action_sign(self):
        """The person who walked it signs; every area has an answer."""
        self.check_access("read")
        self._check_walker()
        for one in self.sudo():
            if one.open_count:
                raise UserError(
                    self.env._(
                        "ATT-13: %s areas have no answer, or a finding without a note.",
                        one.open_count,
                    )
                )
            one._set({"state": "signed", "signed_at": fields.Datetime.now()})
            one.flush_recordset()
        return True


class CsDutyRoundLine(models.Model):
    """An area of a round, with its answer. Its name is kept as it was."""

    _name = "cs.duty.round.line"
    _inherit = ["cs.kept.mixin"]
    _description = "Area of a Patrol"
    _order = "sequence, id"

    round_id = fields.Many2one(
        "cs.duty.round", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="round_id.company_id", store=True)
    name = fields.Char("Patrol Area", required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    answer = fields.Selection(ANSWERS)
    note = fields.Char()

    @api.model
    def _make(self, one):
        """The lines of a new round, one an area of its place (sudo)."""
        return self._kept_create(
            [
                {"round_id": one.id, "name": area.name, "sequence": number}
                for number, area in enumerate(one.place_id.area_ids)
            ]
        )

    def write(self, vals):
        if not vals.keys() <= {"answer", "note"}:
            self._kept_refuse()
        self.check_access("write")
        self.round_id._check_walker()
        return self._kept_write(vals)

    def _kept_text(self):
        return self.env["cs.duty.round"]._kept_text()


class CsDutyWatch(models.Model):
    _inherit = "cs.duty.watch"

    round_ids = fields.One2many("cs.duty.round", "watch_id", "Patrols")
    round_count = fields.Integer("Rounds", compute="_compute_round_count")
    is_unpatrolled = fields.Boolean(
        "Not Patrolled",
        compute="_compute_round_count",
        search="_search_is_unpatrolled",
        help="ATT-13: the duty is over and no round of its areas was signed.",
    )

    @api.depends("round_ids.state", "state", "stop", "place_id")
    def _compute_round_count(self):
        now = fields.Datetime.now()
        for watch in self:
            known = watch.sudo()
            signed = known.round_ids.filtered(lambda one: one.state == "signed")
            watch.round_count = len(signed)
            watch.is_unpatrolled = bool(
                not signed
                and known.place_id.area_ids
                and watch.state == "published"
                and watch.stop
                and watch.stop <= now
            )

    def _search_is_unpatrolled(self, operator, value):
        if operator != "in":
            return NotImplemented
        over = Domain("state", "=", "published")
        over &= Domain("stop", "<=", fields.Datetime.now())
        over &= Domain("place_id.area_ids", "!=", False)
        return over & Domain("round_ids", "not any", [("state", "=", "signed")])

    def action_patrol(self):
        """Begin a round of this duty's areas, or go on with the own one."""
        self.check_access("read")
        person = self._check_writable()
        started = self.sudo().round_ids.filtered(
            lambda one: (one.state == "draft" and one.employee_id == person.employee_id)
        )
        one = started[:1].sudo(self.env.su) or self.env["cs.duty.round"].create(
            {"watch_id": self.id}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.duty.round",
            "res_id": one.id,
            "views": [(False, "form")],
        }
