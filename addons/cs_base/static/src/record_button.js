import { user } from "@web/core/user";

/**
 * Run a button of a record from outside of its form.
 *
 * @param {Object} action the action service
 * @param {{model: string, id: number, method: string, onClose: Function}} button
 */
export function pressRecordButton(action, { model, id, method, onClose }) {
    return action.doActionButton({
        type: "object",
        name: method,
        resModel: model,
        resId: id,
        context: user.context, // else the server would not know the language
        onClose,
    });
}
