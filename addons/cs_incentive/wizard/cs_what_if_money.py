from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..models.cs_incentive_statement import PLACES
from .cs_what_if_scope import ITEM


class CsWhatIf(models.TransientModel):
    """The money that came out, beside the statements as they are booked (ALL-03)."""

    _inherit = "cs.what.if"

    def _money_part(self, what_if):
        """As ``_day_part``; what is booked is read to the cent."""
        booked, read = self._booked()
        labels = self._labels(booked)
        changes = defaultdict(list)
        for change in what_if.money:
            if (change.employee, change.month) in read:
                place = change.employee, change.month, change.row["code"]
                changes[place].append(change)
        differences = {
            place: difference
            for place, own in changes.items()
            if (difference := sum(change.difference for change in own))
        }
        return {
            "changes": differences,
            "people": self._money_people(booked, differences),
            "changed": {employee for employee, _month, _code in differences},
            "lines": [
                self._money_line(place, booked, changes[place], differences[place])
                | ({"name": labels[place[2]]} if place[2] in labels else {})
                for place in sorted(differences)
            ],
            "totals": self._money_totals(booked, changes, differences, labels),
        }

    def _labels(self, booked):
        """dict code -> what it is called now"""
        words, newest = self.env[ITEM]._code_words(), {}
        for (_employee, _month, code), row in booked.items():
            newest[code] = max(row["id"], newest.get(code, 0))
        items = self.env[ITEM].browse(newest.values())
        return {one.code: words.get(one.code, one.label) for one in items}

    def _booked(self):
        """:return: dict (employee id, month, code) -> dict ``name``, ``section``,
        ``amount``, ``id`` of the newest; set of (employee id, month) with items"""
        query = self._readable(ITEM, "month")
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT i.employee_id, i.month, i.code, max(i.id) AS id,
                          (array_agg(i.name ORDER BY i.id DESC))[1] AS name,
                          (array_agg(i.section ORDER BY i.id DESC))[1] AS section,
                          sum(i.amount)::text AS amount
                     FROM cs_incentive_item i WHERE i.id IN (%s)
                    GROUP BY i.employee_id, i.month, i.code""",
                query.select(SQL.identifier(query.table, "id")),
            )
        )
        read = {(row["employee_id"], row["month"]) for row in rows}
        booked = {
            (row["employee_id"], row["month"], row["code"]): row
            | {"amount": Decimal(row["amount"])}
            for row in rows
            if row["section"] != "points"
        }
        return booked, read

    def _money_people(self, booked, differences):
        people = defaultdict(
            lambda: {"total_before": Decimal(0), "total_after": Decimal(0)}
        )
        for (employee, _month, _code), row in booked.items():
            for name in ("total_before", "total_after"):
                people[employee][name] += row["amount"]
        for (employee, _month, _code), difference in differences.items():
            people[employee]["total_after"] += difference
        return people

    def _money_line(self, place, booked, changes, difference):
        employee, month, code = place
        row = booked.get(place)
        before = row["amount"] if row else Decimal(0)
        newest = changes[-1].row
        return {
            "area": "money",
            "employee_id": employee,
            "month": month,
            "code": code,
            "name": newest["name"],
            "before": float(before),
            "after": float(before + difference),
            "difference": float(difference),
            "res_model": ITEM if row else False,
            "res_id": row["id"] if row else False,
            "explanation": newest["explanation"],
        }

    def _money_totals(self, booked, changes, differences, labels):
        """A row a code, and the whole cost."""
        unit = f"money:{self.currency_id.name}"
        rows = {}
        for (_employee, _month, code), row in booked.items():
            own = rows.setdefault(code, self._total(row["name"], row["section"], unit))
            own["before"] += row["amount"]
            own["after"] += row["amount"]
        for place, difference in differences.items():
            first = changes[place][0].row
            own = rows.setdefault(
                place[2], self._total(first["name"], first["section"], unit)
            )
            own["after"] += difference
        for code, own in rows.items():
            own["label"] = labels.get(code, own["label"])
        found = [
            own
            for _code, own in sorted(
                rows.items(), key=lambda row: (PLACES[row[1]["section"]], row[0])
            )
        ]
        whole = self._total(self.env._("Cost in all"), "", unit)
        for side in ("before", "after"):
            whole[side] = sum((own[side] for own in found), Decimal(0))
        return [*found, whole | {"is_total": True}]

    def _total(self, label, section, unit):
        return {
            "label": label,
            "section": section,
            "unit": unit,
            "before": Decimal(0),
            "after": Decimal(0),
        }
