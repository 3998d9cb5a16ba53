import base64
import hashlib
from collections import Counter
from datetime import timezone
from zoneinfo import ZoneInfo

from markupsafe import Markup

from odoo import fields, models
from odoo.addons.cs_base.engine.sheet_in import Limits
from odoo.addons.cs_base.engine.sheet_parse import folded
from odoo.fields import Command
from odoo.tools import format_datetime

from . import ticket_sheet
from .cs_ticket_import_word import MEANING_OF

_LIMITS = Limits(size=20 * 2**20, rows=200_000)
_PREVIEW = 12
_SAMPLE_ROWS = 60
#: what the words of a file usually mean, folded
_MEANS = {
    "activity": {
        "assign": "takeincharge|takeinchargeticket|take|assign|assigned|accept|accepted"
        "|start|started|inprogress|resume|resumed|受理|接单|派单|分配|转派|处理中"
        "|开始处理|接手|领取",
        "pause": "wait|waiting|pause|paused|pending|onhold|hold|awaiting|suspend"
        "|suspended|等待|挂起|暂停|等待客户|待客户回复|等待客户答复|待回复",
        "resolve": "resolve|resolved|resolveticket|solve|solved|done|completed|解决"
        "|已解决|处理完成|处理完毕|完成|已完成",
        "close": "close|closed|closeticket|关闭|已关闭|结案|办结|归档|关单",
        "reopen": "reopen|reopened|重开|重新打开|再次打开|激活|重新受理|退回重办",
    },
    "kind": {
        "inquiry": "inquiry|question|咨询|询问|查询",
        "complaint": "complaint|投诉|客诉",
        "suggestion": "suggestion|建议|提案",
        "order": "order|serviceorder|订单|下单|服务单",
        "callback": "callback|回访",
        "repair": "repair|报修|维修|售后维修",
    },
    "priority": {
        "0": "low|低|0",
        "1": "medium|normal|中|一般|普通|1",
        "2": "high|urgent|高|紧急|加急|2",
        "3": "veryhigh|critical|特急|非常紧急|3",
    },
}
_USUAL = {
    (type_, word): value
    for type_, values in _MEANS.items()
    for value, words in values.items()
    for word in words.split("|")
}


