from odoo import api, models
from odoo.addons.cs_base.models import period_words as words


class CsExceptionReportPrint(models.AbstractModel):
    """The weekly exception report on paper (ATT-07)."""

    _name = "report.cs_attendance.exception_print"
    _description = "Weekly Exception Report, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        reports = self.env["cs.exception.report"].browse(docids)
        reports.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": reports._name,
            "docs": reports,
            "pages": [self._page(report) for report in reports],
        }

    def _page(self, report):
        zone = report.company_id._cs_zone()
        states = dict(report._fields["state"]._description_selection(self.env))
        # sudo: name of the department whose report the user reads
        place = [report.company_id.sudo().name, report.sudo().department_id.name]
        week = " – ".join(
            words.day_name(self.env, day)
            for day in (report.week_start, report.week_end)
        )
        line = [*place, week, states[report.state], report.lateness]
        printer = self.env["report.cs_attendance.sheet_print"]
        return {
            "report": report,
            "title": self.env._("Weekly exception report · %(week)s", week=report.week),
            "line": " · ".join(filter(None, line)),
            "lines": [self._line(line, zone) for line in report.line_ids],
            "printed": printer._printed(report.company_id),
        }

    def _line(self, line, zone):
        names = dict(line._fields["verdict"]._description_selection(self.env))
        return {
            "date": words.day_name(self.env, line.date),
            # sudo: name of a person whose line the user reads
            "name": line.sudo().employee_id.name,
            "verdict": names[line.verdict],
            "check_in": self._clock(line.check_in, zone),
            "check_out": self._clock(line.check_out, zone),
            "minutes": line.late_minutes + line.early_minutes,
            "slips": line.slip_text or "",
            "remark": line.remark or "",
        }

    def _clock(self, moment, zone):
        return f"{words.localized(moment, zone):%H:%M}" if moment else ""
