"""Steps that journeys of appraisals share: tapping scores, moving a card."""

import json

from .ticket_pages import TicketPages

#: buttons of the appraisal's own pages that are too small for a thumb
SMALL = """
    ['.cs_rating', '.cs_my_appraisal', '.cs_appraisal_board']
        .flatMap((page) => [page + " button", page + " select"])
        .flatMap((each) => [...document.querySelectorAll(each)])
        .filter((el) => el.getClientRects().length)
        .filter((el) => el.offsetHeight < 44 || el.offsetWidth < 44)
        .map((el) => `${el.className} ${el.innerText}`)
"""


class AppraisalPages(TicketPages):
    """For a ``DemoCase``: one person at a screen of the appraisal, in Chinese."""

    def press_text(self, page, selector, text):
        """Click the first element of that kind with the text."""
        found = (
            f"[...document.querySelectorAll({json.dumps(selector)})].find((el) =>"
            f" el.offsetParent && el.innerText.includes({json.dumps(text)}))"
        )
        page.wait(found, text, looks=1)
        page.run(f"({found}).click()")

    def press_labelled(self, page, label):
        """Press a button of the form by its label; perhaps it is behind the dots."""
        found = (
            "[...document.querySelectorAll('.o_statusbar_buttons button,"
            " .o-dropdown--menu button')]"
            f".find((el) => el.innerText.trim() === {json.dumps(label)})"
        )
        if not page.run(f"!!{found}"):
            page.click(".o_statusbar_buttons button:has(.oi-ellipsis-v)")
        page.wait(found, label, looks=1)
        page.run(f"{found}.click()")
        page.settle()

    def look(self, page, name):
        """Besides: on a phone all can be hit with a thumb."""
        super().look(page, name)
        if self.is_phone:
            self.assertEqual(page.run(SMALL), [], name)

    def tap_scores(self, page):
        """Tap 5 for the first item, and 4 for each other one."""
        page.run(
            """document.querySelectorAll('.cs_rt_item').forEach((item, place) =>
                item.querySelector(`[data-score="${place ? 4 : 5}"]`).click())"""
        )
        page.wait("document.querySelector('.cs_rt_item textarea')")
        page.settle()

    def write_reason(self, page, text):
        place = ".cs_rt_item.cs_rt_open textarea"
        page.type(place, text)
        page.run(
            "document.querySelector('.cs_rt_item textarea')"
            ".dispatchEvent(new Event('change', { bubbles: true }))"
        )
        page.settle()

    def move_card(self, page, person, grade):
        """Ask for the next better grade: by the keyboard, on a phone by the button."""
        card = (
            "[...document.querySelectorAll('.cs_ab_card')]"
            f".find((el) => el.innerText.includes({json.dumps(person)}))"
        )
        if self.is_phone:
            page.run(f"{card}.querySelector('.cs_ab_move').click()")
        else:
            page.run(
                f"""(async () => {{
                    for (const key of [" ", "ArrowLeft", " "]) {{
                        {card}.dispatchEvent(new KeyboardEvent("keydown",
                            {{ key, bubbles: true, cancelable: true }}));
                        await new Promise((resume) => setTimeout(resume, 50));
                    }}
                }})()"""
            )
        select = "document.querySelector('.modal select[name=grade]')"
        page.wait(select)
        page.settle()
        if self.is_phone:
            page.run(
                f"{select}.value = {json.dumps(grade)};"
                f"{select}.dispatchEvent(new Event('change', {{ bubbles: true }}))"
            )
        self.assertEqual(page.run(f"{select}.value"), grade)
