import { delay } from "@web/core/utils/concurrency";
import { registry } from "@web/core/registry";

const rows = ".o_list_view .o_data_row";
const submitted = `${rows}:first:contains(Submitted)`;
const approved = `${rows}:first:contains(Approved)`;

/** On a phone a long touch selects. */
async function holdFinger(row) {
    const touch = new Touch({ identifier: 1, target: row });
    row.dispatchEvent(new TouchEvent("touchstart", { bubbles: true, touches: [touch] }));
    await delay(600);
    row.dispatchEvent(new TouchEvent("touchend", { bubbles: true }));
}

async function selectAll() {
    const all = document.querySelector("thead .o_list_record_selector input");
    if (all) {
        all.click();
        return;
    }
    for (const row of document.querySelectorAll(rows)) {
        await holdFinger(row);
    }
}

function openMenu() {
    if (!document.querySelector("button[name=action_approve]")) {
        document.querySelector(".o_control_panel button:has(.fa-cog)").click();
    }
}

function nothingIsCutOff() {
    const { scrollWidth, clientWidth } = document.documentElement;
    const button = document.querySelector(".o_cs_undo .o_notification_buttons .btn");
    const box = button.getBoundingClientRect();
    if (scrollWidth > clientWidth + 1 || box.right > clientWidth || box.height < 40) {
        throw new Error(`cut off: ${scrollWidth} > ${clientWidth}, ${box.right}, ${box.height}`);
    }
}

function pressUndo() {
    const key = { key: "z", code: "KeyZ", ctrlKey: true, bubbles: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", key));
}

function approveAll() {
    return [
        { content: "waiting", trigger: submitted, run: selectAll },
        { content: "on a phone in the menu", trigger: "body", run: openMenu },
        { trigger: "button[name=action_approve]", run: "click" },
        {
            content: "says what was done",
            trigger: ".o_notification.o_cs_undo:contains(Approved: 2)",
            run: nothingIsCutOff,
        },
        { trigger: approved },
    ];
}

registry.category("web_tour.tours").add("cs_base_undo", {
    steps: () => [
        ...approveAll(),
        {
            content: "a slip of the finger",
            trigger: ".o_cs_undo .o_notification_buttons button:contains(Undo)",
            run: "click",
        },
        { trigger: ".o_notification.o_cs_undone:contains(Taken back: 2)" },
        { content: "they wait again", trigger: submitted },
        { trigger: "body:not(:has(.o_cs_undo))" },
        ...approveAll(),
        { content: "by the keyboard", trigger: approved, run: pressUndo },
        { trigger: submitted },
        { trigger: "body:not(:has(.o_cs_undo))" },
        { trigger: `${rows}:first td[name=name]`, run: "click" },
        {
            content: "in the form, after the notification is gone",
            trigger: ".o_form_view button[name=action_approve]",
            run: "click",
        },
        { trigger: ".o_cs_undo .o_notification_close", run: "click" },
        { trigger: ".o_form_view button[name=action_undo_decision]", run: "click" },
        { trigger: ".o_notification.o_cs_undone:contains(Taken back: 1)" },
        { trigger: ".o_form_view button[name=action_approve]" },
        { trigger: ".o_form_view:not(:has(button[name=action_undo_decision]))" },
    ],
});
