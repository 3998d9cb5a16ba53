from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, date_utils

#: When the ledger was last searched, as text.
PARAMETER = "cs_attendance.proxy_searched_at"
#: No import runs longer than this; what such a one brings late is searched again.
OVERLAP = timedelta(hours=2)


class CsProxyFinder(models.AbstractModel):
    """Looks for punches of two people on one terminal, seconds apart (ATT-12).

    Only what has arrived since the last search is looked at, together with its
    neighbours on the same terminal, whenever those arrived. Searching again finds
    nothing new: a pair of punches exists once. One month of punches at a time, so
    that memory stays bounded and a stopped job goes on where it was.
    """

    _name = "cs.proxy.finder"
    _description = "Search for Proxy Punching"

    @api.model
    def _cron_find(self):
        """Search what has arrived; done when every month with new punches is."""
        Parameter = self.env["ir.config_parameter"].sudo()
        began = fields.Datetime.now()
        last = Parameter.get_param(PARAMETER)
        since = fields.Datetime.to_datetime(last) - OVERLAP if last else datetime.min
        months = self._months(since)
        for number, month in enumerate(months, 1):
            self._find(month, month + relativedelta(months=1), since)
            if number < len(months):
                left = len(months) - number
                if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                    return
        Parameter.set_param(PARAMETER, fields.Datetime.to_string(began))
        self.env["ir.cron"]._commit_progress(1, remaining=0)

    @api.model
    def _find_among(self, punch_ids):
        """Search around these punches, such as those whose pin has been claimed.

        :return: number of new hints
        """
        self.env["cs.punch"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT min(moment), max(moment) FROM cs_punch WHERE id = ANY(%s)",
                list(punch_ids),
            )
        )
        first, last = rows[0]
        if not first:
            return 0
        chosen = SQL("id = ANY(%s)", list(punch_ids))
        return self._find(first, last + timedelta(seconds=1), None, chosen)

    @api.model
    def _months(self, since):
        """First moments of the months of the punches that arrived since then."""
        self.env["cs.punch"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT date_trunc('month', moment) FROM cs_punch"
                " WHERE received_at >= %s AND terminal_id IS NOT NULL"
                " AND employee_id IS NOT NULL ORDER BY 1",
                since,
            )
        )
        return [month for [month] in rows]

    @api.model
    def _find(self, first, last, since, chosen=None):
        """Make the hints about punches of ``first`` ≤ moment < ``last``.

        :param since: a pair needs one punch that arrived since then
        :param chosen: or SQL that is true for one of its punches
        :return: number of new hints
        """
        limit = self._widest_limit()
        if limit is None:
            return 0
        chosen = chosen or SQL("received_at >= %s", since)
        pairs = self._within_policy(self._pairs(first, last, limit, chosen))
        made = self._insert(pairs)
        if made:
            self._count_repeats(made)
        return len(made)

    @api.model
    def _widest_limit(self):
        """The most seconds that any approved policy names, or None without one."""
        self.env["cs.attendance.policy"].flush_model(["state", "proxy_seconds"])
        [[limit]] = self.env.execute_query(
            SQL(
                "SELECT max(proxy_seconds) FROM cs_attendance_policy"
                " WHERE state IN ('approved', 'superseded')"
            )
        )
        return limit

    @api.model
    def _pairs(self, first, last, limit, chosen):
        """Neighbours on one terminal, at most ``limit`` seconds apart.

        One pass over the punches in the order of each terminal's clock, and no join:
        right after an import the statistics know nothing of what has come.

        :return: list of (punch, employee, date, other punch, other employee,
            company, terminal, seconds), the person with the lower id first
        """
        return self.env.execute_query(
            SQL(
                """
                WITH around AS (
                    SELECT punch.*,
                           array_agg(id) OVER near AS ids,
                           array_agg(employee_id) OVER near AS people,
                           array_agg(company_id) OVER near AS companies,
                           array_agg(moment) OVER near AS moments,
                           array_agg(day) OVER near AS days,
                           array_agg(is_new) OVER near AS fresh
                      FROM (SELECT id, employee_id, company_id, terminal_id, moment,
                                   local_moment::date AS day, %(chosen)s AS is_new
                              FROM cs_punch
                             WHERE terminal_id IS NOT NULL AND employee_id IS NOT NULL
                               AND moment >= %(first)s - %(limit)s * interval '1 second'
                               AND moment < %(last)s + %(limit)s * interval '1 second'
                           ) punch
                    WINDOW near AS (
                        PARTITION BY terminal_id ORDER BY moment
                        RANGE BETWEEN %(limit)s * interval '1 second' PRECEDING
                                  AND CURRENT ROW)
                )
                SELECT DISTINCT
                       CASE WHEN employee_id < person THEN id ELSE other END,
                       least(employee_id, person),
                       CASE WHEN employee_id < person THEN day ELSE other_day END,
                       CASE WHEN employee_id < person THEN other ELSE id END,
                       greatest(employee_id, person), company_id, terminal_id,
                       abs(extract(epoch FROM moment - other_moment))::int
                  FROM around,
                       unnest(ids, people, companies, moments, days, fresh)
                           AS near(other, person, company, other_moment, other_day,
                                   other_new)
                 WHERE cardinality(ids) > 1
                   AND employee_id <> person AND company_id = company
                   AND (is_new OR other_new)
                 ORDER BY 1, 4
                """,
                chosen=chosen,
                limit=limit,
                first=first,
                last=last,
            )
        )

    @api.model
    def _within_policy(self, pairs):
        """The pairs that a policy in force for one of the two people calls near."""
        if not pairs:
            return []
        ids = {id_ for pair in pairs for id_ in (pair[1], pair[4])}
        people = self.env["hr.employee"].sudo().browse(ids)
        days = [pair[2] for pair in pairs]
        first = date_utils.start_of(min(days), "month")
        spans = self.env["cs.attendance.policy"]._policy_spans(people, first, max(days))
        same = self._same_people({(pair[1], pair[4]) for pair in pairs})
        return [
            pair
            for pair in pairs
            if (pair[1], pair[4]) not in same
            and pair[7] <= self._limit(spans, pair[1], pair[4], pair[2])
        ]

    @api.model
    def _limit(self, spans, *pair_and_day):
        """Seconds in force that day for one of two people, the longer; −1 for none."""
        *pair, day = pair_and_day
        return max(
            (
                policy.sudo().proxy_seconds
                for person in pair
                for start, stop, policy in spans[person]
                if start <= day <= stop and policy
            ),
            default=-1,
        )

    @api.model
    def _same_people(self, pairs):
        """Those of the pairs of employee ids that are one human being."""
        Employee = self.env["hr.employee"].sudo()
        return {
            (one, two)
            for one, two in pairs
            if Employee.browse(one)._cs_is_same_person(Employee.browse(two))
        }

    @api.model
    def _insert(self, pairs):
        """:return: list of (employee, other employee) of the hints that are new"""
        if not pairs:
            return []
        columns = zip(*pairs, strict=True)
        return self.env.execute_query(
            SQL(
                """
                INSERT INTO cs_proxy_hint
                       (punch_id, employee_id, date, other_punch_id, other_id,
                        company_id, terminal_id, seconds, source, state, repeat_count,
                        create_uid, create_date, write_uid, write_date)
                SELECT pair.*, 'found', 'open', 1, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(columns)s) AS pair
                    ON CONFLICT DO NOTHING
             RETURNING employee_id, other_id
                """,
                columns=SQL(", ").join(
                    SQL("%s::" + kind + "[]", list(column))
                    for column, kind in zip(
                        columns, ["int", "int", "date"] + ["int"] * 5, strict=True
                    )
                ),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )

    @api.model
    def _count_repeats(self, pairs):
        """Count the hints about these pairs of people anew, each over 30 days."""
        ones, twos = zip(*set(pairs), strict=True)
        self.env.execute_query(
            SQL(
                """
                UPDATE cs_proxy_hint hint SET repeat_count = counted.times
                  FROM (SELECT id, count(*) OVER (
                                   PARTITION BY employee_id, other_id ORDER BY date
                                   RANGE BETWEEN interval '29 days' PRECEDING
                                             AND CURRENT ROW) AS times
                          FROM cs_proxy_hint
                         WHERE (employee_id, other_id) IN (
                               SELECT * FROM unnest(%s, %s))
                       ) counted
                 WHERE counted.id = hint.id AND hint.repeat_count <> counted.times
             RETURNING hint.id
                """,
                list(ones),
                list(twos),
            )
        )
        self.env["cs.proxy.hint"].invalidate_model(["repeat_count"])