class CsTicketImport(models.Model):
    """What a file holds: how it is understood, and the preview."""

    _inherit = "cs.ticket.import"

    def _bytes(self):
        # sudo: the file is an attachment of this record, which the caller may read
        content = self.sudo().with_context(bin_size=False).content
        return base64.b64decode(content or b"")

    def _inspect(self):
        """Find out what the columns mean, and show what follows from that."""
        self.ensure_one()
        data = self._bytes()
        clear = [Command.clear()]
        if not data:
            # sudo: columns and words are made by us, managers choose their meaning
            self.sudo()._set({"preview": False, "column_ids": clear, "word_ids": clear})
            return
        rows = self._sheet_rows(data, _SAMPLE_ROWS)
        header, titles, roles = ticket_sheet.guess(rows)
        samples = [cells for number, cells in rows if number > header]
        columns = [
            Command.create(
                {
                    "index": index,
                    "title": title,
                    "sample": _sample(samples, index),
                    "role": roles.get(index, "text"),
                }
            )
            for index, title in enumerate(titles)
        ]
        # sudo: as above
        self.sudo()._set(
            {
                "digest": hashlib.sha256(data).hexdigest(),
                "header_row": header,
                "column_ids": [*clear, *columns],
                "word_ids": clear,
            }
        )
        self._show(data)

    def _sheet_rows(self, data, limit=None):
        """Rows of the sheet as (number, cells); a file that is none is refused."""
        return self.env["cs.sheet"]._table_rows(
            data, _LIMITS, limit, sheet=self.sheet_name or None
        )

    def _parse(self, data=None):
        """Everything that the file holds.

        :rtype: ticket_sheet.Parsed
        """
        zone = ZoneInfo(self.tz) if self.tz else self.company_id._cs_zone()

        def to_utc(local):
            return (
                local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)
            )

        columns = self.column_ids.sorted("index")
        reader = ticket_sheet.Reader(
            [column.title or column.letters for column in columns],
            {column.index: column.role for column in columns if column.role},
            to_utc,
            self.started_at or fields.Datetime.now(),
        )
        rows = self._sheet_rows(data or self._bytes())
        return reader.read(rows, self.header_row)

    def _show(self, data=None):
        """Show what the file is understood to be."""
        roles = self.column_ids.filtered("role").mapped("role")
        layout = ticket_sheet.layout_of(roles)
        twice = [
            role
            for role, count in Counter(roles).items()
            if role != "text" and count > 1
        ]
        if twice or not layout:
            clear = [Command.clear()]
            # sudo: words are made by us
            self.sudo()._set(
                {
                    "layout": False,
                    "word_ids": clear,
                    "preview": Markup("<p>%s</p>") % self._columns_text(twice),
                }
            )
            return
        parsed = self._parse(data)
        self._set_words(parsed)
        self._set(
            {
                "layout": layout,
                "read_count": parsed.read,
                "total": len(parsed.pasts),
                "held_count": parsed.held,
                "bad_count": len(parsed.bad),
                "repeated_count": parsed.repeated,
                "disordered_count": parsed.disordered,
            }
        )
        self._set({"preview": self._preview(parsed)})

    def _columns_text(self, twice):
        if twice:
            Column = self.env["cs.ticket.import.column"]
            labels = dict(Column._fields["role"]._description_selection(self.env))
            return self.env._(
                "More than one column is “%s”. Please choose one under Columns.",
                labels[twice[0]],
            )
        return self.env._(
            "Please say under Columns which one holds the ticket's number, and either"
            " when something happened and what, or when the ticket was received."
        )

    def _set_words(self, parsed):
        """The words of the file with their meanings; those chosen before stay."""
        counts = Counter()
        for past in parsed.pasts:
            for line in past.lines:
                counts["activity", line.activity] += not line.meaning
                counts["person", line.person] += 1
                counts["unit", line.unit] += 1
            for name in ("kind", "priority"):
                counts[name, past.details.get(name, "")] += 1
        counts = {key: count for key, count in counts.items() if key[1] and count}
        known = {(word.type, word.text): word for word in self.word_ids}
        texts = {}
        for type_, text in counts.keys() - known.keys():
            texts.setdefault(type_, set()).add(text)
        proposed = self.env["cs.ticket.import.word"]._propose(self, texts)
        commands = [
            Command.delete(word.id) for key, word in known.items() if key not in counts
        ]
        for (type_, text), count in counts.items():
            if (type_, text) in known:
                continue
            meaning = proposed.get((type_, text))
            meaning = meaning or _USUAL.get((type_, folded(text)))
            vals = {"type": type_, "text": text, "count": count}
            if type_ == "activity":
                meaning = meaning or "note"
            vals[MEANING_OF[type_]] = meaning or False
            commands.append(Command.create(vals))
        # sudo: words are made by us, managers choose their meaning
        batch = self.sudo()
        batch._set({"word_ids": commands})
        for word in batch.word_ids:
            count = counts[word.type, word.text]
            if word.count != count:
                word._recount(count)
        self.invalidate_recordset()

    def _preview(self, parsed):
        """The first tickets as they are understood, and the first bad rows."""
        if not parsed.read:
            return Markup("<p>%s</p>") % self.env._("The file has no rows.")
        courses = self._courses(parsed.pasts[:_PREVIEW])
        labels = self.env["helpdesk.ticket"].fields_get(
            ["create_date", "closed_date", "cs_reopen_count"], ["string"]
        )
        heads = [
            self.env._("Ticket"),
            self.env._("Rows"),
            labels["create_date"]["string"],
            self.env._("Taken in Charge"),
            labels["closed_date"]["string"],
            labels["cs_reopen_count"]["string"],
        ]
        rows = [
            [
                past.number,
                len(past.lines),
                self._time_text(course.received),
                self._time_text(course.taken),
                self._time_text(course.closed),
                course.reopened or "",
            ]
            for past, course in zip(parsed.pasts, courses, strict=False)
        ]
        html = self._html_table(heads, rows) if rows else Markup()
        if parsed.bad:
            Quarantine = self.env["cs.ticket.quarantine"]
            heads = [
                self.env._("Row"),
                self.env._("Ticket"),
                self.env._("As Received"),
                self.env._("What to do"),
            ]
            rows = [
                [bad.row, bad.ticket, bad.shown, Quarantine._advice_of(bad)]
                for bad in parsed.bad[:_PREVIEW]
            ]
            title = Markup('<h4 class="mt-3">%s</h4>') % self.env._("Set aside")
            html += title + self._html_table(heads, rows)
        return html

    def _html_table(self, heads, rows):
        line = Markup("<tr>%s</tr>")
        cell, head = Markup("<td>%s</td>"), Markup("<th>%s</th>")
        body = Markup().join(
            line % Markup().join(cell % value for value in row) for row in rows
        )
        top = line % Markup().join(head % text for text in heads)
        return Markup('<table class="table table-sm mb-0 text-break">%s%s</table>') % (
            top,
            body,
        )

    def _time_text(self, moment):
        zone = self.tz or self.company_id._cs_zone().key
        return format_datetime(self.env, moment, tz=zone) if moment else ""


def _sample(rows, index):
    for cells in rows:
        if index < len(cells) and (text := ticket_sheet.readable(cells[index])):
            return text[:60]
    return ""
