from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import NOW, ROLES, HistoryCase

#: What somebody types, by type of field; the others are searched by a text.
TYPED = {
    "boolean": ("=", True),
    "date": ("=", "2026-11-01"),
    "datetime": (">=", "2026-11-01 00:00:00"),
    "float": ("=", 0.5),
    "integer": ("=", 7),
    "monetary": ("=", 0.5),
}


@tagged("post_install", "-at_install", "cs_demo", "cs_demo_searches")
class TestHistorySearches(HistoryCase):
    """Whatever a search offers can be asked for by everybody to whom it is offered."""

    def test_searches(self):
        wrong, asked = [], 0
        for role in (*ROLES, "sysadmin"):
            user = self.env["res.users"].search([("login", "=", role)])
            for model, element, ask in self._offered_to(user):
                asked += 1
                try:
                    with self.env.cr.savepoint():
                        ask()
                except Exception as error:
                    offer = etree.tostring(element, encoding="unicode").strip()
                    wrong.append(f"{role} {model._name} {offer[:150]}: {error!r:.300}")
        self.assertFalse(wrong, "\n".join(wrong))
        self.assertGreater(asked, 3000)

    def _offered_to(self, user):
        """(model, filter or field, function that asks for it)"""
        views = self.env["ir.ui.view"].search(
            [("type", "=", "search"), ("mode", "=", "primary")]
        )
        for view in views:
            model = self.env.get(view.model)
            if model is None or model._abstract or model._transient:
                continue
            model = model.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids, tz="Asia/Shanghai"
            )
            ours = model._original_module.startswith("cs_")
            if ours and model.has_access("read"):
                arch = etree.fromstring(model.get_view(view.id, "search")["arch"])
                for element in arch.iter("filter", "field"):
                    for ask in self._asked(model, element):
                        yield model, element, ask

    def _asked(self, model, element):
        known = {"uid": model.env.uid, "context": model.env.context, **NOW}
        domain = element.get("domain")
        if element.tag == "field":
            domain = element.get("filter_domain")
            known["self"] = "王"
        if domain:
            yield lambda: model.search_count(safe_eval(domain, dict(known)))
        elif element.tag == "field":
            yield lambda: self._type_into(model, element)
        elif "group_by" in element.get("context", ""):
            group = safe_eval(element.get("context"), dict(known))["group_by"]
            yield lambda: self._group(model, group)

    def _type_into(self, model, element):
        field = model._fields[element.get("name")]
        if element.getparent().tag == "searchpanel":
            return model.search_panel_select_range(field.name)
        if field.type == "selection":
            typed = "in", field.get_values(model.env)
        else:
            typed = TYPED.get(field.type, ("ilike", "王"))
        if field.type == "many2one":
            target = self.env[field.comodel_name]
            known = target._rec_name or target._rec_names_search
            self.assertTrue(known, f"nobody finds a {target._name} by its name")
        return model.search_count([(field.name, *typed)])

    def _group(self, model, group):
        names = [group] if isinstance(group, str) else group
        dates = ("date", "datetime")
        groups = [
            f"{one}:month"
            if ":" not in one and model._fields[one].type in dates
            else one
            for one in names
        ]
        model.formatted_read_group([], groups, ["__count"])
