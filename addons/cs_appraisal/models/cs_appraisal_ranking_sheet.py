from collections import Counter

from odoo import api, models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet

#: From so many rows on, memory is kept flat.
_STREAMING = 3000


class CsAppraisalCycle(models.Model):
    """The ranking lists of a cycle as a workbook (APP-06, APP-07).

    Holds what the user may read of results and lines, nothing else.
    """

    _inherit = "cs.appraisal.cycle"

    def action_export_ranking(self):
        """Write the workbook and hand it to the browser; raises as the print does."""
        self._check_ranking()
        groups = self._ranking_groups()
        people = sum(map(len, groups.values()))
        title = self._ranking_head()[0]
        content = self.env["cs.sheet"]._xlsx(
            self._ranking_book(groups), title=title, streaming=people > _STREAMING
        )
        return self.env["cs.sheet"]._download_action(f"{title}.xlsx", content)

    def _ranking_book(self, groups):
        title, line = self._ranking_head()
        head = {"title": title, "subtitles": [line]}
        return [
            self._ranking_sheet(groups, head),
            self._ranking_grade_sheet(groups, head),
            self._ranking_item_sheet(groups, head),
        ]

    def _ranking_sheet(self, groups, head):
        columns = [
            Column("group", self.env._("Group")),
            Column("rank", self.env._("Rank"), "integer"),
            Column("rank_of", self.env._("People ranked"), "integer"),
            Column("name", self.env._("Employee")),
            Column("job", self.env._("Post")),
            Column("score", self.env._("Score"), "decimal"),
            Column("grade", self.env._("Grade")),
            Column("last_rank", self.env._("Rank last time"), "integer"),
            Column("last_score", self.env._("Score last time"), "decimal"),
            Column("best_streak", self.env._("Months first in a row"), "integer"),
            Column("failing_streak", self.env._("Failing months in a row"), "integer"),
            Column("later", self.env._("Later Differences")),
        ]
        blank = ("rank", "rank_of", "last_rank", "best_streak", "failing_streak")
        rows = [
            row._asdict() | {name: getattr(row, name) or None for name in blank}
            for own in groups.values()
            for row in own
        ]
        notes = [self._ranking_rule()]
        return Sheet(
            self.env._("Ranking"), columns, rows, notes=notes, frozen_columns=4, **head
        )

    def _ranking_grade_sheet(self, groups, head):
        """How many people of each group have each grade, and the share of the group."""
        grades = self._ranking_grades(groups)
        columns = [
            Column("group", self.env._("Group")),
            Column("people", self.env._("People in the Group"), "integer", total=True),
        ]
        for number, name in enumerate(grades):
            name = name or self.env._("No grade")
            columns += [
                Column(f"count{number}", name, "integer", total=True),
                Column(f"share{number}", f"{name} %", "percent"),
            ]
        rows = []
        for group, own in groups.items():
            counts, row = Counter(one.grade for one in own), {}
            for number, name in enumerate(grades):
                row[f"count{number}"] = counts[name]
                row[f"share{number}"] = counts[name] / len(own)
            rows.append(row | {"group": group, "people": len(own)})
        return Sheet(
            self.env._("Grades by Group"), columns, rows, frozen_columns=1, **head
        )

    def _ranking_grades(self, groups):
        """Names of all grades of the policies met, the best first; "" where met."""
        results = self.env["cs.appraisal.result"].union(
            *(row.result for own in groups.values() for row in own)
        )
        # sudo: grades of published policies
        grades = results.sudo().grade_id.policy_id.grade_ids
        names = grades.sorted("score_from", reverse=True).mapped("name")
        without = any(not row.grade for own in groups.values() for row in own)
        return [*dict.fromkeys(names), *([""] if without else [])]

    def _ranking_item_sheet(self, groups, head):
        columns = [
            Column("group", self.env._("Group")),
            Column("person", self.env._("Employee")),
            Column("section", self.env._("Section")),
            Column("name", self.env._("Item")),
            Column("value_text", self.env._("Figure")),
            Column("points", self.env._("Points"), "decimal"),
            Column("full_score", self.env._("Full score"), "decimal"),
            Column("weight", self.env._("Weight"), "decimal"),
            Column("weight_given", self.env._("Weight given"), "decimal"),
            Column("contribution", self.env._("Adds to the score"), "decimal"),
        ]
        rows = self._ranking_item_rows(groups)
        return Sheet(
            self.env._("Items by Person"), columns, rows, frozen_columns=2, **head
        )

    def _ranking_item_rows(self, groups):
        """In the order of the ranking, the items of a person below each other."""
        lines = self.env["cs.appraisal.line"].search(
            [("result_id.cycle_id", "=", self.id)]
        )
        by_result = lines.grouped("result_id")
        for group, own in groups.items():
            for row in own:
                for line in by_result.get(row.result, ()):
                    yield self._ranking_item_row(line) | {
                        "group": group,
                        "person": row.name,
                    }

    @api.model
    def _ranking_item_row(self, line):
        numbers = ("points", "contribution")
        return {
            "section": line.section or "",
            "name": line.name,
            "value_text": line.value_text,
            "full_score": line.full_score,
            "weight": line.weight,
            "weight_given": line.weight_given,
            **{one: line[one] if line.is_applicable else None for one in numbers},
        }
