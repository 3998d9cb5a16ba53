import { describe, expect, test } from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { withFilter } from "@cs_base/open_filter/open_filter";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

class Sheet extends models.Model {
    _name = "sheet";

    name = fields.Char();

    _records = [
        { id: 1, name: "open" },
        { id: 2, name: "settled" },
    ];
    _views = { list: `<list><field name="name"/></list>`, search: `<search/>` };
}
defineModels([Sheet]);

const ACTION = {
    type: "ir.actions.act_window",
    name: "To approve",
    res_model: "sheet",
    views: [[false, "list"]],
    domain: [["id", "=", 1]],
};

test("what is open is shown as a filter that can be taken away", async () => {
    await mountWithCleanup(WebClient);
    await getService("action").doAction(withFilter(ACTION));
    expect(".o_data_row").toHaveCount(1);
    expect(".o_facet_values").toHaveText("To approve");
    await contains(".o_facet_remove").click();
    expect(".o_data_row").toHaveCount(2);
});

test("an action without a domain stays as it is", () => {
    expect(withFilter({ ...ACTION, domain: [] })).toEqual({ ...ACTION, domain: [] });
    expect(withFilter({ type: "ir.actions.client", tag: "x" })).toEqual({
        type: "ir.actions.client",
        tag: "x",
    });
});
