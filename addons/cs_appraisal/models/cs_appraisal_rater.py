from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

#: Who of them stays unknown to the person rated (APP-05).
CONFIDENTIAL = ("peer", "subordinate")


def told_to_reader(records):
    """Those whose names may be shown: stock shows names of linked records to all."""
    told = records.sudo(False)._filtered_access("read")
    return records.filtered(lambda row: row in told)


class CsAppraisalRater(models.Model):
    """Who is asked to rate whom, and whether it was done (APP-05).

    It never says what was answered, nor when: there are no stamps of time, and
    ``cs.appraisal.rating`` is read by nobody.

    Access, nobody writes; rows change only through the form of ratings and what HR
    officers decide on:

    * the rater: the own row.
    * the person rated: that of the superior and the own one; of peers and subordinates
      nothing, not even how many there are, whatever the person's role.
    * HR officers: all others of the company, to see who is missing.
    * everybody else, technical administrators too: nothing.
    """

    _name = "cs.appraisal.rater"
    _inherit = ["cs.kept.mixin", "cs.appraisal.rating.place"]
    _description = "Rater of an Appraisal"
    _order = "due_on, id"
    _log_access = False

    employee_id = fields.Many2one(
        "hr.employee",
        "Rater",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    due_on = fields.Date("Until", required=True, readonly=True)
    state = fields.Selection(
        [
            ("asked", "Not given yet"),
            ("done", "Given"),
            ("declined", "Declined"),
            ("removed", "No longer asked"),
        ],
        required=True,
        readonly=True,
        default="asked",
        index=True,
    )
    is_closed = fields.Boolean("Ratings Closed", readonly=True)
    origin = fields.Selection(
        [
            ("drawn", "By the template"),
            ("chosen", "Chosen by HR"),
            ("delegate", "Delegated rater"),
        ],
        "Named",
        required=True,
        readonly=True,
        default="drawn",
    )
    reason = fields.Text(
        readonly=True, help="Why HR changed it, or why it is declined."
    )
    replaces_id = fields.Many2one(
        "cs.appraisal.rater", "Instead Of", readonly=True, ondelete="restrict"
    )
    is_missing = fields.Boolean(
        "Missing", compute="_compute_is_missing", help="Past the date and not given."
    )
    can_change = fields.Boolean(compute="_compute_can_change")

    _rater_uniq = models.Constraint(
        'UNIQUE(appraisal_id, employee_id, "group")',
        "A person is asked once for a rating.",
    )
    _answered_without_more = models.Constraint(
        "CHECK(state NOT IN ('declined', 'removed') OR reason IS NOT NULL)",
        "Who is no longer asked, and who declines: the reason is kept.",
    )

    @api.depends("subject_id", "group")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        groups = dict(self._fields["group"]._description_selection(self.env))
        told = told_to_reader(self)
        (self - told).display_name = False
        for row in told:
            # sudo: who may read the row may know whom it is about
            name = row.sudo().subject_id.name
            row.display_name = f"{name} · {groups.get(row.group, '')}"

    @api.depends("state", "due_on", "is_closed")
    def _compute_is_missing(self):
        for row in self:
            today = row.company_id.sudo()._cs_today()
            is_open = row.state == "asked" and not row.is_closed
            row.is_missing = is_open and row.due_on < today

    @api.depends_context("uid")
    @api.depends("state", "is_closed")
    def _compute_can_change(self):
        is_officer = self.env.user.has_group("cs_base.group_hr_officer")
        for row in self:
            row.can_change = is_officer and row.state == "asked" and not row.is_closed

    def _kept_text(self):
        return self.env._(
            "APP-05: who rates is drawn by the template and changed by HR officers"
            " only, with a reason, while ratings are open."
        )

    # Whose, and until when

    def _check_mine(self):
        """:raise AccessError: the same words whether it exists or not"""
        row = self.sudo().exists()
        if len(row) != 1 or row.employee_id.user_id != self.env.user:
            raise AccessError(
                self.env._("This rating is not yours to give, or no longer.")
            )
        return row

    def _is_over(self):
        self.ensure_one()
        is_open = self.appraisal_id.state == "open" and self.cycle_id.state == "open"
        return self.is_closed or not is_open

    def _check_open(self):
        """While the cycle is open, after the due date too; then never again."""
        if self._is_over():
            raise UserError(
                self.env._(
                    "The ratings of %(cycle)s are closed, so nothing can be added any"
                    " more (APP-08). Please turn to your HR officer.",
                    cycle=self.cycle_id.name,
                )
            )
        if self.state == "done":
            raise UserError(
                self.env._("This rating has been submitted already and stays as it is.")
            )
        if self.state != "asked":
            raise UserError(self.env._("You are no longer asked for this rating."))

    def _claim(self):
        """Of two that change a row at the same moment, the later one starts anew."""
        self.env.execute_query(
            SQL(
                "UPDATE %s SET state = state WHERE id IN %s",
                SQL.identifier(self._table),
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["state", "is_closed"])

    # What HR decides

    def _check_officer(self):
        """HR officers, never on the raters of the own appraisal."""
        self.check_access("read")
        is_officer = self.env.user.has_group("cs_base.group_hr_officer")
        mine = self.env.user._cs_employees()
        rows = self.sudo()
        if not is_officer or any(
            row.subject_id._cs_is_same_person(me) for row in rows for me in mine
        ):
            raise AccessError(
                self.env._(
                    "HR officers decide who rates, and somebody else does for the own"
                    " appraisal (APP-05)."
                )
            )
        for row in rows:
            row._check_open()
        return rows

    def _remove(self, reason):
        """No longer asked. What was noted for it so far is thrown away."""
        self._claim()
        self.env["cs.appraisal.rating"].sudo()._forget(self)
        self._kept_write({"state": "removed", "reason": reason})

    def _ask_instead(self, employee, reason, origin="chosen"):
        self._remove(reason)
        return self._ask_also(self.group, employee, reason, origin, replaces=self)

    def _ask_also(self, group, employee, reason, origin="chosen", replaces=None):
        """Ask one more person about the same appraisal."""
        self._check_candidate(employee)
        vals = self._prepare_row(self.appraisal_id, group, employee)
        vals |= {"origin": origin, "reason": reason}
        vals["replaces_id"] = replaces.id if replaces else False
        row = self._kept_create([vals])
        row.flush_recordset()
        return row

    def _check_candidate(self, employee):
        if not employee.user_id.active:
            raise UserError(
                self.env._("%s has no login, so cannot rate.", employee.name)
            )
        if employee.company_id != self.company_id:
            raise UserError(self.env._("Please choose somebody of the same company."))
        if employee._cs_is_same_person(self.subject_id):
            raise UserError(self.env._("Nobody is the own peer or superior."))
        others = self.search(
            [
                ("appraisal_id", "=", self.appraisal_id.id),
                ("employee_id.user_id", "=", employee.user_id.id),
            ]
        )
        if others:
            raise UserError(
                self.env._(
                    "%s is or was asked about this person already.", employee.name
                )
            )


class CsAppraisal(models.Model):
    _inherit = "cs.appraisal"

    #: for record rules only
    rater_ids = fields.One2many(
        "cs.appraisal.rater", "appraisal_id", "Raters", groups=fields.NO_ACCESS
    )
