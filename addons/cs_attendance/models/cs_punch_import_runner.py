from odoo import fields, models
from odoo.addons.cs_base.engine.sheet_book import Column, Sheet
from odoo.exceptions import UserError

#: punches of one transaction in the background
BATCH = 20_000
#: a file with no more bytes than this, some 5 000 lines, is imported while one waits
AT_ONCE = 200_000
#: after so many new rows the database's statistics are made anew
MANY_ROWS = 20_000


class CsPunchImport(models.Model):
    """Taking a file into the ledger, batch by batch, and what became of it (ATT-30)."""

    _name = "cs.punch.import"
    _inherit = ["cs.punch.import", "cs.background.mixin"]

    _background_cron = "cs_attendance.cs_punch_import_cron"

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
            self._background_wake()
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

    # In the background

    def _background_steps(self):
        parsed = self._parse()
        while not self._take(parsed, BATCH):
            yield True

    def _background_failed(self, reason):
        self._set({"state": "failed", "error": reason})

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
