import re

from lxml import etree

from odoo.models import MAGIC_COLUMNS
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationModuleReader

from ..schema import addons_of_suite
from .po import messages

CHINESE = re.compile(r"[\u3400-\u9fff]")
#: Words that Chinese colleagues write in Latin letters too.
LATIN = re.compile(r"^[\W\d_]*$|^(ID|XLSX|CSV|PDF|HTML|JSON|UTC|PIN|URL|API|IP)$")


#: Attributes of views that people read.
WORDS = ("string", "placeholder", "help", "confirm", "title")


def is_chinese(text):
    return bool(CHINESE.search(text) or LATIN.match(text))


@tagged("post_install", "-at_install", "cs_suite", "cs_language")
class TestLanguage(TransactionCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ours = set(addons_of_suite())
        cls.env["res.lang"]._activate_and_install_lang("zh_CN")
        installed = cls.env["ir.module.module"].search(
            [("name", "in", list(cls.ours)), ("state", "=", "installed")]
        )
        installed._update_translations(["zh_CN"])
        cls.zh = cls.env(context={"lang": "zh_CN"})

    def test_the_stock_modules_below_speak_chinese(self):
        """This Odoo build has zh_CN terms, and they load."""
        terms = {
            "hr.menu_hr_root": "员工",
            "hr_attendance.menu_hr_attendance_root": "出勤",
            "hr_holidays.menu_hr_holidays_root": "休假",
        }
        for xmlid, expected in terms.items():
            menu = self.zh.ref(xmlid, raise_if_not_found=False)
            if menu:
                self.assertEqual(menu.name, expected)
        fields = self.zh["hr.employee"].fields_get(["department_id", "job_id"])
        self.assertEqual(fields["department_id"]["string"], "部门")
        self.assertEqual(fields["job_id"]["string"], "工作")

    def test_every_exported_term_is_translated(self):
        """Against the code, not the .pot: a forgotten export is noticed as well."""
        for module in sorted(self.ours):
            known = messages(module)
            reader = TranslationModuleReader(self.cr, modules=[module])
            missing = {row[4] for row in reader if row[4].strip()} - set(known)
            with self.subTest(module=module):
                self.assertEqual(sorted(missing), [])

    def test_menus_of_ours_are_chinese(self):
        for record in self.records_of_ours("ir.ui.menu"):
            with self.subTest(menu=record.id):
                self.assertTrue(is_chinese(record.name), record.name)

    def test_groups_and_their_privileges_are_chinese(self):
        for model in ("res.groups", "res.groups.privilege", "ir.module.category"):
            for record in self.records_of_ours(model):
                with self.subTest(model=model, record=record.id):
                    self.assertTrue(is_chinese(record.name), record.name)

    def test_actions_are_chinese(self):
        for model in ("ir.actions.act_window", "ir.actions.client"):
            for record in self.records_of_ours(model):
                with self.subTest(action=record.id):
                    self.assertTrue(is_chinese(record.name), record.name)

    def records_of_ours(self, model):
        data = self.env["ir.model.data"].search(
            [("model", "=", model), ("module", "in", list(self.ours))]
        )
        return self.zh[model].browse(data.mapped("res_id")).exists()

    def test_field_labels_and_choices_are_chinese(self):
        english = [
            f"{field}: {text}"
            for field, text in self.texts_of_fields()
            if text and not is_chinese(text)
        ]
        self.assertEqual(english, [])

    def texts_of_fields(self):
        """Yield (model.field, label, help or choice) of the fields we define.

        Models that exist only for tests carry no translations of our mixins.
        """
        for model in self.zh.values():
            if model._name.startswith("test."):
                continue
            names = [
                name
                for name, field in model._fields.items()
                if field._module in self.ours
                and name not in (*MAGIC_COLUMNS, "display_name")
            ]
            if not names:
                continue
            attributes = ["string", "help", "selection"]
            described = model.sudo().fields_get(names, attributes)
            for name, texts in described.items():
                yield f"{model._name}.{name}", texts["string"]
                yield f"{model._name}.{name}", texts.get("help")
                # Time zones go by their own names.
                for _key, label in () if name == "tz" else texts.get("selection", ()):
                    yield f"{model._name}.{name}", label

    def test_views_of_ours_are_chinese(self):
        english = []
        for view in self.records_of_ours("ir.ui.view"):
            tree = etree.fromstring(view.arch)
            for node in tree.iter(etree.Element):
                texts = [node.get(name) for name in WORDS]
                if view.type != "qweb":
                    texts.append(node.tail)
                    if node.tag != "attribute" or node.get("name") in WORDS:
                        texts.append(node.text)
                english += [
                    f"{view.key or view.xml_id}: {text.strip()}"
                    for text in texts
                    if text and text.strip() and not is_chinese(text.strip())
                ]
        self.assertEqual(english, [])
