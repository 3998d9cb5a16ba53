from datetime import timedelta

from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase

REPORT = "原因：配电箱跳闸。经过：停电二十分钟。结果：已更换空开，加装备用电源。"


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestDutyScreens(DemoCase):
    """ATT-13: a log entry, a serious event and its report; the head reads them."""

    def setUp(self):
        super().setUp()
        place = self.env.ref("cs_attendance.duty_place_desk_demo")
        today = self.company._cs_today()
        asked = [("place_id", "=", place.id), ("date", "=", today)]
        self.watch = self.env["cs.duty.watch"].search(asked)
        self.env["cs.duty.watch"].create(
            {
                "place_id": place.id,
                "date": today + timedelta(days=6),
                "hour_from": 0,
                "hour_to": 24,
            }
        )

    def _open(self, page, path):
        page.go(f"/odoo/{path}")
        page.wait("document.querySelector('.o_form_view .o_form_sheet')")
        page.settle()

    def _press(self, page, name):
        page.click(f"button[name={name}]")
        page.settle()

    def _fill(self, page, field, text):
        selector = f".o_field_widget[name={field}] :is(input, textarea)"
        page.type(selector, text)
        page.run(
            f"document.querySelector('{selector}').dispatchEvent("
            "new Event('change', { bubbles: true }))"
        )
        page.settle()

    def _save(self, page):
        page.click(".o_form_button_save")
        page.settle()

    def _shown(self, page):
        return page.run("document.querySelector('.o_form_view').innerText")

    def _log(self, page):
        self._open(page, f"duty-roster/{self.watch.id}")
        page.photograph("watch")
        self.assertEqual(page.sideways(), [])
        self._press(page, "action_write_log")
        self._fill(page, "description", "消防通道堆放纸箱")
        self._fill(page, "result", "已请仓库搬走")
        page.photograph("log")
        self.assertEqual(page.sideways(), [])
        self._save(page)
        page.wait("document.querySelector('.o_field_widget[name=employee_id]')")

    def _event(self, page):
        self._open(page, f"duty-roster/{self.watch.id}")
        self._press(page, "action_record_event")
        self._fill(page, "name", "三楼配电箱冒烟")
        self._fill(page, "description", "已断电，人员疏散，无人受伤。")
        page.photograph("event")
        self._save(page)
        page.wait("document.querySelector('button[name=action_submit]')")
        page.photograph("event_saved")
        self.assertEqual(page.sideways(), [])

    def _report(self, page, event):
        self._open(page, f"duty-events/{event.id}")
        self._fill(page, "report", REPORT)
        self._press(page, "action_submit")
        page.click(".modal-footer .btn-primary")
        page.settle()
        page.wait("document.querySelector('.o_field_widget[name=submitted_at]')")
        page.photograph("reported")

    def _walk(self, size, name):
        with open_page(self, size, f"{name}_agent") as page:
            page.sign_in("agent")
            page.go("/odoo/my-duties")
            page.settle()
            page.photograph("mine")
            self._log(page)
            self._event(page)
            asked = [("name", "=", "三楼配电箱冒烟")]
            event = self.env["cs.duty.event"].search(asked)
            self.assertEqual(event.head_id, self.person("lin_jiahe"))
            self._report(page, event)
        with open_page(self, size, f"{name}_leader") as page:
            page.sign_in("leader")
            page.go("/odoo/duty-events")
            page.settle()
            page.photograph("events")
            self._open(page, f"duty-events/{event.id}")
            page.photograph("read")
            self.assertIn("已更换空开", self._shown(page))
            self.assertEqual(page.sideways(), [])
            page.go("/odoo/duty-log")
            page.settle()
            page.photograph("log_list")
            page.go("/odoo/duty-roster")
            page.settle()
            page.photograph("roster")
            self.assertEqual(page.sideways(), [])
        event.invalidate_recordset()
        self.assertEqual((event.state, event.report), ("reported", REPORT))

    def test_the_duty_person_reports_at_the_desk(self):
        self._walk(DESKTOP, "duty_desk")

    def test_the_duty_person_reports_on_the_phone(self):
        self._walk(PHONE, "duty_phone")
