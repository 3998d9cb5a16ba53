import base64
import hashlib
from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.addons.cs_base.engine.sheet_in import Limits
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..engine import attlog, punch_sheet
from ..engine.punch import Zone
from ..engine.punch_sheet_cell import cell_text

MAX_SIZE = 20 * 2**20
_PREVIEW_ROWS = 12
_SAMPLE_ROWS = 60
_KEPT_UNKNOWN = 20
_LIMITS = Limits(size=MAX_SIZE, columns=punch_sheet.MAX_COLUMNS, rows=500_000)


class CsPunchImport(models.Model):
    """What a file holds: how it is understood, and the preview (ATT-30)."""

    _inherit = "cs.punch.import"

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
        rows = self._first_rows(data)
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
        rows = rows or self._first_rows()
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
        return self.env["cs.sheet"]._table_rows(
            data, _LIMITS, limit, sheet=self.sheet_name or None
        )

    def _first_rows(self, data=None):
        """The rows by which columns are told apart and previewed."""
        return self._sheet_rows(data or self._bytes(), _SAMPLE_ROWS)

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


def _sample(rows, index):
    for cells in rows:
        if index < len(cells) and (text := cell_text(cells[index]).strip()):
            return text[:60]
    return ""
