import { describe, expect, test } from "@odoo/hoot";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");
defineMailModels();

class Unit extends models.Model {
    _name = "unit";

    number = fields.Float({ digits: [16, 4] });

    _records = [
        { id: 1, number: 3 },
        { id: 2, number: 0.5 },
        { id: 3, number: 0.3333 },
        { id: 4, number: 0 },
    ];
}
defineModels([Unit]);

test("a count has the decimals it needs, below the list and in groups too", async () => {
    const arch = `
        <list><field name="number" widget="cs_count" digits="[16, 2]" sum="All"/></list>`;
    await mountView({ type: "list", resModel: "unit", arch });
    const cells = [...document.querySelectorAll(".o_data_cell")];
    expect(cells.map((cell) => cell.textContent)).toEqual(["3", "0.5", "0.33", "0"]);
    expect(".o_data_cell:first").toHaveClass("o_list_number");
    expect("tfoot .o_list_number").toHaveText("3.83");
});

test("the sum of whole counts is whole", async () => {
    Unit._records = [{ id: 1, number: 3 }, { id: 2, number: 2 }];
    const arch = `<list><field name="number" widget="cs_count" sum="All"/></list>`;
    await mountView({ type: "list", resModel: "unit", arch });
    expect("tfoot .o_list_number").toHaveText("5");
});
