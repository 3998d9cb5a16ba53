from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError

from .helpdesk_ticket_clock import DUE_FIELD

_MINUTE = timedelta(minutes=1)
#: of a ticket, for one line of it
_LINE_FIELDS = (
    "number",
    "name",
    "cs_kind",
    "partner_id",
    "partner_name",
    "user_id",
    "cs_next_due_at",
    *DUE_FIELD.values(),
)


class CsServiceScreen(models.AbstractModel):
    """What the screens of the service have in common (HD-02, HD-03).

    They read with the caller's rights, so record rules decide what is counted, and
    give each number with the domain of exactly what it counts. Times are told where
    the company works.
    """

    _name = "cs.service.screen"
    _description = "Screen of the Service"

    @api.model
    def _check_groups(self, *groups):
        """:raise AccessError: the caller is in none of these groups"""
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("This page is not for your post."))

    @api.model
    def _zone(self):
        return self.env.company._cs_zone()

    @api.model
    def _today(self):
        """Where the company works: today, and when it begins and ends (naive UTC)."""
        company = self.env.company
        today = company._cs_today()
        begin, end = (
            words.to_utc(company, day) for day in (today, today + timedelta(days=1))
        )
        return today, begin, end

    @api.model
    def _frame_of_screen(self):
        """What each screen needs: the ``clock`` where the company works, and the
        ``views`` that lists of tickets are opened with."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        now = words.localized(fields.Datetime.now(), self._zone())
        return {
            "clock": f"{now:%H:%M}",
            "views": [
                (find("cs_helpdesk.helpdesk_ticket_due_view_list"), "list"),
                (find("cs_helpdesk.helpdesk_ticket_due_view_kanban"), "kanban"),
                (False, "form"),
            ],
        }

    @api.model
    def _counted(self, domain, count=None):
        """A number and the domain of what it counts, for the client.

        :param count: when it is known already
        """
        if count is None:
            count = self.env["helpdesk.ticket"].search_count(domain)
        return {"count": count, "domain": list(domain)}

    # Tickets in lines

    @api.model
    def _lines(self, domain, order, limit, extra=()):
        """Tickets of a domain, each as one line.

        :param extra: further fields that are read with them
        :return: (tickets, list of dicts :meth:`_line`)
        """
        now = fields.Datetime.now()
        tickets = self.env["helpdesk.ticket"].search_fetch(
            domain, [*_LINE_FIELDS, *extra], order=order, limit=limit
        )
        kinds = dict(tickets._fields["cs_kind"]._description_selection(self.env))
        return tickets, [self._line(ticket, kinds, now) for ticket in tickets]

    @api.model
    def _line(self, ticket, kinds, now):
        """:return: dict ``id``, ``number``, ``name``, ``kind``, ``customer``,
        ``person`` (who works on it), and of the next limit ``metric``, ``when``,
        ``left`` and whether it is ``late``"""
        # sudo: names of who the ticket is from and with belong to the ticket
        known = ticket.sudo()
        due = ticket.cs_next_due_at
        return {
            "id": ticket.id,
            "number": ticket.number,
            "name": ticket.name,
            "kind": kinds[ticket.cs_kind],
            "customer": known.partner_name or known.partner_id.name or "",
            "person": known.user_id.name or "",
            "metric": self._metric_label(ticket) if due else "",
            "when": self._when_text(due, now) if due else "",
            "left": self._left_text(due, now) if due else "",
            "late": bool(due and due < now),
        }

    @api.model
    def _metric_label(self, ticket):
        """Which limit of the ticket comes first."""
        metrics = self.env["cs.ticket.segment"]._fields["metric"]
        labels = dict(metrics._description_selection(self.env))
        for metric, name in DUE_FIELD.items():
            if ticket[name] == ticket.cs_next_due_at:
                return labels[metric]
        return ""

    # Time in words

    @api.model
    def _left_text(self, due, now):
        """What is left until a limit, or how long it is over, in clock time. The
        limit itself is still in time.

        :param due: naive UTC, as ``now``
        """
        minutes = abs(due - now) // _MINUTE
        is_over = due < now
        if minutes < 1:
            return (
                self.env._("Just overdue")
                if is_over
                else self.env._("Less than a minute left")
            )
        if minutes < 60:
            text = (
                self.env._("%s min overdue") if is_over else self.env._("%s min left")
            )
            return text % minutes
        if minutes < 24 * 60:
            text = self.env._("%s h overdue") if is_over else self.env._("%s h left")
            return text % (minutes // 60)
        text = self.env._("%s d overdue") if is_over else self.env._("%s d left")
        return text % (minutes // (24 * 60))

    @api.model
    def _when_text(self, moment, now):
        """``today 18:00``; other days by date."""
        zone = self._zone()
        day, clock = words.deadline_parts(moment, zone)
        away = (day - words.localized(now, zone).date()).days
        if away == 0:
            return self.env._("today %s", clock)
        if away == 1:
            return self.env._("tomorrow %s", clock)
        if away == -1:
            return self.env._("yesterday %s", clock)
        return f"{words.day_name(self.env, day)} {clock}"
