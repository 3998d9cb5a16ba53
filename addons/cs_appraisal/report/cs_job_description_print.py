from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.tools import format_date


class CsJobDescriptionPrint(models.AbstractModel):
    """A job description on paper: A4 portrait, to be signed by the person (APP-10)."""

    _name = "report.cs_appraisal.job_description_print"
    _description = "Job Description, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        descriptions = self.env["cs.job.description"].browse(docids)
        descriptions.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": descriptions._name,
            "docs": descriptions,
            "pages": [self._page(one) for one in descriptions],
        }

    def _page(self, one):
        # sudo: names of the company and posts whose description the user reads
        known = one.sudo()
        company = known.company_id
        now = words.stamp(fields.Datetime.now(), company._cs_zone(), year=True)
        phases = dict(one._fields["phase"]._description_selection(self.env))
        line = [company.name, one.name, phases[one.phase]]
        return {
            "description": one,
            "title": self.env._("Job description · %(job)s", job=known.job_id.name),
            "line": " · ".join(line),
            "facts": self._facts(known),
            "texts": self._texts(one, ["purpose", *_COOPERATION]),
            "needs": self._texts(one, _NEEDS),
            "rest": self._texts(one, ["powers", "conditions"]),
            "printed": self.env._("Printed %(moment)s", moment=now),
        }

    def _facts(self, known):
        """Pairs of label and text at the head of the sheet."""
        department = known.department_id or known.job_id.department_id
        return [
            (self._label(known, "job_id"), known.job_id.name),
            (self._label(known, "department_id"), department.name or "–"),
            (self._label(known, "superior_job_id"), known.superior_job_id.name or "–"),
            (
                self._label(known, "subordinate_job_ids"),
                self._joined(known.subordinate_job_ids.mapped("name")),
            ),
            (self.env._("Days of Validity"), self._validity(known)),
            (self.env._("Approved by"), self._approver(known)),
        ]

    def _validity(self, known):
        first = format_date(self.env, known.date_from)
        if not known.date_to:
            return self.env._("from %(day)s", day=first)
        return f"{first} – {format_date(self.env, known.date_to)}"

    def _approver(self, known):
        standing = known.decision_ids._standing()
        approval = standing.filtered(lambda one: one.outcome == "approve")
        return approval[:1].decider_id.name or "–"

    def _joined(self, names):
        mark = "、" if (self.env.lang or "").startswith("zh") else ", "
        return mark.join(names) or "–"

    def _texts(self, one, names):
        return [(self._label(one, name), one[name]) for name in names if one[name]]

    def _label(self, one, name):
        return one._fields[name]._description_string(self.env)


_COOPERATION = ["cooperation_inside", "cooperation_outside"]
_NEEDS = ["education", "experience", "skills", "certificates"]
