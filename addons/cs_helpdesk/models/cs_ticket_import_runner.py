from dataclasses import replace
from typing import NamedTuple

from markupsafe import Markup
from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.addons.cs_base.engine.sheet_book import Column, Sheet
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import plaintext2html

from ..engine.ticket_history import Course, Happening, course
from .ticket_sheet import Bad, Past

#: tickets of one transaction in the background
BATCH = 500
#: a file with no more tickets is imported while one waits
AT_ONCE = 200
_MAX_TITLE = 200


class History(NamedTuple):
    """A ticket to be imported.

    :param vals: what the file says of it
    :param rows: its events, as values of ``cs.ticket.past``
    :param pauses: id of a word -> the word, for the reasons of pauses
    """

    vals: dict
    course: Course
    rows: list
    pauses: dict


class CsTicketImport(models.Model):
    """Taking a file in, a batch of tickets at a time, and what became of it."""

    _name = "cs.ticket.import"
    _inherit = ["cs.ticket.import", "cs.background.mixin"]

    _background_cron = "cs_helpdesk.cs_ticket_import_cron"

    def action_run(self):
        """Import the file: a small one now, a large one in the background."""
        if not self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager"):
            raise AccessError(self.env._("Only helpdesk managers import tickets."))
        for batch in self:
            batch.check_access("write")
            batch._start()
        return True

    def _start(self):
        if self.state not in ("draft", "failed"):
            raise UserError(self.env._("This import was started before."))
        self._check_complete()
        self._set(
            {
                "state": "queued",
                "error": False,
                "started_by_id": self.env.uid,
                "started_at": self.started_at or fields.Datetime.now(),
            }
        )
        if self.total > AT_ONCE:
            self._background_wake()
            return
        for _more in self._background_steps():
            pass

    def _check_complete(self):
        missing = []
        if not self.content:
            missing.append(self.env._("a file"))
        elif not self.layout:
            missing.append(self.env._("what the columns mean"))
        if not (self.source or "").strip():
            missing.append(self.env._("the name of the earlier system"))
        if not self.team_id:
            missing.append(self.env._("the team that gets the tickets"))
        if self.activity_ids.filtered(lambda word: not word.meaning):
            missing.append(self.env._("what each word under Events means"))
        if missing:
            lines = "\n".join(f"• {text}" for text in missing)
            raise UserError(self.env._("Please enter:\n%s", lines))
        stages = self._stages()
        wanted = {
            "closed": self.env._("closed tickets"),
            "new": self.env._("open ones"),
        }
        if "pause" in self.activity_ids.mapped("meaning"):
            wanted["paused"] = self.env._("waiting, which pauses the clock")
        for name, text in wanted.items():
            if not stages[name]:
                raise UserError(
                    self.env._("The team needs a stage for %s. Please add one.", text)
                )

    def _stages(self):
        """Where a ticket goes, by where it is: new, working, paused, closed."""
        # sudo: the stages of the team, whoever imports
        stages = self.sudo().team_id._get_applicable_stages()
        is_open = stages.filtered(lambda one: not (one.closed or one.cs_pauses))
        working = is_open.filtered(lambda one: not one.unattended)
        return {
            "new": (is_open - working)[:1] or is_open[:1],
            "working": working[:1] or is_open[:1],
            "paused": stages.filtered("cs_pauses")[:1],
            "closed": stages.filtered("closed")[:1],
        }

    # In the background

    def _background_as_user(self):
        batch = self.with_user(self.started_by_id)
        return batch.with_context(
            allowed_company_ids=self.company_id.ids, lang=self.started_by_id.lang
        )

    def _background_steps(self):
        parsed = self._parse()
        if not self.done:
            # sudo: the import alone sets rows aside
            self.env["cs.ticket.quarantine"].sudo().search(
                [("import_id", "=", self.id)]
            )._kept_unlink()
            self._set(
                {
                    "read_count": parsed.read,
                    "total": len(parsed.pasts),
                    "bad_count": len(parsed.bad),
                    "held_count": parsed.held,
                    "repeated_count": parsed.repeated,
                    "disordered_count": parsed.disordered,
                }
            )
            self._keep_bad(parsed.bad)
        while True:
            pasts = parsed.pasts[self.done : self.done + BATCH]
            self._take(pasts)
            if self.done >= len(parsed.pasts):
                break
            yield True
        self._set(
            {
                "state": "done",
                "finished_at": fields.Datetime.now(),
                "content": False,
            }
        )

    def _background_failed(self, reason):
        self._set({"state": "failed", "error": reason})

    def _keep_bad(self, bad):
        # sudo: the import alone sets rows aside
        self.env["cs.ticket.quarantine"].sudo()._keep(self, bad)

    def _take(self, pasts):
        """Import the next tickets, with the progress."""
        # sudo: history goes in past the gates, for whoever may run the import; a
        # context of the caller's own means nothing for it
        Ticket = self.env["helpdesk.ticket"].sudo()
        Ticket = Ticket.with_context(allowed_company_ids=self.company_id.ids)
        known = Ticket._cs_import_known(self, [past.number for past in pasts])
        fresh = [past for past in pasts if past.number not in known]
        histories, bad = self._histories(fresh)
        try:
            Ticket._cs_import(histories)
        except UniqueViolation as error:
            # another import brought one of them just now: again, and see it there
            raise ConcurrencyError(str(error)) from error
        if bad:
            self._keep_bad(bad)
        self._set(
            {
                "new_count": self.new_count + len(histories),
                "there_count": self.there_count + len(known),
                "held_count": self.held_count + len(bad),
                "bad_count": self.bad_count + len(bad),
                "done": self.done + len(pasts),
            }
        )

    # What the file says

    def _words(self):
        return {(word.type, word.text): word for word in self.word_ids}

    def _courses(self, pasts):
        """:return: list of ``ticket_history.Course``"""
        words, none = self._words(), self.env["cs.ticket.import.word"]
        # sudo: the unit of a team that the manager may not read
        unit = self.sudo().team_id.cs_department_id.id or None

        def happening(line):
            activity = words.get(("activity", line.activity), none)
            user = words.get(("person", line.person), none).sudo().user_id
            place = words.get(("unit", line.unit), none).department_id
            return Happening(
                line.moment,
                line.meaning or activity.meaning or "note",
                person=user.id or None,
                names_person=bool(line.person),
                unit=place.id or None,
                names_unit=bool(line.unit),
                pause=activity.id or None,
            )

        return [course(list(map(happening, past.lines)), unit) for past in pasts]

    def _histories(self, pasts):
        """:return: list of History, list of Bad"""
        words, none = self._words(), self.env["cs.ticket.import.word"]
        stages = self._stages()
        pauses = {word.id: word.text for word in self.activity_ids}
        histories, bad = [], []
        for past, whole in zip(pasts, self._courses(pasts), strict=True):
            kind = words.get(("kind", past.details.get("kind")), none).kind or self.kind
            if kind == "suggestion" and not whole.last.is_closed:
                bad.append(Bad(past.row, past.number, "open_suggestion"))
                continue
            whole = self._without_leavers(whole)
            level = words.get(("priority", past.details.get("priority")), none)
            vals = self._ticket_vals(past, whole, stages)
            vals |= {"cs_kind": kind, "priority": level.priority or "1"}
            histories.append(
                History(vals, whole, self._past_rows(past, words, none), pauses)
            )
        return histories, bad

    def _without_leavers(self, whole):
        """Who has left works on nothing any more: an open ticket waits for somebody."""
        # sudo: whether a colleague is still there
        person = self.env["res.users"].sudo().browse(whole.last.person or ())
        if whole.last.is_closed or not person or person.active:
            return whole
        last = replace(whole.last, person=None)
        event = (self.started_at, last)
        return replace(whole, last=last, events=[*whole.events, event])

    def _ticket_vals(self, past: Past, whole: Course, stages):
        last, details = whole.last, past.details
        place = (
            "closed"
            if last.is_closed
            else "paused"
            if last.pause
            else "working"
            if whole.taken
            else "new"
        )
        title = details.get("title") or self.env._("Ticket %s", past.number)
        people = whole.people
        return {
            "number": f"{self.source.strip()}-{past.number}",
            "name": title[:_MAX_TITLE],
            "description": self._body(past, title),
            "company_id": self.company_id.id,
            "team_id": self.team_id.id,
            "stage_id": stages[place].id,
            "cs_department_id": last.unit or False,
            "user_id": last.person or False,
            "cs_first_owner_id": people[0] if people else False,
            "cs_owner_id": last.person or (people[-1] if people else False),
            "partner_name": details.get("customer") or False,
            "partner_email": details.get("email") or False,
            "cs_phone": details.get("phone") or False,
            "create_date": whole.received,
            "assigned_date": whole.taken or False,
            "closed_date": whole.closed or False,
            "last_stage_update": whole.moved,
            "cs_reopen_count": whole.reopened,
            "cs_import_id": self.id,
            "cs_import_source": self.source.strip(),
            "cs_import_number": past.number,
        }

    def _body(self, past, title):
        """The text of the file, and what has no field of its own."""
        text = past.details.get("description") or ""
        if len(title) > _MAX_TITLE:
            text = f"{title}\n\n{text}"
        html = plaintext2html(text) if text else Markup()
        words = self._words()
        texts = dict(past.texts)
        for name in ("kind", "priority"):
            word = words.get((name, past.details.get(name)))
            if word and not word[name]:
                column = self.column_ids.filtered(
                    lambda one, role=name: one.role == role
                )
                texts[column.title or name] = word.text
        lines = [
            Markup("<li>%s: %s</li>") % (header, value)
            for header, value in texts.items()
        ]
        if lines:
            html += Markup("<ul>%s</ul>") % Markup().join(lines)
        return html or Markup("<p>%s</p>") % title

    def _past_rows(self, past, words, none):
        rows = []
        for line in past.lines:
            activity = words.get(("activity", line.activity), none)
            user = words.get(("person", line.person), none)
            place = words.get(("unit", line.unit), none)
            rows.append(
                {
                    "company_id": self.company_id.id,
                    "moment": line.moment,
                    "activity": line.activity or None,
                    "meaning": line.meaning or activity.meaning or "note",
                    "person": line.person or None,
                    "user_id": user.sudo().user_id.id or None,
                    "unit": line.unit or None,
                    "department_id": place.department_id.id or None,
                    "row": line.number,
                }
            )
        return rows

    # Report

    def action_report(self):
        """Download what became of the file, with each bad row."""
        self.ensure_one()
        self.check_access("read")
        Sheets = self.env["cs.sheet"]
        content = Sheets._xlsx([self._counts_sheet(), self._bad_sheet()], self.name)
        name = self.env._("Ticket import %(number)s.xlsx", number=self.id)
        return Sheets._download_action(name, content)

    def _counts_sheet(self):
        names = (
            "read_count",
            "new_count",
            "there_count",
            "held_count",
            "bad_count",
            "repeated_count",
            "disordered_count",
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
        fields_ = self.env["cs.ticket.quarantine"]._fields
        reasons = dict(fields_["code"]._description_selection(self.env))
        return Sheet(
            self.env._("Rows Set Aside"),
            [
                Column("row", self.env._("Row"), "integer"),
                Column("ticket", self.env._("Ticket"), width=20),
                Column("reason", self.env._("Reason"), width=22),
                Column("shown", self.env._("As received"), width=40),
                Column("advice", self.env._("What to do"), width=70),
            ],
            [
                (one.row, one.ticket, reasons[one.code], one.shown, one.advice)
                for one in self.quarantine_ids.sorted("row")
            ],
        )

    def action_open_tickets(self):
        """Show the tickets that this file brought."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_helpdesk.cs_ticket_imported_action"
        )
        return action | {"domain": [("cs_import_id", "=", self.id)], "context": {}}
