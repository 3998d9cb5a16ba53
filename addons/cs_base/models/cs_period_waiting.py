from datetime import datetime

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from . import period_words as words


class CsPeriodWaiting(models.AbstractModel):
    """Who a month is waiting for, and the reminder they get (ALL-05)."""

    _name = "cs.period.waiting"
    _description = "Month Close: Waiting For"

    @api.model
    def remind(self, period_id, key):
        """Send one person one digest of what the month waits for from them.

        Once a day and person, whoever presses. HR officer, payroll accountant and
        general manager only.

        :param key: ``key`` of a row of ``cs.period.screen.load``
        """
        period = self._period_to_remind(period_id)
        person = self._waited_for(period).get(key)
        if not person:
            raise UserError(self.env._("Nothing is waiting for this person any more."))
        if self._reminded(period, key):
            raise UserError(
                self.env._("%s has been reminded today already.", person.name)
            )
        self._remind(period, person, {})
        return True

    @api.model
    def remind_all(self, period_id):
        """:meth:`remind` everybody who is waited for and can be told; who was reminded
        today is left, and so is the caller.

        :return: how many were reminded
        """
        period, known = self._period_to_remind(period_id), {}
        people = [
            person
            for key, person in self._waited_for(period).items()
            if self._partner(person)
            and self._user(person) != self.env.user
            and not self._reminded(period, key)
        ]
        for person in people:
            self._remind(period, person, known)
        return len(people)

    def _period_to_remind(self, period_id):
        """sudo: the log is written by nobody, and agents' partners are read."""
        period = self.env["cs.period"]
        period._check_role(*period._opener_groups())
        period = period._readable(period_id).sudo()
        period._check_not_closed()
        return period

    def _waited_for(self, period):
        """Those who are really waited for, by their key."""
        return {
            self._key(person): person
            for step in period.step_ids.filtered("type_id")
            for item in step._open_items()
            for person in self._people(step, item)
        }

    def _remind(self, period, person, known):
        self.env["cs.period.event"].sudo()._log(
            period, "remind", user=self.env.user, who=person.name, key=self._key(person)
        )
        self._send(period, person, known)

    def _partner(self, person):
        if person._name == "res.users":
            return person.partner_id
        return person.user_id.partner_id or person.work_contact_id

    def _items(self, period, known):
        """What is open in the language of ``period``, read once a language.

        :param known: dict language -> list of (step, open item), filled here
        """
        lang = period.env.lang
        if lang not in known:
            known[lang] = [
                (step, item)
                for step in period.step_ids.filtered("type_id")
                for item in step._open_items()
            ]
        return known[lang]

    def _send(self, period, person, known):
        partner, key = self._partner(person), self._key(person)
        if not partner:
            raise UserError(
                self.env._("%s has neither a user nor an address.", person.name)
            )
        period = period.with_context(lang=partner.lang or self.env.lang)
        lines = [
            self._line(step, item, person)
            for step, item in self._items(period, known)
            if any(self._key(each) == key for each in self._people(step, item))
        ]
        env = period.env
        body = Markup("<p>%s</p><ul>%s</ul>") % (
            env._(
                "For the month close of %(month)s these items are waiting for you:",
                month=period.display_name,
            ),
            Markup().join(Markup("<li>%s</li>") % line for line in lines),
        )
        env["mail.thread"].message_notify(
            partner_ids=partner.ids,
            author_id=self.env.user.partner_id.id,
            subject=env._("Month close %s: waiting for you", period.display_name),
            body=body,
        )

    def _line(self, step, item, person):
        due = self._due(item.get("due"), step.company_id, step.env)["due"]
        text = f"{step.name}: {item['label']} {self._count(item, person)}"
        return f"{text} ({due})" if due else text

    def _rows(self, step, items):
        """Rows of "who is waited for" of one step.

        :param items: open items of the step, see ``_period_open``
        """
        rows = []
        for item in items:
            for person in self._people(step, item) or [None]:
                row = {
                    "label": item["label"],
                    "count": self._count(item, person),
                    "action": item.get("action") or False,
                    "key": self._key(person),
                    "person": bool(person) and {"id": person.id, "name": person.name},
                    "group": item.get("group") or step.type_id.group_id.name,
                    "is_me": bool(person) and self._user(person) == self.env.user,
                    "reminded": self._reminded(step.period_id, self._key(person)),
                }
                rows.append(row | self._due(item.get("due"), step.company_id, self.env))
        return rows

    def _people(self, step, item):
        """Those an item waits for: named by the addon, else the step's person."""
        return item.get("responsible") or step.user_id

    def _count(self, item, person):
        """How much of an item waits for this person."""
        counts = item.get("counts") or {}
        return counts.get(person.id, item["count"]) if person else item["count"]

    def _user(self, person):
        return person if person._name == "res.users" else person.user_id

    def _key(self, person):
        return f"{person._name},{person.id}" if person else ""

    def _reminded(self, period, key):
        """When the person was reminded today, as ``14:20``; empty if not."""
        zone = period.company_id._cs_zone()
        start = words.to_utc(period.company_id, period.company_id._cs_today())
        for event in period.event_ids:
            if event.date < start:
                break
            if event.kind == "remind" and (event.detail or {}).get("key") == key:
                return f"{words.localized(event.date, zone):%H:%M}"
        return ""

    def _due(self, due, company, env):
        """Deadline in words: ``today 18:00``, ``Nov 9``; text is passed on.

        :param due: naive UTC datetime, date, text or nothing
        :return: dict ``due`` (text) and ``overdue`` (bool)
        """
        if not due or isinstance(due, str):
            return {"due": due or "", "overdue": False}
        today = company._cs_today()
        if isinstance(due, datetime):
            day, clock = words.deadline_parts(due, company._cs_zone())
            clock = f" {clock}"
            overdue = due < fields.Datetime.now()
        else:
            day, clock, overdue = due, "", due < today
        name = env._("today") if day == today else words.day_name(env, day)
        text = env._("overdue since %s") if overdue else env._("due %s")
        return {"due": text % (name + clock), "overdue": overdue}
