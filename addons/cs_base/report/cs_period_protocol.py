from odoo import api, fields, models

from ..models import period_words as words
from ..models.cs_period_event import REQUESTS


class CsPeriodProtocol(models.AbstractModel):
    """Printable closing protocol of a month (ALL-05).

    Of a closed month it prints the frozen copy, whatever has been renamed since.
    """

    _name = "report.cs_base.period_protocol"
    _description = "Month Close Protocol"

    @api.model
    def _get_report_values(self, docids, data=None):
        periods = self.env["cs.period"].browse(docids)
        periods.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "cs.period",
            "docs": periods,
            # sudo: names of colleagues who locked a step
            "sheets": {period.id: self._sheet(period.sudo()) for period in periods},
        }

    def _sheet(self, period):
        zone = period.company_id._cs_zone()
        protocol = period.protocol or period._prepare_protocol()
        states = dict(period._fields["state"]._description_selection(self.env))
        line = states[period.state]
        if period.state == "closed":
            line = self.env._(
                "Closed by %(user)s on %(date)s",
                user=period.closed_by_id.name,
                date=words.stamp(period.closed_at, zone, year=True),
            )
        return {
            "company": period.company_id.name,
            "month": period.display_name,
            "state": line,
            "rows": self._rows(period, protocol, zone),
            "log": [
                self._log_row(event, zone)
                for event in protocol["log"]
                if event["kind"] not in REQUESTS
            ],
            "printed": words.stamp(fields.Datetime.now(), zone, year=True),
        }

    def _rows(self, period, protocol, zone):
        """Of a month that is still open also what stands and who has to act."""
        rows = [self._row(step, zone) for step in protocol["steps"]]
        if period.state == "closed":
            return rows
        for step, row in zip(period.step_ids, rows, strict=True):
            if step.state != "locked":
                row |= self._row_of_open(step)
        return rows

    def _row_of_open(self, step):
        screen = self.env["cs.period.screen"]
        items, problem = screen._open_of(step)
        figures = [
            f"{one['label']} {one['count']}" for one in [*screen._facts(step), *items]
        ]
        who = step.user_id.name or step.type_id.group_id.name or ""
        if problem:
            figures.append(problem)
        return {"figures": " · ".join(figures), "user": who}

    def _row(self, step, zone):
        Event = self.env["cs.period.event"]
        states = dict(
            self.env["cs.period.step"]._fields["state"]._description_selection(self.env)
        )
        facts = Event._in_language(step["facts"]) or []
        figures = [f"{fact['label']} {fact['count']}" for fact in facts]
        if step["total"]:
            figures.append(
                self.env._(
                    "%(done)s of %(total)s", done=step["done"], total=step["total"]
                )
            )
        return {
            "name": Event._in_language(step["names"]),
            "rule": step["rule"],
            "figures": " · ".join(figures),
            "state": states[step["state"]],
            "user": step["locked_by"],
            "date": self._stamp(step["locked_at"], zone),
        }

    def _log_row(self, event, zone):
        Event = self.env["cs.period.event"]
        return {
            "date": self._stamp(event["date"], zone),
            "text": Event._sentence(event["kind"], event["user"], event["detail"]),
        }

    def _stamp(self, moment, zone):
        moment = fields.Datetime.to_datetime(moment)
        return words.stamp(moment, zone, year=True) if moment else ""
