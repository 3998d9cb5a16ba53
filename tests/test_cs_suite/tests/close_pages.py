from .browser import leave

STEPS = ("attendance_punch", "attendance_exception", "attendance_sheet")
CONFIRM = ".modal-footer .btn-primary"


class ClosePages:
    """The month close as its people see it, for browser tests of attendance."""

    close_path = "/odoo/month-close"

    def rest(self):
        """Leave the page: nothing of the browser is in the database meanwhile."""
        leave(self, self.page)
        self.env.invalidate_all()

    def run_cron(self, xml_id):
        self.rest()
        cron = self.env.ref(xml_id)
        cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def run_steps(self):
        self.run_cron("cs_base.cs_period_cron_run")

    # In the browser

    def begin(self, page):
        """Use a page from now on; its clock is that of the people."""
        self.page = page
        page.ask(
            "Emulation.setTimezoneOverride", params={"timezoneId": "Asia/Shanghai"}
        )

    def open_as(self, page, role):
        self.authenticate(f"cs_{role}", f"cs_{role}", browser=page.browser)
        self.open_close(page)

    def open_close(self, page):
        self.env.flush_all()
        page.go(self.close_path)
        page.settle(arrived="document.querySelector('.cs_mc_steps .cs_mc_step')")

    def press(self, page, code, name, then):
        """Press a step's button and confirm, as its people do."""
        row = f".cs_mc_step:nth-child({STEPS.index(code) + 1})"
        page.click(f"{row} button[name={name}]")
        if name == "lock":
            page.settle(arrived="document.querySelector('.modal')")
            page.photograph(f"{code}_{name}")
            page.click(CONFIRM)
        page.wait(f"document.querySelector('{row}.cs_state_{then}')", then)

    def see(self, page, name, *texts):
        """The month close as it stands now."""
        self.open_close(page)
        page.photograph(name)
        self.assertEqual(page.sideways(), [])
        shown = page.run("document.querySelector('.cs_month_close').innerText")
        for text in texts:
            self.assertIn(text, shown)

    def follow(self, page, code, name):
        """Open what is behind the first open item of a step."""
        row = f".cs_mc_step:nth-child({STEPS.index(code) + 1})"
        item = f"{row} button.cs_mc_link.me-3"
        page.wait(f"document.querySelector('{item}')", "an open item")
        page.leave()
        page.click(item)
        page.settle()
        page.photograph(name)
        self.assertEqual(page.sideways(), [])

    def approve_all(self, page):
        """Approve all that a list of sheets shows."""
        page.click(".o_list_view thead .o_list_record_selector input")
        page.click(".o_control_panel button[name=action_approve]")
        page.wait("document.querySelector('.o_notification')", "the answer")

    def close_in_page(self, page, name):
        """The last button, as the general manager."""
        page.click(".cs_mc_close")
        page.settle(arrived="document.querySelector('.modal')")
        page.photograph(name)
        page.click(CONFIRM)
        page.wait("!document.querySelector('.cs_mc_close')", "the month to close")
        page.settle(arrived="document.querySelector('.cs_mc_steps')")
