import base64
import hashlib
import logging
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from markupsafe import Markup

from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.addons.cs_base.engine.sheet_book import Column, Sheet
from odoo.addons.cs_base.engine.sheet_in import Limits, SheetError, read_table
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..engine import attlog, punch_sheet
from ..engine.punch import Zone
from ..engine.punch_sheet_cell import cell_text

_logger = logging.getLogger(__name__)

MAX_SIZE = 20 * 2**20
#: punches of one transaction in the background
BATCH = 20_000
#: a file with no more bytes than this, some 5 000 lines, is imported while one waits
AT_ONCE = 200_000
#: after so many new rows the database's statistics are made anew
MANY_ROWS = 20_000
MAX_TRIES = 10
_PREVIEW_ROWS = 12
_SAMPLE_ROWS = 60
_KEPT_UNKNOWN = 20
_LIMITS = Limits(size=MAX_SIZE, columns=punch_sheet.MAX_COLUMNS, rows=500_000)
#: chosen by hand while the import is a draft
_CHOICES = {
    "name",
    "content",
    "kind",
    "terminal_id",
    "tz",
    "month",
    "date_order",
    "sheet_name",
    "column_ids",
}
#: what a choice may change in what is read
_READING = _CHOICES - {"name", "column_ids"}


class CsPunchImport(models.Model):
    """A file of punches, from upload to report (ATT-30).

    draft: what the file holds is shown and can be corrected; queued: read in the
    background, batch by batch, each with its progress in one transaction, so that a
    stopped server goes on where it was; done. The good lines are taken, each bad one
    is set aside with its number and reason. The file itself is kept until it is done,
    its name, hash, sender and counts for good.

    Access: HR officers create and run; general managers and payroll accountants read.
    Drafts can be deleted.
    """

    _name = "cs.punch.import"
    _description = "Punch Import"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("File Name", required=True)
    content = fields.Binary("File", attachment=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [
            ("draft", "Preview"),
            ("queued", "Running"),
            ("done", "Done"),
            ("failed", "Stopped"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    digest = fields.Char(
        "Checksum (SHA-256)", readonly=True, copy=False, index="btree_not_null"
    )
    size = fields.Integer("Bytes", readonly=True, copy=False, aggregator=None)
    kind = fields.Selection([("attlog", "Terminal file"), ("sheet", "Spreadsheet")])
    layout = fields.Selection(
        [
            ("punch", "One punch a row"),
            ("day", "In and out of a day in one row"),
            ("month", "One person a row, days as columns"),
        ],
        readonly=True,
    )
    serial = fields.Char("Serial Number in the File", readonly=True)
    terminal_id = fields.Many2one(
        "cs.terminal",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    tz = fields.Selection(
        _tz_get,
        "Time Zone of the Times",
        help="Empty: that of the terminal, else that of the company.",
    )
    month = fields.Date(
        "Month of the Days",
        help="Any day of the month, where the sheet writes its days without a month.",
    )
    date_order = fields.Selection(
        [("dmy", "Day before month (31/12/2026)"), ("mdy", "Month before day (12/31)")],
        "Dates With Slashes",
        help="Empty: as the dates of the file prove.",
    )
    sheet_name = fields.Char("Sheet", help="Empty: the first visible one")
    header_row = fields.Integer(readonly=True)
    column_ids = fields.One2many("cs.punch.import.column", "import_id", copy=False)
    preview = fields.Html(readonly=True, sanitize=False, copy=False)
    unknown_pins = fields.Char(
        "Pins Nobody Owns", readonly=True, copy=False, help="In the first rows"
    )
    same_as_id = fields.Many2one(
        "cs.punch.import", "Same File Before", compute="_compute_same_as_id"
    )
    total = fields.Integer("Punches in the File", readonly=True, copy=False)
    done = fields.Integer("Punches Processed", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    read_count = fields.Integer("Read", readonly=True, copy=False)
    new_count = fields.Integer("New", readonly=True, copy=False)
    duplicate_count = fields.Integer("There Already", readonly=True, copy=False)
    unknown_count = fields.Integer(
        "Unknown Pin",
        readonly=True,
        copy=False,
        help="New punches of pins that nobody owns; they wait to be claimed.",
    )
    bad_count = fields.Integer("Bad Lines", readonly=True, copy=False)
    kept_count = fields.Integer("Bad Lines Kept", readonly=True, copy=False)
    summary = fields.Char(compute="_compute_summary")
    error = fields.Char(readonly=True, copy=False)
    started_by_id = fields.Many2one(
        "res.users", "Imported by", readonly=True, copy=False, ondelete="restrict"
    )
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    quarantine_ids = fields.One2many(
        "cs.punch.quarantine", "import_id", "Lines Set Aside", readonly=True
    )

    _queued_index = models.Index("(id) WHERE state = 'queued'")

    @api.depends("digest", "state")
    def _compute_same_as_id(self):
        for batch in self:
            batch.same_as_id = batch.digest and self.search(
                [
                    ("digest", "=", batch.digest),
                    ("state", "=", "done"),
                    ("company_id", "=", batch.company_id.id),
                    ("id", "!=", batch._origin.id),
                ],
                limit=1,
            )

    @api.depends("done", "total", "state")
    def _compute_progress(self):
        for batch in self:
            share = batch.done / batch.total if batch.total else 0
            batch.progress = 100 if batch.state == "done" else 100 * share

    @api.depends("state", "read_count", "done", "same_as_id")
    def _compute_summary(self):
        for batch in self:
            batch.summary = batch._summary()

    def _summary(self):
        if self.state != "done":
            return False
        text = self.env._(
            "Read %(read)s: %(new)s new, %(duplicate)s there already, %(unknown)s of"
            " unknown pins, %(bad)s bad.",
            read=self.read_count,
            new=self.new_count,
            duplicate=self.duplicate_count,
            unknown=self.unknown_count,
            bad=self.bad_count,
        )
        if self.duplicate_count and not self.new_count + self.unknown_count:
            text += " " + self.env._("Nothing was new: the ledger had all of it.")
        return text

    @api.model_create_multi
    def create(self, vals_list):
        allowed = _CHOICES - {"column_ids"} | {"company_id"}
        batches = super().create(
            [
                {key: value for key, value in vals.items() if key in allowed}
                for vals in vals_list
            ]
        )
        for batch, vals in zip(batches, vals_list, strict=True):
            batch._inspect(detect=not vals.get("kind"))
        return batches

    def write(self, vals):
        """Choices for a draft; what an import counts is not written by hand."""
        vals = {key: value for key, value in vals.items() if key in _CHOICES}
        if vals and any(batch.state != "draft" for batch in self):
            raise UserError(
                self.env._("This import was started; its choices stand. Upload again.")
            )
        if "kind" in vals:  # the columns of another kind mean nothing
            vals.pop("column_ids", None)
        result = super().write(vals)
        for batch in self:
            if vals.keys() & _READING:
                batch._inspect(detect="content" in vals and "kind" not in vals)
            elif "column_ids" in vals:
                batch._show(batch._sheet_rows(batch._bytes(), _SAMPLE_ROWS))
        return result

    def copy(self, default=None):
        raise UserError(self.env._("Upload the file again instead."))

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        if any(batch.state != "draft" for batch in self):
            raise UserError(self.env._("Only a preview can be deleted."))

    def _set(self, vals):
        return super().write(vals)

    # Look into the file

    def _bytes(self):
        # sudo: the file is an attachment of this record, which the caller may read
        content = self.sudo().with_context(bin_size=False).content
        return base64.b64decode(content or b"")

    def _inspect(self, detect=False):
        """Find out what the file holds, and show it as it is understood.

        :param detect: the file is another, so find out what kind it is
        """
        self.ensure_one()
        data = self._bytes()
        if not data:
            self._set({"preview": False, "column_ids": [Command.clear()]})
            return
        if len(data) > MAX_SIZE:
            raise UserError(
                self.env._(
                    "The file has more than %(limit)s MB. Please split it.",
                    limit=MAX_SIZE // 2**20,
                )
            )
        vals = {"digest": hashlib.sha256(data).hexdigest(), "size": len(data)}
        if detect or not self.kind:
            is_attlog = attlog.looks_like_attlog(data)
            vals["kind"] = "attlog" if is_attlog else "sheet"
        self._set(vals)
        if self.kind == "attlog":
            self._inspect_attlog(data)
        else:
            self._inspect_sheet(data)

    def _inspect_attlog(self, data):
        head = data[:60_000].rpartition(b"\n")[0] or data[:60_000]
        parsed = attlog.parse(head, self._latest())
        vals = {
            "serial": parsed.serial,
            "layout": False,
            "header_row": 0,
            "column_ids": [Command.clear()],
        }
        if parsed.serial and not self.terminal_id:
            terminal = self.env["cs.terminal"].search(
                [
                    ("serial", "=", parsed.serial),
                    ("company_id", "=", self.company_id.id),
                ]
            )
            vals["terminal_id"] = terminal.id
        self._set(vals)
        self._show_parsed(parsed)

    def _inspect_sheet(self, data):
        rows = self._sheet_rows(data, _SAMPLE_ROWS)
        plan = punch_sheet.guess(rows, self.month, self.name)
        roles = dict(plan.roles)
        samples = [cells for number, cells in rows if number > plan.header]
        width = max((len(cells) for _number, cells in rows), default=0)
        columns = [
            {
                "index": index,
                "title": plan.titles[index] if index < len(plan.titles) else "",
                "sample": _sample(samples, index),
                "role": roles.get(index, False),
            }
            for index in range(width)
        ]
        commands = [Command.clear(), *map(Command.create, columns)]
        # sudo: columns are made by us, HR officers choose their meaning
        self.sudo()._set(
            {
                "serial": False,
                "header_row": plan.header,
                "column_ids": commands,
            }
        )
        self._show(rows)

    def _plan(self, rows=None):
        """What the columns mean, as chosen.

        :param rows: the first rows, where they were read already
        """
        rows = rows or self._sheet_rows(self._bytes(), _SAMPLE_ROWS)
        proposed = punch_sheet.guess(rows, self.month, self.name)
        above = [row for row in rows if row[0] < self.header_row]
        return punch_sheet.with_roles(
            replace(proposed, order=self.date_order or proposed.order),
            {column.index: column.role or "" for column in self.column_ids},
            self.month or punch_sheet.month_in(above, self.name),
        )

    def _show(self, rows):
        """Show what the first rows are understood to be."""
        plan = self._plan(rows)
        self._set({"layout": plan.layout or False})
        self._show_parsed(punch_sheet.read(rows, plan, self._latest()))

    def _show_parsed(self, parsed):
        pins = list(dict.fromkeys(punch.pin for punch in parsed.punches))
        unknown = self._unowned(pins)
        shown = ", ".join(unknown[:_KEPT_UNKNOWN])
        if len(unknown) > _KEPT_UNKNOWN:
            shown += " …"
        self._set({"preview": self._preview(parsed), "unknown_pins": shown or False})

    def _preview(self, parsed):
        """The first punches as they are understood, and the first bad lines."""
        if not parsed.read:
            return Markup("<p>%s</p>") % self.env._("No punch is recognised.")
        line = Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
        head = Markup("<tr><th>%s</th><th>%s</th><th>%s</th><th>%s</th></tr>") % (
            self.env._("Line"),
            self.env._("Pin"),
            self.env._("Local Time"),
            self.env._("As Received"),
        )
        reasons = dict(self.env["cs.punch.quarantine"]._selection_code())
        body = Markup().join(
            [
                *(
                    line % (p.number, p.pin, f"{p.local:%Y-%m-%d %H:%M:%S}", p.raw)
                    for p in parsed.punches[:_PREVIEW_ROWS]
                ),
                *(
                    line % (bad.number, reasons[bad.code], "", bad.raw)
                    for bad in parsed.bad[:_PREVIEW_ROWS]
                ),
            ]
        )
        table = Markup('<table class="table table-sm mb-0">%s%s</table>')
        return table % (head, body)

    def _unowned(self, pins):
        """Those of the pins that nobody owns or ever owned."""
        numbering = self.terminal_id if self.terminal_id.has_own_pins else None
        owned = self.env["cs.pin"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("pin", "in", pins),
                ("terminal_id", "=", numbering.id if numbering else False),
                ("state", "=", "active"),
            ]
        )
        known = set(owned.mapped("pin"))
        if self._by_name():
            people = self.env.execute_query(
                SQL(
                    "SELECT name FROM (%s) person WHERE name = ANY(%s)",
                    self.env["cs.punch"]._names_sql(self.company_id),
                    pins,
                )
            )
            known.update(name for (name,) in people)
        return [pin for pin in pins if pin not in known]

    def _by_name(self):
        return "name" in self.column_ids.mapped("role")

    def _zone_name(self):
        return self.tz or self.terminal_id.tz or self.company_id._cs_zone().key

    def _latest(self):
        """The latest local moment that can be true."""
        now = Zone(self._zone_name()).local(fields.Datetime.now())
        return now + timedelta(days=self.company_id.cs_punch_future_days)

    def _sheet_rows(self, data, limit=None):
        """Rows of the sheet as (number, cells); a file that is none is refused."""
        try:
            table = read_table(data, sheet=self.sheet_name or None, limits=_LIMITS)
            rows = ((row.number, row.cells) for row in table.rows)
            return list(islice(rows, limit))
        except SheetError as error:
            Sheets = self.env["cs.sheet"]
            raise UserError(Sheets._sheet_error_text(error)) from error

    def _parse(self):
        """Everything that the file holds.

        :rtype: engine.punch.Parsed
        """
        data = self._bytes()
        if self.kind == "attlog":
            return attlog.parse(data, self._latest())
        rows = self._sheet_rows(data)
        plan = self._plan(rows[:_SAMPLE_ROWS])
        return punch_sheet.read(rows, plan, self._latest())

    # Run

    def action_run(self):
        """Import the file: a small one now, a large one in the background."""
        for batch in self:
            batch.check_access("write")
            batch._start()
        return True

    def _start(self):
        if self.state not in ("draft", "failed"):
            raise UserError(self.env._("This import was started before."))
        if not self.content:
            raise UserError(self.env._("Please choose a file."))
        if self.kind == "sheet" and not self.layout:
            raise UserError(
                self.env._(
                    "Say which columns hold the pin or name and which hold the times:"
                    " a date and time, or in and out, or days."
                )
            )
        self._set(
            {
                "state": "queued",
                "error": False,
                "started_by_id": self.env.uid,
                "started_at": fields.Datetime.now(),
            }
        )
        if self.size > AT_ONCE:
            self._wake()
            return
        parsed = self._parse()
        self._take(parsed, len(parsed.punches))

    def _take(self, parsed, count):
        """Put the next punches into the ledger, with the progress.

        :return: whether the import is done
        """
        vals = {"total": len(parsed.punches)}
        if not self.done:
            vals |= self._take_bad(parsed)
        punches = parsed.punches[self.done : self.done + count]
        counts = self.env["cs.punch"]._ingest(
            self.company_id,
            punches,
            "file" if self.kind == "attlog" else "sheet",
            terminal=self.terminal_id,
            zone=self._zone_name(),
            punch_import=self,
            by_name=self._by_name(),
        )
        for name, value in counts._asdict().items():
            vals[f"{name}_count"] = self[f"{name}_count"] + value
        vals["done"] = self.done + len(punches)
        is_done = vals["done"] >= len(parsed.punches)
        self._set(vals)
        if is_done:
            self._finish()
        return is_done

    def _take_bad(self, parsed):
        kept, _lost = self.env["cs.punch.quarantine"]._keep(
            self.company_id,
            parsed.bad,
            "file" if self.kind == "attlog" else "sheet",
            terminal=self.terminal_id,
            punch_import=self,
        )
        return {
            "read_count": parsed.read,
            "bad_count": len(parsed.bad),
            "kept_count": kept,
        }

    def _finish(self):
        self._set(
            {
                "state": "done",
                "finished_at": fields.Datetime.now(),
                "content": False,
            }
        )
        if self.new_count + self.unknown_count > MANY_ROWS:
            self.env.cr.execute("ANALYZE cs_punch")

    @api.model
    def _wake(self):
        self.env.ref("cs_attendance.cs_punch_import_cron")._trigger()

    @api.model
    def _cron_run(self):
        """Go on with the imports that wait, batch by batch."""
        Cron, tries = self.env["ir.cron"], 0
        Cron._commit_progress(remaining=self._count_queued())
        while tries < MAX_TRIES:
            try:
                batch = self._next()
                if not batch:
                    break
                if not batch._go_on():
                    self._wake()
                    return
                tries = 0
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                tries += 1
        Cron._commit_progress(remaining=self._count_queued() if tries else 0)

    @api.model
    def _count_queued(self):
        return self.search_count([("state", "=", "queued")])

    @api.model
    def _next(self):
        """An import that waits and that no other worker holds."""
        for batch in self.search([("state", "=", "queued")], order="id"):
            if batch.try_lock_for_update():
                batch.invalidate_recordset()
                return batch
        return self.browse()

    def _go_on(self):
        """Read the file and take it, a batch a transaction.

        :return: False when the time of this turn is over
        """
        Cron = self.env["ir.cron"]
        try:
            parsed = self._parse()
            is_done = False
            while not is_done:
                with self.env.cr.savepoint():
                    is_done = self._take(parsed, BATCH)
                if not Cron._commit_progress(1, remaining=self._count_queued()):
                    return False
                if not is_done and not self.try_lock_for_update():
                    return True  # another worker goes on
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # noqa: BLE001 whatever is in the file
            self._fail(error)
        return True

    def _fail(self, error):
        """One file that cannot be imported holds up no other."""
        if isinstance(error, UserError):
            reason = str(error)
        else:
            _logger.error("Import %s failed", self.id, exc_info=error)
            reason = self.env._(
                "The import met a fault (%(name)s). What was taken before stays; run it"
                " again, or pass this on to the technical administrator.",
                name=type(error).__name__,
            )
        self._set({"state": "failed", "error": reason[:2000]})
        self.env["ir.cron"]._commit_progress(1, remaining=self._count_queued())

    # Report

    def action_report(self):
        """Download what became of the file, with each bad line."""
        self.ensure_one()
        self.check_access("read")
        Sheets = self.env["cs.sheet"]
        content = Sheets._xlsx([self._counts_sheet(), self._bad_sheet()], self.name)
        name = self.env._("Import %(number)s.xlsx", number=self.id)
        return Sheets._download_action(name, content)

    def _counts_sheet(self):
        names = (
            "read_count",
            "new_count",
            "duplicate_count",
            "unknown_count",
            "bad_count",
            "kept_count",
        )
        labels = self.fields_get(names, ["string"])
        return Sheet(
            self.env._("Result"),
            [
                Column("what", self.env._("What"), width=30),
                Column("count", self.env._("Count"), "integer"),
            ],
            [(labels[name]["string"], self[name]) for name in names],
            title=self.name,
        )

    def _bad_sheet(self):
        reasons = dict(self.env["cs.punch.quarantine"]._selection_code())
        return Sheet(
            self.env._("Bad lines"),
            [
                Column("number", self.env._("Line"), "integer"),
                Column("reason", self.env._("Reason"), width=18),
                Column("raw", self.env._("As received"), width=50),
                Column("advice", self.env._("What to do"), width=60),
            ],
            [
                (line.number, reasons[line.code], line.raw, line.advice)
                for line in self.quarantine_ids.sorted("number")
            ],
        )

    def action_open_punches(self):
        """Show the punches that this file brought."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_attendance.cs_punch_action"
        )
        return action | {"domain": [("import_id", "=", self.id)], "context": {}}


def _sample(rows, index):
    for cells in rows:
        if index < len(cells) and (text := cell_text(cells[index]).strip()):
            return text[:60]
    return ""
