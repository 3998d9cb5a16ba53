import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { useActiveElement } from "@web/core/ui/ui_service";
import { useService } from "@web/core/utils/hooks";
import {
    Component,
    onMounted,
    useEffect,
    useExternalListener,
    useRef,
    useState,
    xml,
} from "@odoo/owl";
import { ExplanationPanel } from "./explanation_panel";

class ExplanationPlace extends Component {
    static props = { label: String, focus: Boolean, close: Function, slots: Object };

    setup() {
        useHotkey("escape", () => this.props.close());
    }
}

/**
 * Keeps the focus inside while it covers a small screen. Back closes it, as it does any
 * page of a phone: it has an entry in the history, one for all that are opened here.
 */
class ExplanationSheet extends ExplanationPlace {
    static template = xml`
        <div class="cs_explanation_sheet" role="dialog" aria-modal="true"
             t-att-aria-label="props.label" tabindex="-1" t-ref="root">
            <t t-slot="default"/>
        </div>`;

    setup() {
        super.setup();
        useActiveElement("root");
        onMounted(() => this.addEntry());
        useExternalListener(window, "popstate", () => this.props.close());
    }

    /** Going back to where the page is already is not to load it again. */
    addEntry() {
        const { history, location } = browser;
        if (!history.state?.isExplanation) {
            const { state } = history;
            history.replaceState({ ...state, skipRouteChange: true }, "", location.href);
            history.pushState({ ...state, isExplanation: true }, "", location.href);
        }
    }
}

/** Beside the view, which becomes narrower. */
class ExplanationSide extends ExplanationPlace {
    static template = xml`
        <aside class="cs_explanation_side" t-att-aria-label="props.label"
               tabindex="-1" t-ref="root">
            <t t-slot="default"/>
        </aside>`;

    setup() {
        super.setup();
        const root = useRef("root");
        onMounted(() => this.props.focus && root.el.focus());
        useEffect(
            () => {
                const { classList } = document.body;
                classList.add("o_cs_explaining");
                // Lists measure their columns when the window changes.
                window.dispatchEvent(new Event("resize"));
                return () => {
                    classList.remove("o_cs_explaining");
                    window.dispatchEvent(new Event("resize"));
                };
            },
            () => []
        );
    }
}

/** The place of the open explanation: at the side, or the whole of a small screen. */
export class ExplanationAside extends Component {
    static template = "cs_base.ExplanationAside";
    static components = { ExplanationPanel };
    static props = {
        state: Object,
        bus: Object,
        open: Function,
        close: Function,
        refresh: Function,
        follow: Function,
    };

    setup() {
        this.ui = useState(useService("ui"));
        this.state = useState(this.props.state);
    }

    get Place() {
        return this.ui.isSmall ? ExplanationSheet : ExplanationSide;
    }

    get label() {
        return _t("Explanation");
    }

    get target() {
        return this.state.target;
    }

    /** Stepping through the records that were given; null where there is no next. */
    stepTo(offset) {
        const { resModel, resId, ids } = this.target;
        const next = ids.includes(resId) && ids[ids.indexOf(resId) + offset];
        if (!next) {
            return null;
        }
        return () => {
            this.props.open(resModel, next, { ids });
            this.props.bus.trigger("moved", { resModel, resId: next });
        };
    }

    onChange() {
        const { resModel, resId } = this.target || {};
        this.props.refresh();
        this.props.bus.trigger("changed", { resModel, resId });
    }
}
