from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError

#: From so many facts of one role on, their number stands for them.
_MANY = 6
#: Who may not read the personnel file may still read the public name.
_PUBLIC_MODEL = {"hr.employee": "hr.employee.public"}


class CsExplanationReader(models.AbstractModel):
    """Puts a stored explanation into the words of the reader (ALL-01).

    Only what the reader may read is shown; of the rest only the number is told. Costs
    a handful of queries whatever the length: texts, rules, and per model of facts.
    """

    _name = "cs.explanation.reader"
    _description = "Rendering of Explanations"

    @api.model
    def _render(self, explanation):
        """The explanation as plain text in plain structures, for the web client.

        :param explanation: an ``Explanation`` of the engine
        :return: dict ``verdict`` (text), ``hidden_facts`` (int) and ``reasons``, a list
            of dicts ``rule`` {code, title, text, id}, ``sentence``, ``policy`` False or
            {name, since, link}, ``facts`` [{label, display, link}] and ``params``
            [{label, value}]; a ``link`` is False or {model, ids}
        """
        texts = self._texts(explanation)
        rules = self._rules(explanation)
        shown, hidden = self._facts(
            {fact for reason in explanation.reasons for fact in reason.facts}
        )
        return {
            "verdict": texts.get(explanation.verdict)
            or self.env["cs.value.format"]._humanize(explanation.verdict),
            "reasons": [
                {
                    "rule": rules.get(reason.rule) or self._unknown_rule(reason.rule),
                    "sentence": self._sentence(reason, texts),
                    "policy": self._policy(reason, shown),
                    "facts": self._fact_lines(reason, shown, texts),
                    "params": [
                        {
                            "label": self._label("param", param.name, texts),
                            "value": self._value(param, texts),
                        }
                        for param in reason.params
                    ],
                }
                for reason in explanation.reasons
            ],
            "hidden_facts": hidden,
        }

    def _texts(self, explanation):
        keys = {explanation.verdict}
        for reason in explanation.reasons:
            keys.add(reason.key)
            keys.update(f"role.{fact.role}" for fact in reason.facts)
            keys.update(f"param.{param.name}" for param in reason.params)
            keys.update(
                param.value
                for param in reason.params + reason.values
                if param.unit == "term" and param.value
            )
        return self.env["cs.reason.text"]._texts(keys)

    def _rules(self, explanation):
        codes = {reason.rule for reason in explanation.reasons}
        # sudo: the rule book is open to everybody whom a rule concerns
        rules = self.env["cs.rule"].sudo()
        found = rules.search_fetch(
            [("code", "in", list(codes))], ["code", "title", "text"]
        )
        return {
            rule.code: {
                "code": rule.code,
                "title": rule.title,
                "text": rule.text,
                "id": rule.id,
            }
            for rule in found
        }

    def _unknown_rule(self, code):
        return {"code": code, "title": "", "text": "", "id": False}

    def _label(self, prefix, name, texts):
        return texts.get(f"{prefix}.{name}") or self.env["cs.value.format"]._humanize(
            name
        )

    def _value(self, param, texts):
        return self.env["cs.value.format"]._format_value(param.value, param.unit, texts)

    def _sentence(self, reason, texts):
        if reason.key not in texts:
            return self.env["cs.value.format"]._humanize(reason.key)
        values = {param.name: self._value(param, texts) for param in reason.values}
        return self.env["cs.reason.text"]._fill(texts[reason.key], values)

    def _facts(self, facts):
        """What the reader may know of each fact.

        :return: dict (model, id) -> {display, link}, and how many records exist that
            are kept from this reader
        """
        ids_by_model = defaultdict(set)
        for fact in facts:
            ids_by_model[fact.model].add(fact.id)
        shown, hidden = {}, 0
        for model, ids in ids_by_model.items():
            found = self._facts_of_model(model, ids)
            hidden += len(ids - {None} - found.keys())
            shown.update({(model, id_): line for id_, line in found.items()})
        return shown, hidden

    def _facts_of_model(self, model, ids):
        """:return: dict id -> {display, link}, without what the reader may not know

        Whoever may read nothing of a model learns neither what is gone nor that there
        was nothing.
        """
        Model = self.env.get(model)
        if Model is None or Model._abstract:
            return {}
        if model in _PUBLIC_MODEL and not Model.has_access("read"):
            Model = self.env[_PUBLIC_MODEL[model]]
        if not Model.has_access("read"):
            return {}
        format_value = self.env["cs.value.format"]._format_value
        records = Model.browse(sorted(ids - {None})).exists()
        gone = {"display": self.env._("Record no longer exists"), "link": False}
        found = {id_: gone for id_ in ids - {None} - set(records.ids)}
        if None in ids:
            found[None] = {"display": self.env._("none"), "link": False}
        for id_, name in self._names(records._filtered_access("read")).items():
            link = {"model": Model._name, "ids": [id_]}
            found[id_] = {"display": format_value(name), "link": link}
        return found

    def _names(self, records):
        """Display names; a record whose name rests on what is forbidden has none."""
        try:
            return {
                record.id: record.display_name or record._description
                for record in records
            }
        except AccessError:
            if len(records) == 1:
                return {}
        return {
            id_: name for record in records for id_, name in self._names(record).items()
        }

    def _fact_lines(self, reason, shown, texts):
        """A line per fact; of many in the same role, their number."""
        groups = defaultdict(list)
        for fact in reason.facts:
            if fact.role != "policy" and (fact.model, fact.id) in shown:
                groups[fact.role].append(shown[fact.model, fact.id])
        return [
            {"label": self._label("role", role, texts), **line}
            for role, lines in groups.items()
            for line in self._summarize(lines)
        ]

    def _summarize(self, lines):
        if len(lines) < _MANY:
            return lines
        ids_by_model = defaultdict(list)
        for line in lines:
            if line["link"]:
                ids_by_model[line["link"]["model"]] += line["link"]["ids"]
        summary = [
            {
                "display": self.env._("%(count)s records", count=len(ids)),
                "link": {"model": model, "ids": ids},
            }
            for model, ids in ids_by_model.items()
        ]
        if gone := [line for line in lines if not line["link"]]:
            text = self.env._("%(count)s no longer exist", count=len(gone))
            summary.append({"display": text, "link": False})
        return summary

    def _policy(self, reason, shown):
        """The policy in force: the fact in the role ``policy``, if readable."""
        for fact in reason.facts:
            line = shown.get((fact.model, fact.id))
            if fact.role == "policy" and line and line["link"]:
                policy = self.env[fact.model].browse(fact.id)
                since = "date_from" in policy._fields and policy.date_from
                return {
                    "name": line["display"],
                    "since": self.env["cs.value.format"]._format_value(since)
                    if since
                    else "",
                    "link": line["link"],
                }
        return False
