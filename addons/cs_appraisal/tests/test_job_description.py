from io import BytesIO

from psycopg2.errors import CheckViolation
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.cs_base.models.page_numbers import number_pages
from odoo.addons.cs_base.tests.common import CsCase
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader


class DescriptionCase(CsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.superior_job = cls.env["hr.job"].create(
            {"name": "Team leader", "company_id": cls.company.id}
        )

    def draft(self, role="hr", shares=(60, 40), **vals):
        Description = self.env["cs.job.description"].with_user(self.users[role])
        values = {
            "name": "Agent",
            "job_id": self.job.id,
            "date_from": "2025-06-01",
            "purpose": "Answers customers",
            "superior_job_id": self.superior_job.id,
            "duty_ids": [
                Command.create({"name": f"Duty {share:g}", "share": share})
                for share in shares
            ],
            "kpi_ids": [Command.create({"name": "Conversion", "target": "70 %"})],
        }
        return Description.create(values | vals)

    def approved(self, **vals):
        description = self.draft(**vals)
        description.action_submit()
        description.with_user(self.users["gm"]).action_approve()
        return description


@tagged("cs_appraisal", "cs_job_description")
@freeze_time("2025-06-11 02:00:00")
class TestJobDescription(DescriptionCase):
    """APP-10: what a post is for, in force on a date, printed."""

    def test_shares_make_all_the_time_or_are_left_out(self):
        for shares in ((60, 39.99), (60, 40.01)):
            with self.subTest(shares), self.assertRaisesRegex(UserError, "APP-10"):
                self.draft(shares=shares).action_submit()
        for day, shares in (("2025-07-01", (60, 40)), ("2025-08-01", (0, 0))):
            one = self.draft(shares=shares, date_from=day)
            one.action_submit()
            self.assertEqual(one.state, "proposed")

    def test_duties_are_needed(self):
        with self.assertRaisesRegex(UserError, "duties"):
            self.draft(shares=()).action_submit()

    def test_a_share_is_a_share(self):
        for share in (-0.01, 100.01):
            with (
                self.subTest(share),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                self.draft(shares=(share,))

    def test_versions(self):
        """A later description of the post ends the earlier one."""
        first = self.approved()
        later = self.approved(date_from="2025-06-10", purpose="Serves customers")
        self.assertEqual(str(first.date_to), "2025-06-09")
        self.assertEqual(first.state, "superseded")
        labels = [change["field"] for change in later.changes]
        self.assertEqual(labels, ["purpose"])
        with self.assertRaises(UserError):
            later.write({"purpose": "Else"})
        with self.assertRaises(UserError):
            later.duty_ids.write({"share": 1})

    def test_mine(self):
        """That of the own post, the one for the own department first."""
        Mine = self.env["cs.job.description"].with_user(self.users["agent"])
        self.assertIn("Agent", Mine.action_open_mine()["help"])
        whole = self.approved()
        self.assertEqual(Mine.action_open_mine()["res_id"], whole.id)
        own = self.approved(department_id=self.group_one.id)
        self.assertEqual(Mine.action_open_mine()["res_id"], own.id)
        leader = Mine.with_user(self.users["leader"])
        self.assertIn("no post", leader.action_open_mine()["help"])

    def test_templates_of_the_post(self):
        description = self.approved()
        Template = self.env["cs.appraisal.template"]
        found = Template.browse()
        for kind, job in (("month", self.job), ("year", False), ("half", None)):
            if job is None:
                job = self.superior_job
            template = Template.create(
                {
                    "name": kind,
                    "company_id": self.company.id,
                    "job_id": job and job.id,
                    "cycle_kind": kind,
                    "date_from": "2025-01-01",
                }
            )
            template._decision_write({"state": "approved"})
            found |= template
        description.invalidate_recordset()
        self.assertEqual(description.template_count, 2)
        self.assertEqual(
            description.action_open_templates()["domain"],
            [("id", "in", found[:2].ids)],
        )

    def test_button_of_the_post(self):
        self.draft()
        self.approved()
        self.assertEqual(self.job.cs_description_count, 1)
        action = self.job.with_user(self.users["agent"]).action_cs_open_descriptions()
        self.assertEqual(action["domain"], [("job_id", "=", self.job.id)])

    def html(self, description, role):
        Report = self.env["ir.actions.report"].with_user(self.users[role])
        return Report._render_qweb_html(
            "cs_appraisal.job_description_print", description.ids
        )[0].decode()

    def test_paper(self):
        description = self.approved(purpose="<script>x</script>")
        page = self.html(description, "agent")
        for expected in (
            "Job description · Agent",
            "Star Ripple",
            "Team leader",
            "60 %",
            "70 %",
            "&lt;script&gt;",
            "Prepared by",
            "Reviewed by",
            "Person: ",
            "Printed 2025-06-11 10:00",
        ):
            self.assertIn(expected, page)

    def test_paper_is_not_for_all(self):
        with self.assertRaises(AccessError):
            self.html(self.draft(), "agent")


@tagged("cs_appraisal", "cs_job_description")
class TestPageNumbers(BaseCase):
    """Page x / y on paper, without the program that makes it (APP-10)."""

    def test_each_page_says_which_of_how_many(self):
        blank = BytesIO()
        canvas = Canvas(blank, pagesize=(595, 842))
        for text in ("first", "second", "third"):
            canvas.drawString(100, 700, text)
            canvas.showPage()
        canvas.save()
        pages = PdfReader(BytesIO(number_pages(blank.getvalue()))).pages
        texts = [" ".join(page.extract_text().split()) for page in pages]
        self.assertEqual(len(texts), 3)
        for number, (word, text) in enumerate(
            zip(("first", "second", "third"), texts, strict=True), 1
        ):
            self.assertIn(word, text)
            self.assertIn(f"{number} / 3", text)
