import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne, resize } from "@odoo/hoot-dom";
import { animationFrame, mockTouch } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

class Sheet extends models.Model {
    _name = "sheet";

    month = fields.Date({ default: "2026-11-01" });
    day = fields.Date({ default: "2026-11-20" });

    _views = {
        form: `<form><field name="month" widget="cs_month"/><field name="day"/></form>`,
        "form,day": `<form><field name="day"/></form>`,
    };
}
defineModels([Sheet]);

async function openDialog(view = false) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        name: "Export",
        res_model: "sheet",
        target: "new",
        views: [[view, "form"]],
    });
    await animationFrame();
}

test("a month shows itself, not its picker, to who has not asked for it", async () => {
    await openDialog();
    expect(".modal [name=month] button").toBeFocused();
    expect(".modal [name=month] button").toHaveText("November 2026");
    expect(".o_datetime_picker").toHaveCount(0);
    await contains(".modal [name=month] button").click();
    expect(".o_datetime_picker").toHaveCount(1);
    await contains(".o_date_item_cell:eq(9)").click();
    expect(".modal [name=month] button").toHaveText("October 2026");
});

test("a month is picked by keyboard, too", async () => {
    await openDialog();
    await press("Enter");
    await animationFrame();
    expect(".o_datetime_picker").toHaveCount(1);
    expect(queryOne(".modal [name=month] input").value).toBe("11/01/2026");
});

test("on the phone a dialog unfolds nothing by itself", async () => {
    await resize({ width: 390, height: 844 });
    mockTouch(true);
    await openDialog("day");
    expect(".modal").toBeFocused();
    expect(".o_datetime_picker").toHaveCount(0);
    await contains(".modal [name=day] button").click();
    expect(".o_datetime_picker").toHaveCount(1);
});

test("where one touches and has a keyboard, a dialog gives the focus to its field", async () => {
    mockTouch(true);
    await openDialog();
    expect(".modal [name=month] button").toBeFocused();
});
