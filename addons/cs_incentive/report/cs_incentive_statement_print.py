from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words


class CsIncentiveStatementPrint(models.AbstractModel):
    """A monthly statement on paper: A4 portrait, each line with its formula and its
    reasons, to be signed (INC-30)."""

    _name = "report.cs_incentive.statement_print"
    _description = "Monthly Statement, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        statements = self.env["cs.incentive.statement"].browse(docids)
        statements.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": statements._name,
            "docs": statements,
            "pages": [self._page(one) for one in statements],
        }

    def _page(self, one):
        page = self.env["cs.incentive.page"]._compose(one)
        # sudo: name and zone of the company whose statement the user reads
        company = one.sudo().company_id
        now = words.stamp(fields.Datetime.now(), company._cs_zone(), year=True)
        states = dict(one._fields["state"]._description_selection(self.env))
        lines = [line for part in page["sections"] for line in part["lines"]]
        for line in lines:
            line["opened"] = self._opened(line["id"])
        line = [company.name, page["head"]["facts"], states[one.state]]
        return {
            **page,
            "line": " · ".join(filter(None, line)),
            "schemes": self._schemes(lines),
            "printed": self.env._("Printed %(moment)s", moment=now),
        }

    def _schemes(self, lines):
        """By which schemes the lines came about, and since when they are in force."""
        schemes = [line["opened"]["scheme"] for line in lines]
        texts = [f"{one['name']} · {one['since']}" for one in schemes if one]
        return list(dict.fromkeys(texts))

    def _opened(self, item_id):
        """Formula and reasons of a line as text."""
        item = self.env["cs.incentive.item"].browse(item_id)
        opened = self.env["cs.incentive.my"]._opened(item)
        return {
            "formula": self._formula(opened["formula"]),
            "sentences": [
                {
                    "text": reason["sentence"],
                    "params": self._joined(reason["params"], "value"),
                    "facts": self._joined(reason["facts"], "display"),
                }
                for reason in opened["reasons"]
            ],
            "scheme": opened["scheme"],
        }

    def _formula(self, parts):
        """``Sales 86,400.00 × Rate 1.5% = 1,296.00``; "" for an amount alone."""
        if len(parts) < 2:
            return ""
        return " ".join(
            part.get("sign")
            or (
                part["value"]
                if part["is_result"]
                else f"{part['label']} {part['value']}"
            )
            for part in parts
        )

    def _joined(self, pairs, name):
        return " · ".join(f"{pair['label']} {pair[name]}" for pair in pairs)
