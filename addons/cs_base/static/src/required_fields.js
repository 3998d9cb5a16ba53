import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { patch } from "@web/core/utils/patch";
import { Record } from "@web/model/relational_model/record";

/** A form that cannot be saved names what is missing; stock only says that something is. */
patch(Record.prototype, {
    _displayInvalidFieldNotification() {
        const labels = [...this._invalidFields]
            .map((name) => this.fields[name]?.string)
            .filter(Boolean);
        if (!labels.length) {
            return super._displayInvalidFieldNotification();
        }
        return this.model.notification.add(_t("Please fill in or correct: %s", formatList(labels)), {
            type: "danger",
        });
    },
});
