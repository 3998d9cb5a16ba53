from odoo import api, models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words

#: From so many rows on, memory is kept flat.
_STREAMING = 3000


class CsComplaintMonth(models.Model):
    """The statistics of a month as a workbook (HD-06).

    Holds what the user may read of lines and cases, nothing else.
    """

    _inherit = "cs.complaint.month"

    def action_export(self):
        """Write the workbook and hand it to the browser."""
        self.ensure_one()
        self.check_access("read")
        content = self.env["cs.sheet"]._xlsx(
            self._book(),
            title=self.display_name,
            streaming=self.case_count > _STREAMING,
        )
        name = f"{self.display_name}.xlsx"
        return self.env["cs.sheet"]._download_action(name, content)

    def _book(self):
        lines = self.env["cs.complaint.month.line"].search([("month_id", "=", self.id)])
        book = [self._ranking_sheet(lines), self._type_sheet(lines)]
        if self.case_count:
            book.append(self._case_sheet())
        return book

    def _sheet_head(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        zone = self.company_id._cs_zone()
        made = [states[self.state]]
        if self.computed_at:
            moment = words.stamp(self.computed_at, zone, year=True)
            made.append(self.env._("Figures as of %(moment)s", moment=moment))
        return {
            "title": f"{self.sudo().company_id.name} · {self.display_name}",
            "subtitles": [" · ".join(made)],
        }

    def _rule_of_rank(self):
        return self.env._(
            "Rank by complaints to volume, the most complaints first; equal ratios"
            " share a rank. A unit that took in no tickets has no ratio and no rank."
            " Shared complaints count in parts."
        )

    def _ranking_sheet(self, lines):
        number = {"type": "decimal", "total": True}
        columns = [
            self._column("rank", lines, "integer"),
            self._column("department_id", lines),
            self._column("number", lines, **number),
            self._column("volume", lines, "integer", total=True),
            self._column("ratio", lines, "percent"),
            *(
                self._column(name, lines, **number)
                for name in (
                    "general_number",
                    "repeat_number",
                    "severe_number",
                    "closed_number",
                    "judged_number",
                    "in_time_number",
                )
            ),
            self._column("in_time_ratio", lines, "percent"),
            self._column("average_days", lines, "decimal"),
            self._column("worst_days", lines, "decimal"),
            self._column("correction_number", lines, **number),
        ]
        return Sheet(
            self.env._("Ranking"),
            columns,
            [self._ranking_row(line) for line in lines],
            notes=[self._rule_of_rank()],
            frozen_columns=2,
            **self._sheet_head(),
        )

    def _ranking_row(self, line):
        names = ("number", "volume", "general_number", "repeat_number", "severe_number")
        names += ("closed_number", "judged_number", "in_time_number")
        closed = line.closed_number
        return {name: line[name] for name in (*names, "correction_number")} | {
            "rank": line.rank or None,
            "department_id": line.display_name,
            "ratio": line.ratio if line.volume and line.department_id else None,
            "in_time_ratio": line.in_time_ratio if line.judged_number else None,
            "average_days": line.average_days if closed else None,
            "worst_days": line.worst_days if closed else None,
        }

    def _type_sheet(self, lines):
        columns = [
            self._column("department_id", lines),
            Column("type", self.env._("Type")),
            self._column("number", lines, "decimal", total=True),
        ]
        rows = [
            (line.display_name, name, number)
            for line in lines
            for name, number in line._type_lines()
        ]
        return Sheet(self.env._("By Type"), columns, rows, **self._sheet_head())

    def _case_sheet(self):
        Case = self.env["cs.complaint.month.case"]
        kinds = {
            "ticket_number": "text",
            "department_id": "text",
            "employee_id": "text",
            "share": "decimal",
            "number": "decimal",
            "complaint_class": "text",
            "category_id": "text",
            "received_at": "datetime",
            "closed_at": "datetime",
            "days": "decimal",
            "timing": "text",
        }
        columns = [
            self._column(name, Case, kind, total=name == "number")
            for name, kind in kinds.items()
        ]
        return Sheet(
            self.env._("Cases"),
            columns,
            self._case_rows(Case),
            frozen_columns=1,
            **self._sheet_head(),
        )

    def _case_rows(self, Case):
        texts = {
            name: dict(Case._fields[name]._description_selection(self.env))
            for name in ("complaint_class", "timing")
        }
        zone = self.company_id._cs_zone()

        def local(moment):
            if not moment:
                return None
            return words.localized(moment, zone).replace(tzinfo=None)

        for case in Case.search([("month_id", "=", self.id)]):
            # sudo: names of the units, people and types whose rows the user reads
            known = case.sudo()
            yield {
                "ticket_number": case.ticket_number,
                "department_id": known.department_id.name,
                "employee_id": known.employee_id.name,
                "share": case.share,
                "number": case.number,
                "complaint_class": texts["complaint_class"].get(case.complaint_class),
                "category_id": known.category_id.name,
                "received_at": local(case.received_at),
                "closed_at": local(case.closed_at),
                "days": case.days if case.closed_at else None,
                "timing": texts["timing"][case.timing],
            }

    @api.model
    def _column(self, name, records, kind="text", **options):
        label = records._fields[name]._description_string(self.env)
        return Column(name, label, options.pop("type", kind), **options)
