from odoo import api, models

#: Views inside a field (lines of a one2many) follow the field.
OUTER_FIELDS = "//form//field[not(ancestor::field)]"


class CsDecisionViewMixin(models.AbstractModel):
    """Draws what every form of a document with decisions needs.

    A form view writes its fields, a ``<header>`` with the status bar and its sheet::

        <form>
            <header>
                <field name="state" widget="statusbar"/>
            </header>
            <sheet>…</sheet>
            <chatter/>
        </form>

    and gets the buttons in front of the status bar, the page "Decisions" at the end
    of its first notebook (or a notebook of its own), and everything readonly that
    is frozen. The parts are the template ``cs_base.decision_form_parts``, open to
    inheritance. ``_decision_draws_form = False`` switches it off.
    """

    _name = "cs.decision.view.mixin"
    _description = "Form of a Document with Decisions"

    _decision_draws_form = True

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and self._decision_draws_form:
            self._decision_draw_form(arch)
        return arch, view

    @api.model
    def _decision_draw_form(self, form):
        headers = form.xpath("//header[not(ancestor::field)]")
        sheets = form.xpath("//sheet[not(ancestor::field)]")
        if not headers or not sheets:
            return
        self._decision_freeze_form(form)
        # sudo: a template, the same for everybody
        template = self.env.ref("cs_base.decision_form_parts").sudo()
        parts = template._get_combined_arch()
        for button in reversed(parts.xpath("//header/*")):
            headers[0].insert(0, button)
        notebooks = form.xpath("//sheet//notebook[not(ancestor::field)]")
        if notebooks:
            notebooks[0].append(parts.find(".//page"))
        else:
            sheets[0].append(parts.find(".//notebook"))

    @api.model
    def _decision_freeze_form(self, form):
        """Show as readonly what the guard would refuse."""
        frozen = f"{self._decision_state_field} != {self._decision_initial!r}"
        open_fields = self._decision_open_fields()
        for node in form.xpath(OUTER_FIELDS):
            name, given = node.get("name"), node.get("readonly")
            # What nobody ever enters stays readonly in drafts, too.
            is_never_entered = not given and self._fields[name].readonly
            if name not in open_fields and not is_never_entered:
                node.set("readonly", f"({given}) or {frozen}" if given else frozen)
