import re
from decimal import Decimal
from itertools import zip_longest

from odoo import api, models
from odoo.fields import Date, Datetime

RULE = re.compile(r"[A-Z]{2,8}-\d{2,4}(?=:)")


class CsPolicyChange(models.AbstractModel):
    """What one policy says differently from another (ALL-07: before and after).

    A change is kept as data that outlives the code and reads in any language::

        {"rule": "ATT-04", "field": "grace", "label": "Grace", "before": 0, "after": 5}
        {"rule": "APP-06", "field": "grade_ids", "label": "Grades",
         "row": {"name": "A"}, "column": "score_from", "column_label": "From",
         "before": 90, "after": 92}

    The rule is what the help of the field begins with. None stands for "nothing": a
    row that was added or removed has None on the other side and a dict of its
    columns on its own.
    """

    _name = "cs.policy.change"
    _description = "Change of a Policy"

    @api.model
    def _unit_labels(self):
        """Units that a field may name: key -> word after the number."""
        return {
            "second": self.env._("seconds"),
            "minute": self.env._("minutes"),
            "hour": self.env._("hours"),
            "day": self.env._("days"),
            "working_day": self.env._("working days"),
            "month": self.env._("months"),
            "year": self.env._("years"),
            "percent": "%",
            "point": self.env._("points"),
            "service_point": self.env._("service points"),
            "time": self.env._("times"),
            "person": self.env._("people"),
            "ring": self.env._("rings"),
            "callback": self.env._("callbacks"),
            "attempt": self.env._("attempts"),
            "suggestion": self.env._("suggestions"),
            "flower": self.env._("flowers"),
            "fold": self.env._("times the amount"),
            "clock": "",  # hours since midnight, shown as 08:30
        }

    # Comparing

    @api.model
    def _compare(self, before, after):
        """The changes between two policies of one model.

        :param before: what it is compared with; when empty, all that the new policy
            says is a change
        :return: list of changes in the order of the parameters
        """
        changes = []
        for name in after._policy_parameters():
            field = after._fields[name]
            if field.type == "one2many":
                changes += self._compare_tables(field, before[name], after[name])
                continue
            old = self._value(before, name) if before else None
            new = self._value(after, name)
            if old != new or not before:
                changes.append(self._change(field, old, new))
        return changes

    def _compare_tables(self, field, before, after):
        columns = after._policy_parameters()
        for old, new in self._matched_rows(before, after):
            row = {name: self._value(new or old, name) for name in new._policy_row_key}
            if not (old and new):
                values = [
                    {name: self._value(one, name) for name in columns} if one else None
                    for one in (old, new)
                ]
                yield self._change(field, *values, row=row)
                continue
            for name in columns:
                values = self._value(old, name), self._value(new, name)
                if values[0] != values[1]:
                    label = new._fields[name].string
                    where = {"row": row, "column": name, "column_label": label}
                    yield self._change(field, *values, **where)

    def _matched_rows(self, before, after):
        """Pairs (row or empty, row or empty) of both tables, in their order."""

        def key(row):
            return str([self._value(row, name) for name in row._policy_row_key])

        # sorted(): what was just written may be cached in another order
        old, new = before.sorted().grouped(key), after.sorted().grouped(key)
        for name in {**new, **old}:
            yield from zip_longest(
                old.get(name, ()), new.get(name, ()), fillvalue=after.browse()
            )

    def _change(self, field, before, after, **where):
        rule = RULE.match(field.help or "")
        return {
            "rule": rule and rule[0],
            "field": field.name,
            "label": field.string,
            **where,
            "before": before,
            "after": after,
        }

    @api.model
    def _value(self, record, name):
        """The value of a field as JSON; None for nothing."""
        value, kind = record[name], record._fields[name].type
        if kind == "many2one":
            return [value.id, value.display_name] if value else None
        if kind == "many2many":
            return [[one.id, one.display_name] for one in value]
        if kind == "date":
            return Date.to_string(value) or None
        if kind == "datetime":
            return Datetime.to_string(value) or None
        return (
            value
            if kind in ("boolean", "integer", "float", "monetary")
            else (value or None)
        )

    # Showing

    @api.model
    def _render(self, policy, before, changes):
        """HTML table of changes in the reader's language."""
        rows = [self._prepare_row(policy, change) for change in changes]
        return self.env["ir.qweb"]._render(
            "cs_base.cs_policy_change_table", {"before": before, "rows": rows}
        )

    def _prepare_row(self, policy, change):
        """Label parts and formatted values of one change."""
        field = policy._fields.get(change["field"])
        labels = [self._label(field, change["label"])]
        model = policy
        if field and field.type == "one2many":
            model = self.env[field.comodel_name]
        if "row" in change:
            row = [self._show(policy, model, *item) for item in change["row"].items()]
            labels.append(" ".join(row))
        name = change["field"]
        if "column" in change:
            name = change["column"]
            labels.append(self._label(model._fields.get(name), change["column_label"]))
        is_whole_row = "row" in change and "column" not in change
        show = self._show_row if is_whole_row else self._show
        return {
            "rule": change.get("rule"),
            "labels": labels,
            "before": show(policy, model, name, change["before"]),
            "after": show(policy, model, name, change["after"]),
        }

    def _label(self, field, kept):
        return field._description_string(self.env) if field else kept

    def _show_row(self, policy, model, _name, values):
        if values is None:
            return "–"
        texts = [
            f"{self._label(model._fields.get(name), name)} "
            f"{self._show(policy, model, name, value)}"
            for name, value in values.items()
            if name not in model._policy_row_key
        ]
        return ", ".join(texts)

    def _show(self, policy, model, name, value):
        """One value as a person writes it, with its unit."""
        field = model._fields.get(name)
        if value is None:
            return "–"
        if not field:
            return str(value)
        text = self._show_plain(policy, field, value)
        unit = self._unit_labels().get(getattr(field, "unit", None))
        return f"{text} {unit}" if unit else text

    def _show_plain(self, policy, field, value):
        Format = self.env["cs.value.format"]
        if field.type == "monetary":
            currency = policy.company_id.sudo().currency_id
            return Format._format_money(Decimal(str(value)), currency.name)
        if field.type in ("integer", "float"):
            if getattr(field, "unit", None) == "clock":
                return f"{round(value * 60) // 60:02}:{round(value * 60) % 60:02}"
            return Format._format_value(Decimal(str(value)))
        if field.type == "date":
            return Format._format_value(Date.to_date(value))
        if field.type == "datetime":
            return Format._format_value(Datetime.to_datetime(value))
        if field.type == "many2one":
            return Format._format_value(value[1])
        if field.type == "many2many":
            return Format._format_value(", ".join(name for _id, name in value))
        if field.type == "selection":
            value = dict(field._description_selection(self.env)).get(value, value)
        return Format._format_value(value)
