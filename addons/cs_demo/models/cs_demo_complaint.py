from odoo import models

#: Units that complaints are about, and with whom they are shared.
UNITS = ("aftersale", "presale1", "presale2", "night", "aftersale", "presale1")
#: How many a month of the older ones.
COUNT = {3: 9, 2: 11, 1: 12}


class CsDemo(models.AbstractModel):
    """Complaints of the demo company, more of them (HD-04 to HD-06)."""

    _inherit = "cs.demo"

    def _complaint_rows(self):
        """Those of the small demo company last: its last one is told twice."""
        texts = self._history_table("complaints")
        rows, place = [], 0
        for months_ago, count in COUNT.items():
            for number in range(count):
                text = texts[place % len(texts)]
                rows.append(self._complaint_row(months_ago, number, place, text))
                place += 1
        return rows + super()._complaint_rows()

    def _complaint_row(self, months_ago, number, place, text):
        chance = self._chance("complaint", months_ago, number)
        unit = UNITS[place % len(UNITS)]
        # Nobody reads what names oneself, and heads report for their units.
        login = self._one_of_staff(chance, unit, self._month(months_ago), True)
        keys = {row["login"]: row["key"] for row in self._rows("people")}
        person = keys[login] if chance.random() < 0.6 else ""
        is_shared = chance.random() < 0.2
        other = "presale2" if unit != "presale2" else "aftersale"
        return text | {
            "key": f"history_{months_ago}_{number}",
            "months_ago": str(months_ago),
            "day": str(1 + (number * 27 // COUNT[months_ago])),
            "hour": str(chance.randrange(9, 21)),
            "taken_by": chance.choice(("agent", "agent2", "night")),
            "unit": unit,
            "person": person,
            "share": "70" if is_shared else "100",
            "unit2": other if is_shared else "",
            "person2": "",
            "share2": "30" if is_shared else "",
            "risk": "media" if place % 17 == 9 else "",
            "refusals": "2" if place % 9 == 4 else "0",
            "days": str(chance.choice((0.3, 0.6, 1, 1.2, 1.5, 2, 2.4, 3.5))),
        }
