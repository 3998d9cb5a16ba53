import base64
from dataclasses import dataclass, field
from datetime import timezone

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from . import phone_sheet
from .cs_phone_held import KEPT_AN_IMPORT

_CHOICES = {"name", "content", "team_id"}
_COUNTS = {
    "read_count": 0,
    "new_count": 0,
    "there_count": 0,
    "unknown_count": 0,
    "bad_count": 0,
}
#: columns that hold texts
_TEXTS = ("line", "extension", "agent", "caller")


@dataclass
class Call:
    """A row of a log: what it says, or why it is not taken."""

    row: int
    cells: dict
    reason: str = ""
    vals: dict = field(default_factory=dict)


class CsPhoneImport(models.Model):
    """A call log of the telephone system, from upload to report (HD-03).

    All good rows are taken, every bad row is kept with its number and what to change.
    A call that is there already, by its number, stays as it is; so the same file again
    changes nothing, and a file that was put right brings what was missing.

    Access: leaders and supervisors for their own people, never for themselves;
    helpdesk managers for all but themselves. Nobody deletes.
    """

    _name = "cs.phone.import"
    _description = "Import of a Call Log"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("File Name")
    content = fields.Binary("File", attachment=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'in', (company_id, False))]",
        help="Whose hotline it is. Empty: the team of who answered.",
    )
    state = fields.Selection(
        [("draft", "To Import"), ("done", "Done")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    read_count = fields.Integer("Rows Read", readonly=True, copy=False)
    new_count = fields.Integer("New Calls", readonly=True, copy=False)
    there_count = fields.Integer("There Already", readonly=True, copy=False)
    unknown_count = fields.Integer("Of Nobody Known", readonly=True, copy=False)
    bad_count = fields.Integer("Bad Rows", readonly=True, copy=False)
    done_at = fields.Datetime("Imported On", readonly=True, copy=False)
    held_ids = fields.One2many(
        "cs.phone.held", "import_id", "Rows Set Aside", readonly=True
    )
    record_ids = fields.One2many("cs.phone.record", "import_id", "Calls", readonly=True)

    # Guards

    @api.model_create_multi
    def create(self, vals_list):
        chosen = [
            {key: value for key, value in vals.items() if key in _CHOICES}
            for vals in vals_list
        ]
        made = {"state": "draft", "company_id": self.env.company.id, "done_at": False}
        return super().create([vals | made | _COUNTS for vals in chosen])

    def write(self, vals):
        """Choices while nothing was imported; what is counted is not written."""
        self.check_access("write")
        vals = {key: value for key, value in vals.items() if key in _CHOICES}
        if not vals:
            return True
        self._check_draft()
        return super().write(vals)

    def copy(self, default=None):
        raise UserError(self.env._("Upload the file again instead."))

    def _check_draft(self):
        if any(batch.state != "draft" for batch in self):
            raise UserError(
                self.env._("This import is done and stays as it is. Upload again.")
            )

    def _set(self, vals):
        return super().write(vals)

    # Importing

    def action_run(self):
        """Take the good rows, keep the bad ones beside them."""
        self.check_access("write")
        self._check_draft()
        for batch in self:
            batch._check_team()
            batch._run()
        return True

    def action_open_calls(self):
        """The calls that this file brought."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_helpdesk.cs_phone_record_action"
        )
        return action | {"domain": [("import_id", "=", self.id)], "context": {}}

    def _check_team(self):
        """Calls of nobody count for the team: it is one that the user leads."""
        team, user = self.team_id.sudo(), self.env.user
        if not team or self.env["cs.phone.record"]._may_enter_all():
            return
        managed = user.sudo().cs_managed_department_ids
        if team.user_id != user and team.cs_department_id not in managed:
            raise AccessError(
                self.env._("HD-03: please choose a team that you lead, or none.")
            )

    def _run(self):
        # sudo: the file is an attachment of this record, which the caller may read
        content = self.sudo().with_context(bin_size=False).content
        if not content:
            raise UserError(self.env._("Please choose a file."))
        calls = self._read(base64.b64decode(content))
        fresh = self._without_known([call for call in calls if not call.reason])
        self._find_people(fresh)
        taken = [call.vals for call in fresh if not call.reason]
        bad = [call for call in calls if call.reason]
        try:
            kept = self.env["cs.phone.record"]._keep_calls(self.company_id, taken)
        except UniqueViolation as error:
            # another import brought one of them just now: again, and see it there
            raise ConcurrencyError(str(error)) from error
        self._keep_bad(bad)
        self._set(
            {
                "state": "done",
                "done_at": fields.Datetime.now(),
                "content": False,
                "read_count": len(calls),
                "new_count": len(kept),
                "there_count": len(calls) - len(kept) - len(bad),
                "unknown_count": len(kept.filtered("is_to_assign")),
                "bad_count": len(bad),
            }
        )

    def _read(self, content):
        """:return: list of ``Call`` in the order of the file"""
        Sheets = self.env["cs.sheet"]
        wanted = phone_sheet.wanted()
        result = Sheets._read_rows(content, wanted, phone_sheet.LIMITS)
        calls = {row.number: Call(row.number, row.values) for row in result.good}
        for cell in result.bad:
            call = calls.setdefault(cell.number, Call(cell.number, {}))
            where = f"{cell.column}: " if cell.column else ""
            text = f"{where}{Sheets._bad_cell_text(cell)}"
            call.reason = f"{call.reason} {text}".strip()
            call.cells.setdefault("shown", cell.shown)
        calls = [calls[number] for number in sorted(calls)]
        for call in calls:
            if not call.reason:
                self._complete(call)
        return calls

    def _complete(self, call):
        """The row as values of a call, or why it is none."""
        cells = call.cells
        # the second in which it rang; none of ours is finer
        local = cells["called_at"].replace(microsecond=0)
        moment = local.replace(tzinfo=self.company_id._cs_zone())
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
        rings, seconds = cells.get("rings"), cells.get("ring_seconds")
        if moment > fields.Datetime.now():
            call.reason = self.env._(
                "The call lies in the future. Please correct the time; it is that"
                " where the company works."
            )
        elif cells["state"] != "missed" and rings is None and seconds is None:
            call.reason = self.env._(
                "Please enter how often it rang, or how many seconds."
            )
        call.vals = {
            "company_id": self.company_id.id,
            "import_id": self.id,
            "external_id": cells["external_id"],
            "called_at": moment,
            "day": local.date(),
            "state": cells["state"],
            "rings": rings,
            "ring_seconds": seconds,
            "talk_seconds": cells.get("talk_seconds") or 0,
            "employee_id": False,
            "department_id": self.team_id.sudo().cs_department_id.id,
            "team_id": self.team_id.id,
            **{name: cells.get(name) or False for name in _TEXTS},
        }

    def _without_known(self, calls):
        """Leave out what is there already; two rows of one number say the same."""
        numbers = [call.vals["external_id"] for call in calls]
        # sudo: whether the call is there, whoever may read it
        known = self.env["cs.phone.record"].sudo()
        found = known.search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("external_id", "in", numbers),
            ],
            ["external_id"],
        )
        there = set(found.mapped("external_id"))
        fresh, first = [], {}
        for call in calls:
            number = call.vals["external_id"]
            if number in there:
                continue
            same = first.setdefault(number, call)
            if same is call:
                fresh.append(call)
            elif same.vals != call.vals:
                call.reason = self.env._(
                    "Row %s of this file says something else about the same call.",
                    same.row,
                )
        return fresh

    def _find_people(self, calls):
        """Who answered: by extension, login, work number or telephone at work, of the
        agent's column first. Of two people it is nobody."""
        names = {call.vals[key] for call in calls for key in ("agent", "extension")}
        by_name = self._people_by_name(names - {False})
        everybody = self.env["hr.employee"].sudo().union(*by_name.values())
        allowed = self.env["cs.phone.record"]._may_enter(everybody)
        teams = self.env["helpdesk.ticket.team"]._cs_team_of(everybody)
        for call in calls:
            vals = call.vals
            person = by_name.get(vals["agent"]) or by_name.get(vals["extension"])
            if not person:
                continue
            if person not in allowed:
                call.reason = self.env._(
                    "HD-03: this call is of somebody whose calls you cannot enter."
                    " Leaders and supervisors enter those of their people, never the"
                    " own ones."
                )
            vals["employee_id"] = person.id
            vals["department_id"] = person.department_id.id or vals["department_id"]
            vals["team_id"] = vals["team_id"] or teams[person.id]

    def _people_by_name(self, names):
        """:return: dict text of the log -> hr.employee (sudo)"""
        names = list(names)
        # sudo: extension, login and number of colleagues; only whose call it was is
        # told, and who may enter it is checked
        People = self.env["hr.employee"].sudo().with_context(active_test=False)
        own = [("company_id", "=", self.company_id.id)]
        found = {}
        for path in ("work_phone", "barcode", "user_id.login", "cs_extension"):
            people = People.search([*own, (path, "in", names)]) if names else People
            for text, same in people.grouped(lambda one, p=path: _text(one, p)).items():
                here = same.filtered("active") or same
                if len(here) == 1:
                    found[text] = here
        return found

    def _keep_bad(self, bad):
        # sudo: the import alone sets rows aside
        self.env["cs.phone.held"].sudo()._kept_create(
            [
                {
                    "import_id": self.id,
                    "company_id": self.company_id.id,
                    "row": call.row,
                    "shown": call.cells.get("shown") or call.cells.get("external_id"),
                    "reason": call.reason,
                }
                for call in bad[:KEPT_AN_IMPORT]
            ]
        )


def _text(person, path):
    return person.user_id.login if path == "user_id.login" else person[path]
