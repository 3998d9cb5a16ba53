from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.tools import format_date


class CsTrainingCertificatePrint(models.AbstractModel):
    """The certificate of who passed, on paper: A4 landscape (APP-11)."""

    _name = "report.cs_appraisal.training_certificate_print"
    _description = "Training Certificate, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        people = self.env["cs.training.participant"].browse(docids)
        people.check_access("read")
        if any(not one.certificate_number for one in people):
            raise UserError(
                self.env._(
                    "Only who passed a finished course has a certificate (APP-11)."
                )
            )
        return {
            "doc_ids": docids,
            "doc_model": people._name,
            "docs": people,
            "pages": [self._page(one) for one in people],
        }

    def _page(self, one):
        # sudo: names that stand on the certificate of a result the user reads
        known = one.sudo()
        course = known.course_id
        text = self.env._(
            "has taken part in the course “%(course)s” (%(hours)s hours, %(first)s to"
            " %(last)s) and passed its exam.",
            course=course.name,
            hours=course._hours_text(),
            first=self._day(course.date_from),
            last=self._day(course.date_to),
        )
        permit = self.env._("May start the post from %(day)s on.")
        day = self._day(known.certified_on)
        return {
            "who": known.employee_id.name,
            "text": text,
            "permit": permit % {"day": day} if one.kind == "newcomer" else "",
            "company": known.company_id.name,
            "day": day,
            "number": one.certificate_number,
        }

    def _day(self, day):
        return format_date(self.env, day, date_format="long")


class CsTrainingCoursePrint(models.AbstractModel):
    """The report of a course on paper: outcome, evaluation, problems (APP-11)."""

    _name = "report.cs_appraisal.training_course_print"
    _description = "Report of a Course, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        courses = self.env["cs.training.course"].browse(docids)
        courses.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": courses._name,
            "docs": courses,
            "pages": [self._page(one) for one in courses],
        }

    def _page(self, course):
        company = course.company_id
        now = words.stamp(fields.Datetime.now(), company._cs_zone(), year=True)
        people = course.participant_ids
        return {
            "title": self.env._("Report of the course · %(name)s", name=course.name),
            "line": " · ".join([company.name, self._label(course, "kind")]),
            "facts": self._facts(course),
            "people": [self._person(one) for one in people],
            "words": [
                (self._label(one, "side"), one.rating, one.comment or "")
                for one in people.evaluation_ids
            ],
            "problems": [(one.what, one.answer or "–") for one in course.problem_ids],
            "printed": self.env._("Printed %(moment)s", moment=now),
        }

    def _facts(self, course):
        first, last = (
            format_date(self.env, day) if day else "–"
            for day in (course.date_from, course.date_to)
        )
        names = ("passed_count", "failed_count", "absent_count", "rating_average")
        return [
            (self.env._("Dates"), f"{first} – {last}"),
            (self._name_of(course, "hours"), course._hours_text()),
            (
                self._name_of(course, "trainer_id"),
                course.trainer_id.sudo().name or course.trainer_name or "–",
            ),
            (self._name_of(course, "exam"), self._label(course, "exam")),
            *((self._name_of(course, name), course[name]) for name in names),
            (self._name_of(course, "effect_average"), course.effect_average or "–"),
        ]

    def _person(self, one):
        known = one.sudo()
        return (
            known.employee_id.name,
            known.department_id.name or "–",
            one.minutes_missed,
            f"{one.score:g}" if one.is_examined else "–",
            self._label(one, "result"),
            one.certificate_number or "–",
        )

    def _name_of(self, record, name):
        return record._fields[name]._description_string(self.env)

    def _label(self, record, name):
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")
