import { Dialog } from "@web/core/dialog/dialog";
import { hasTouch } from "@web/core/browser/feature_detection";
import { patch } from "@web/core/utils/patch";
import { onMounted } from "@odoo/owl";

/**
 * Where one touches, a dialog takes the focus itself, as forms do: in its first field the
 * keyboard or a calendar would unfold over what the dialog asks.
 */
patch(Dialog.prototype, {
    setup() {
        // Before the dialog gives the focus to its first field.
        onMounted(() => {
            const { el } = this.modalRef;
            if (hasTouch() && !el.contains(document.activeElement)) {
                el.focus();
            }
        });
        super.setup();
    },
});
