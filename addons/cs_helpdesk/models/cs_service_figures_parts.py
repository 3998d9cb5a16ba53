from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.fields import Domain
from odoo.tools import SQL

from .cs_service_figures import ONE_DAY, following

TICKET = "helpdesk.ticket"


class CsServiceFigures(models.AbstractModel):
    """What of a manager's figures is about tickets."""

    _inherit = "cs.service.figures"

    # Volumes by kind (HD-01)

    @api.model
    def _volumes(self, scope, span, before):
        """What was received, by kind, day and week.

        :return: dict ``days`` and ``weeks``, each with ``label``, ``from`` and ``to``
            (naive UTC), and ``kinds``, the sum first: ``label``, ``count``,
            ``domain``, ``change``, and a number for each of ``days`` and ``weeks``
        """
        received = self._received(scope, span)
        Ticket = self.env[TICKET].with_context(tz=self._zone().key)
        counts = {}
        for moment, kind, count in Ticket._read_group(
            received, ["create_date:day", "cs_kind"], ["__count"]
        ):
            for key in (kind, None):
                counts[key, moment.date()] = counts.get((key, moment.date()), 0) + count
        earlier = dict(
            Ticket._read_group(self._received(scope, before), ["cs_kind"], ["__count"])
        )
        weeks = _weeks(span.first)
        days = [day for week in weeks for day in week]
        kinds = [(None, self.env._("All"))]
        kinds += Ticket._fields["cs_kind"]._description_selection(self.env)
        rows = []
        for kind, label in kinds:
            numbers = [counts.get((kind, day), 0) for day in days]
            past = earlier.get(kind, 0) if kind else sum(earlier.values())
            if not kind or sum(numbers) or past:
                own = received & Domain("cs_kind", "=", kind) if kind else received
                row = self._counted(own, sum(numbers))
                row["weeks"] = [
                    sum(counts.get((kind, day), 0) for day in week) for week in weeks
                ]
                change = self._change(row["count"], past)
                rows.append({**row, "label": label, "days": numbers, "change": change})
        return {
            "days": [self._bucket([day]) for day in days],
            "weeks": [self._bucket(week) for week in weeks],
            "kinds": rows,
        }

    @api.model
    def _bucket(self, days):
        company, text = self.env.company, fields.Datetime.to_string
        names = [words.day_name(self.env, day) for day in (days[0], days[-1])]
        return {
            "label": names[0] if len(days) == 1 else "–".join(names),
            "short": "–".join(sorted({f"{days[i].day}" for i in (0, -1)}, key=int)),
            "rest": len(days) == 1 and days[0].weekday() > 4,
            "from": text(words.to_utc(company, days[0])),
            "to": text(words.to_utc(company, days[-1] + ONE_DAY)),
        }

    # Time to close (HD-03)

    @api.model
    def _closing(self, scope, span, before):
        """What was closed, and how long it took from receipt to closing, by the clock;
        how much of what had a limit was within it.

        :return: list of dicts, the sum first
        """
        closed = self._closed(scope, span)
        rows = self._closing_rows(closed)
        earlier = self._closing_rows(self._closed(scope, before))
        kinds = [(None, self.env._("All"))]
        kinds += self.env[TICKET]._fields["cs_kind"]._description_selection(self.env)
        return [
            {
                "label": label,
                **self._closing_row(closed, kind, rows[kind], earlier.get(kind)),
            }
            for kind, label in kinds
            if kind in rows
        ]

    @api.model
    def _closing_rows(self, domain):
        """:return: dict kind (None: all) -> dict of figures, seconds as float"""
        Ticket = self.env[TICKET]
        Ticket.flush_model(["cs_kind", "create_date", "closed_date", "cs_is_late"])
        found = self.env.execute_query_dict(
            SQL(
                """
                SELECT cs_kind AS kind, count(*) AS count, avg(taken)::float AS average,
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY taken) AS median,
                       count(*) FILTER (WHERE limited) AS limited,
                       count(*) FILTER (WHERE limited AND cs_is_late) AS late
                  FROM (
                    SELECT cs_kind, cs_is_late,
                           greatest(extract(epoch FROM closed_date - create_date), 0)
                             ::float AS taken,
                           EXISTS (SELECT FROM cs_ticket_limit AS one
                                    WHERE one.ticket_id = ticket.id
                                      AND one.metric = 'resolve') AS limited
                      FROM helpdesk_ticket AS ticket
                     WHERE id IN %s
                  ) AS closed
              GROUP BY GROUPING SETS ((cs_kind), ())
                """,
                Ticket._search(domain).subselect(),
            )
        )
        return {row["kind"]: row for row in found if row["count"] or not row["kind"]}

    @api.model
    def _closing_row(self, closed, kind, row, earlier):
        own = closed & Domain("cs_kind", "=", kind) if kind else closed
        limited = own & Domain("cs_limit_ids", "any", [("metric", "=", "resolve")])
        late = limited & Domain("cs_is_late", "=", True)
        in_time = row["limited"] - row["late"]
        past = earlier or {"limited": 0, "late": 0, "median": None}
        return {
            **self._counted(own, row["count"]),
            "median": self._span_text(row["median"]),
            "average": self._span_text(row["average"]),
            "longer": self._change_of_time(row["median"], past["median"]),
            "within": self._share_text(in_time, row["limited"]),
            "late": self._counted(late, row["late"]),
            "change": self._change_of_share(
                (in_time, row["limited"]),
                (past["limited"] - past["late"], past["limited"]),
            ),
        }

    @api.model
    def _span_text(self, seconds):
        if seconds is None:
            return ""
        return self.env[TICKET]._cs_span_text(timedelta(seconds=seconds))

    # Complaints (HD-04)

    @api.model
    def _complaints(self, scope, span, before):
        """Complaints received: all, repeat and severe ones."""
        now, past = (
            self._received(scope, one) & Domain("cs_kind", "=", "complaint")
            for one in (span, before)
        )
        counts, earlier = (
            dict(self.env[TICKET]._read_group(one, ["cs_class"], ["__count"]))
            for one in (now, past)
        )
        classes = dict(
            self.env[TICKET]._fields["cs_class"]._description_selection(self.env)
        )
        rows = [
            {
                "label": self.env._("Complaints"),
                **self._counted(now, sum(counts.values())),
                "change": self._change(sum(counts.values()), sum(earlier.values())),
            }
        ]
        for name in ("repeat", "severe"):
            count = counts.get(name, 0)
            rows.append(
                {
                    "label": classes[name],
                    **self._counted(now & Domain("cs_class", "=", name), count),
                    "change": self._change(count, earlier.get(name, 0)),
                }
            )
        return rows


def _weeks(first):
    """The days of a month in weeks that begin on Monday."""
    weeks, day = [], first
    while day < following(first):
        if not weeks or not day.weekday():
            weeks.append([])
        weeks[-1].append(day)
        day += ONE_DAY
    return weeks
