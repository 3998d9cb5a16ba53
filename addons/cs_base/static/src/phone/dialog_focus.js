import { Dialog } from "@web/core/dialog/dialog";
import { hasTouch } from "@web/core/browser/feature_detection";
import { patch } from "@web/core/utils/patch";
import { onMounted } from "@odoo/owl";

/**
 * On the phone a dialog takes the focus itself: in its first field the keyboard or a
 * calendar would unfold over what the dialog asks. Forms give it to no field there, too.
 */
patch(Dialog.prototype, {
    setup() {
        // Before the dialog gives the focus to its first field.
        onMounted(() => {
            const { el } = this.modalRef;
            if (this.env.isSmall && hasTouch() && !el.contains(document.activeElement)) {
                el.focus();
            }
        });
        super.setup();
    },
});
