import re
from datetime import date

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import ROLES, HistoryCase

EVERYBODY = (*ROLES, "sysadmin")
#: Stock models on whose screens we have buttons.
EXTENDED = {
    "helpdesk.ticket",
    "hr.attendance",
    "hr.department",
    "hr.employee",
    "hr.leave",
    "hr.payslip",
    "hr.payslip.run",
    "resource.calendar",
}
#: Stock buttons that stock shows to people who may not press them.
STOCK = {
    "action_employee_from_department",
    "switch_based_on_duration",
    "switch_calendar_type",
}
STATES = ("state", "status", "verdict")
SUBVIEW = "ancestor::field"
HIDING = ("invisible", "column_invisible")


class TakenBack(Exception):
    """Ends a savepoint without keeping what was done in it."""


def shown_buttons(arch):
    """Buttons of a form, or of the rows of a list, and when each is hidden.

    :return: [(name, context, conditions)]
    """
    root = etree.fromstring(arch)
    of_list = root.tag == "list"
    for button in root.iter("button"):
        around = [button, *button.iterancestors()][:-1]
        skipped = {"field", "header"} if of_list else {"field"}
        if button.get("type") != "object" or skipped & {one.tag for one in around}:
            continue
        hidden = [one.get(name) for one in around for name in HIDING if one.get(name)]
        yield button.get("name"), button.get("context"), hidden


@tagged("post_install", "-at_install", "cs_demo", "cs_demo_buttons")
class TestHistoryButtons(HistoryCase):
    """Who is shown a button can press it: it may be refused in words (a month that is
    closed, a field that is empty), but nobody lacks the access, and nothing breaks."""

    def setUp(self):
        super().setUp()
        self.patch(self.env.cr, "commit", lambda: None)

    def test_buttons(self):
        pressed = {}
        for role in EVERYBODY:
            user = self.env["res.users"].search([("login", "=", role)])
            pressed[role] = [self._press(*one) for one in self._shown_to(user)]
            self.assertGreater(len(pressed[role]), 10, role)
        wrong = [(role, one) for role in EVERYBODY for one in pressed[role] if one]
        self.assertFalse(wrong, "\n".join(map(str, wrong)))

    def _shown_to(self, user):
        """(record, name, context) for what the user is shown."""
        companies = {"allowed_company_ids": user.company_ids.ids}
        for name in sorted(self.env):
            model = self.env[name].with_user(user).with_context(**companies)
            ours = name in EXTENDED or model._original_module.startswith("cs_")
            has_screen = not model._abstract and not model._transient and model._auto
            if not (ours and has_screen and model.has_access("read")):
                continue
            views = [model.get_view(None, kind)["arch"] for kind in ("form", "list")]
            buttons = {
                (name, context, *hidden): hidden
                for arch in views
                for name, context, hidden in shown_buttons(arch)
            }
            for record in self._some(model) if buttons else ():
                yield from self._shown_on(record, buttons)

    def _some(self, model):
        """The newest and the oldest record of each state."""
        state = next((one for one in STATES if one in model._fields), None)
        if not state or not model._fields[state].store:
            return model.search([], limit=2, order="id desc")
        rows = model._read_group([], [state], ["id:max", "id:min"])
        return model.browse({one for _state, *ends in rows for one in ends})

    def _shown_on(self, record, buttons):
        words = set(re.findall(r"\w+", " ".join(sum(buttons.values(), []))))
        needed = [name for name in record._fields if name in words | {"id"}]
        [values] = record.read(needed, load=None)
        for name, value in values.items():
            if isinstance(value, date):
                values[name] = str(value)
        context = record.env.context
        known = {**context, **values, "context": context, "uid": record.env.uid}
        done = set()
        for (name, context, *_), hidden in buttons.items():
            if (name, context) in done or any(
                safe_eval(one, dict(known)) for one in hidden
            ):
                continue
            done.add((name, context))
            yield record, name, safe_eval(context, dict(known)) if context else {}

    def _press(self, record, name, context):
        """What went wrong, or None."""
        active = {"active_model": record._name, "active_id": record.id}
        record = record.with_context(**context, **active, active_ids=record.ids)
        try:
            with self.env.cr.savepoint():
                self._open(record, getattr(record, name)())
                self.env.flush_all()
                raise TakenBack
        except TakenBack:
            return None
        except UserError as error:
            lacks = isinstance(error, AccessError) and name not in STOCK
            return (record, name, str(error)) if lacks else None
        except Exception as error:
            return record, name, repr(error)
        finally:
            self.env.invalidate_all()

    def _open(self, record, action):
        """Ask for what the browser asks for when it opens the window."""
        if not isinstance(action, dict) or action["type"] != "ir.actions.act_window":
            return
        context = action.get("context") or {}
        if isinstance(context, str):
            context = safe_eval(context, {"uid": record.env.uid, "context": {}})
        first = action.get("view_mode", "").split(",")[0]
        view, kind = (action.get("views") or [(False, first)])[0]
        env = record.env(context={"lang": record.env.lang, **context})
        model = env[action["res_model"]]
        arch = etree.fromstring(model.get_view(view, kind)["arch"])
        names = [one.get("name") for one in arch.xpath(f"//field[not({SUBVIEW})]")]
        wanted = {name: {} for name in names if name in model._fields}
        if kind == "form" and action.get("res_id"):
            self.assertTrue(model.browse(action["res_id"]).web_read(wanted))
        elif kind == "form":
            model.onchange({}, [], wanted)
        else:
            domain = action.get("domain") or []
            if isinstance(domain, str):
                domain = safe_eval(domain, {"uid": env.uid, **context})
            model.web_search_read(domain, wanted, limit=2)
