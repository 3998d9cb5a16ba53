"""What the people of the demo company click until nothing of a month is open."""

import contextlib

from .browser import leave
from .month_end import REASON, MonthEnd

STEPS = ".cs_mc_steps .cs_mc_step"
ROWS = "document.querySelectorAll('.o_data_row').length"
#: a plain cell of the first row: not its box, nor a person that opens itself
CELL = ".o_data_row .o_data_cell:not(.o_list_button):not(:has(button, a, img))"
CHOOSE_ALL = ".o_list_view thead .o_list_record_selector input"


class ClickedMonthEnd(MonthEnd):
    """From the links of the close screen, each as the one whose work it is.

    What passes with time (silent confirmations), statements and payslips, whose
    screens have journeys of their own, stay with ``MonthEnd``.
    """

    page = login = step = None
    number = 0

    def at(self, page, login, number, step):
        self.page, self.login, self.number, self.step = page, login, number, step

    # Moving about

    @contextlib.contextmanager
    def _other(self, login):
        """In the same browser somebody else signs in for a moment."""
        mine = self.login
        self._sign_in(login)
        yield
        self._sign_in(mine)

    def _sign_in(self, login):
        leave(self.case, self.page)
        self.case.authenticate(login, login, browser=self.page.browser)
        self.login = login

    def _label(self, english):
        """Label and count of an open item of the step; (None, 0) without it."""
        self.env.invalidate_all()
        found = self._in("en_US")._open_items(), self._in("zh_CN")._open_items()
        for plain, shown in zip(*found, strict=True):
            if plain["label"] == english:
                return shown["label"], plain["count"]
        return None, 0

    def _in(self, lang):
        return (
            self.step.sudo()
            .with_user(self.user(self.login))
            .sudo()
            .with_context(lang=lang, allowed_company_ids=self.company.ids)
        )

    def _follow(self, english, rows=None):
        """Open what is behind an open item: exactly those records, as a filter that
        can be taken away.

        :return: how many there are; 0: it is not open
        """
        label, count = self._label(english)
        if not count:
            return 0
        page, case = self.page, self.case
        self.env.flush_all()
        case.open(page, f"month-close/{self.month:%Y%m}", STEPS)
        page.leave()
        row = f".cs_mc_step:nth-child({self.number})"
        case.press_text(page, f"{row} button.cs_mc_link", label)
        page.settle()
        page.wait(f"{ROWS} === {rows or count}", f"{rows or count} of {label}")
        page.wait("document.querySelector('.o_searchview_facet .o_facet_remove')")
        case.look(page, f"{self.number}_{self.login}_{self.step.code}_{count}")
        return count

    def _press_all(self, button, left=0):
        """Choose all of the list and press a button above it."""
        self.page.click(CHOOSE_ALL)
        self.page.click(f".o_control_panel button[name='{button}']")
        self.page.wait(f"{ROWS} === {left}", f"{left} to be left of {button}")
        self._done()

    def _open_row(self):
        self.page.click(CELL)
        self.page.wait("document.querySelector('.o_form_view .o_form_statusbar')")
        self.page.settle()

    def _press(self, button, confirm=False):
        self.case.press(self.page, button, ".o_form_statusbar")
        if confirm:
            self._answer(".modal-footer .btn-primary")
        gone = f"document.querySelector('.o_form_statusbar button[name={button}]')"
        self.page.wait(f"!{gone}", f"{button} to be done")
        self._done()

    def _answer(self, button):
        self.page.click(f".modal {button}")
        self.page.wait("!document.querySelector('.modal')", "the dialog to close")

    def _done(self):
        self.page.settle()
        self.env.invalidate_all()

    # The steps

    def _settle_attendance_punch(self):
        pins = self.env["cs.punch.unknown"].search_count(
            [("company_id", "=", self.company.id)]
        )
        if self._follow("Punches of unknown pins", rows=pins):
            for left in reversed(range(pins)):
                self._claim_for_nobody(left)
        if self._follow("Lines set aside that nobody has looked at"):
            self._press_all("action_seen")

    def _claim_for_nobody(self, left):
        page = self.page
        page.click(".o_data_row button[name=action_claim]")
        page.click(".modal [name=is_nobody] input")
        page.type(".modal [name=note] input", "访客卡")
        page.settle()
        self.case.look(page, f"{self.number}_claim_{left}")
        self._answer("button[name=action_claim]")
        page.wait(f"{ROWS} === {left}", f"{left} pins")
        self._done()

    def _settle_attendance_sheet(self):
        self._settle_attendance_exception()
        own = self._own("cs.attendance.sheet", "confirmed")
        if self._follow("Sheets that HR has not approved"):
            self._press_all("action_approve", left=len(own))
        if own:
            with self._other("gm"):
                self._follow("Sheets that HR has not approved")
                self._open_row()
                self._press("action_approve")
        if self._follow("Adjustments to be approved"):
            self._press_all("action_approve")

    def _own(self, model, state):
        return self._without_own(self._of_month(model, state), self.login)[1]

    def _settle_complaint_month(self):
        label = "Lists to be approved"
        self._follow(label)
        self._open_row()
        self._press("action_submit")
        with self._other("gm"):
            self._follow(label)
            self._open_row()
            self._press("action_approve")
        self._follow("Lists to be published")
        self._open_row()
        self._press("action_publish", confirm=True)

    def _settle_appraisal(self):
        label = "Appraisals whose results are not given"
        self._follow(label)
        self._open_row()
        self._press("action_end_ratings", confirm=True)
        self._press("action_submit")
        with self._other("gm"):
            self._follow(label)
            self._open_row()
            self._press("action_approve")

    def _decide_suggestions(self):
        """Those about HR officers are not even shown to them; another one decides."""
        label = "Suggested entries to be decided"
        count = self._label(label)[1]
        mine = [("company_id", "=", self.company.id), ("state", "=", "open")]
        found = self.env["cs.discipline.suggestion"].search(mine)
        first, last = self.month, self.step.period_id._last_day()
        found = found.filtered(lambda one: first <= one.date <= last)
        own = self._without_own(found, self.login)[1]
        self.case.assertEqual(len(found), count)
        if found - own:
            self._follow(label, rows=count - len(own))
            self.page.click(CHOOSE_ALL)
            self._give_reason()
        self._as("gm", own).action_dismiss(REASON)

    def _give_reason(self):
        action = self.env.ref("cs_incentive.cs_discipline_dismiss_action").id
        self.page.click(f".o_control_panel button[name='{action}']")
        self.page.type(".modal [name=reason] textarea", REASON)
        self.page.settle()
        self._answer("button[name=action_confirm]")
        self.page.wait(f"{ROWS} === 0", "no suggestion to be left")
        self._done()
