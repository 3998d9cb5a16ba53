import { describe, expect, test } from "@odoo/hoot";
import { mockDate } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    patchWithCleanup,
    toggleMenuItem,
    toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { chinesePeriods } from "@cs_base/search_periods/search_periods";
import { user } from "@web/core/user";

describe.current.tags("desktop");
defineMailModels();

class Sheet extends models.Model {
    _name = "sheet";

    month = fields.Date();

    _records = [{ id: 1, month: "2026-11-01" }];
    _views = {
        list: `<list><field name="month"/></list>`,
        search: `
            <search>
                <filter name="month" string="月份" date="month" default_period="month-1"/>
            </search>`,
    };
}
defineModels([Sheet]);

async function openChinese() {
    mockDate("2026-12-01 10:00:00");
    patchWithCleanup(user, {
        get lang() {
            return "zh-CN";
        },
    });
    await mountView({
        type: "list",
        resModel: "sheet",
        context: { search_default_month: 1 },
    });
}

test("months and years of a filter read as in Chinese", async () => {
    await openChinese();
    expect(".o_facet_values").toHaveText(/^月份: 2026年(11|十一|November)/);
    await toggleSearchBarMenu();
    await toggleMenuItem("月份");
    expect(`.o_item_option:contains("2025年")`).toHaveCount(1);
    await contains(`.o_item_option:contains("2025年")`).click();
    expect(".o_facet_values").toHaveText(/2025年.*、2026年/);
});

test("what stock writes becomes what people write", () => {
    expect(chinesePeriods("11 2026")).toBe("2026年11月");
    expect(chinesePeriods("11 2026/10 2026")).toBe("2026年11月、2026年10月");
    expect(chinesePeriods("Q4 2026")).toBe("2026年Q4");
    expect(chinesePeriods("2026")).toBe("2026年");
    expect(chinesePeriods("最近 30 天")).toBe("最近 30 天");
});
