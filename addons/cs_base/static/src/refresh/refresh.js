import { Component, onMounted, onWillUnmount, xml } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const INTERVAL = 2000;

/**
 * Reloads the record of a form while something goes on in the background:
 * `<widget name="cs_refresh" while="state == 'running'" />`.
 */
export class Refresh extends Component {
    static template = xml`<span class="d-none" />`;
    static props = { ...standardWidgetProps, condition: String };

    setup() {
        onMounted(() => {
            this.timer = browser.setInterval(() => this.tick(), INTERVAL);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    async tick() {
        const { record, condition } = this.props;
        const isOn = evaluateBooleanExpr(condition, record.evalContextWithVirtualIds);
        if (!isOn || !record.resId || this.isLoading || (await record.isDirty())) {
            return;
        }
        this.isLoading = true;
        try {
            await record.load();
        } finally {
            this.isLoading = false;
        }
    }
}

registry.category("view_widgets").add("cs_refresh", {
    component: Refresh,
    extractProps: ({ attrs }) => ({ condition: attrs.while }),
});
