import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { refusalOf } from "../refusal";

/** How long the notification stays; the button in the form stays longer. */
const SECONDS = 12;

/** Only the last action can be taken back from its notification. */
let forgetLast = () => {};

/**
 * Says what was done and offers to take it back, by its button or Ctrl+Z.
 *
 * Client action of `cs.undo._offer`; takes `message`, `model`, `ids` (none: there is
 * nothing to take back) and perhaps `next`, what to show then.
 */
export function offerUndo(env, { params }) {
    const { notification, hotkey } = env.services;
    const close = params.next || { type: "ir.actions.act_window_close" };
    forgetLast();
    if (!params.ids.length) {
        notification.add(params.message, { type: "success" });
        return close;
    }
    let isAsked = false;
    const undo = async () => {
        if (isAsked) {
            return; // a double click
        }
        isAsked = true;
        forget();
        await takeBack(env, params);
    };
    const removeHotkey = hotkey.add("control+z", undo, { bypassEditableProtection: false });
    const closeNotification = notification.add(params.message, {
        type: "success",
        className: "o_cs_undo",
        autocloseDelay: SECONDS * 1000,
        buttons: [{ name: _t("Undo"), icon: "fa-undo", onClick: undo }],
        onClose: () => removeHotkey(),
    });
    const forget = () => closeNotification();
    forgetLast = forget;
    return close;
}

async function takeBack(env, { model, ids }) {
    const { orm, action, notification } = env.services;
    try {
        await action.doAction(await orm.silent.call(model, "action_undo", [ids]));
    } catch (error) {
        notification.add(refusalOf(error), {
            title: _t("Not taken back"),
            type: "danger",
            sticky: true,
            className: "o_cs_undone",
        });
    }
}

/** Says what was taken back, and what was not and why; shows the records as they are. */
export function sayUndone(env, { params }) {
    const { message, refused } = params;
    env.services.notification.add([message, ...refused].join("\n"), {
        type: refused.length ? "warning" : "success",
        sticky: Boolean(refused.length),
        className: "o_cs_undone",
    });
    return { type: "ir.actions.client", tag: "soft_reload" };
}

registry.category("actions").add("cs_undo", offerUndo);
registry.category("actions").add("cs_undone", sayUndone);
