import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const DELAY = 250;
const WIDTH = 120;
const HEIGHT = 44;

/** A curve with the sample on it, drawn from points within a square of 1 by 1. */
export class CurveLine extends Component {
    static template = "cs_appraisal.CurveLine";
    static props = { chart: Object, label: String };

    get box() {
        return `-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`;
    }

    get baseline() {
        return HEIGHT;
    }

    get width() {
        return WIDTH;
    }

    place([x, y]) {
        return { x: x * WIDTH, y: (1 - y) * HEIGHT };
    }

    get line() {
        return this.props.chart.line
            .map((point) => this.place(point))
            .map(({ x, y }) => `${x},${y}`)
            .join(" ");
    }

    get dot() {
        return this.props.chart.dot && this.place(this.props.chart.dot);
    }
}

/**
 * Try a score card out: `<widget name="cs_card_simulation" />` in the form of a
 * template. The server scores, nothing is stored.
 */
export class CardSimulation extends Component {
    static template = "cs_appraisal.CardSimulation";
    static components = { CurveLine };
    static props = standardWidgetProps;

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ view: null, samples: {}, isStale: false });
        this.loadSoon = useDebounced(() => this.load(), DELAY);
        onWillStart(() => this.load());
        useRecordObserver((record) => this.onRecord(record));
    }

    get lines() {
        return this.state.view?.lines ?? [];
    }

    get hasTargets() {
        return this.lines.some(({ inputs }) => inputs.some(({ target }) => target));
    }

    async load() {
        const { resId, resModel } = this.props.record;
        if (!resId) {
            return;
        }
        this.loadedId = resId;
        const samples = { ...this.state.samples };
        const call = this.orm.silent.call(resModel, "simulate", [[resId], samples]);
        this.state.view = await this.keepLast.add(call);
    }

    /** What is scored is what was saved; another template has other inputs. */
    onRecord({ resId, dirty }) {
        const wasStale = this.state.isStale;
        this.state.isStale = Boolean(resId && dirty);
        if (!this.loadedId || !resId) {
            return;
        }
        if (resId !== this.loadedId) {
            this.state.samples = {};
            this.load();
        } else if (wasStale && !dirty) {
            this.load();
        }
    }

    onInput(key, ev) {
        this.state.samples[key] = ev.target.value;
        this.loadSoon();
    }

    fillTargets() {
        for (const { inputs } of this.lines) {
            for (const { key, target } of inputs) {
                if (target) {
                    this.state.samples[key] = target;
                }
            }
        }
        this.load();
    }

    clear() {
        this.state.samples = {};
        this.load();
    }
}

registry.category("view_widgets").add("cs_card_simulation", {
    component: CardSimulation,
});
