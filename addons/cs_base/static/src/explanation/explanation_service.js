import { registry } from "@web/core/registry";
import { EventBus, reactive } from "@odoo/owl";
import { ExplanationAside } from "./explanation_aside";

/**
 * One explanation at a time, beside whatever is on screen (ALL-01).
 *
 *     this.explanation = useService("cs_explanation");
 *     this.explanation.open("cs.day", id, { ids, focus });
 *
 * - `ids`: the records that the arrows of the panel step through
 * - `focus`: false when the keyboard focus should stay where it is, in a grid
 *
 * Its `bus` tells `moved` (the reader stepped to another record) and `changed`
 * (something was done from the panel, views should reload), each with { resModel, resId }.
 *
 * Opening another record while the panel is open only changes its content. What is
 * open is in `state.target` (reactive), null if nothing.
 */
export const explanationService = {
    dependencies: ["action"],
    start(env, { action }) {
        const bus = new EventBus();
        const state = reactive({ target: null, revision: 0 });
        const isOurs = (controller) =>
            controller?.jsId === state.target.home ||
            controller?.props?.resModel === state.target.resModel;
        const isFocusInside = () =>
            Boolean(document.activeElement?.closest(".cs_explanation_side, .cs_explanation_sheet"));
        let opener = null;
        let isFollowing = false;

        function open(resModel, resId, options = {}) {
            if (!isFocusInside()) {
                opener = document.activeElement;
            }
            state.target = {
                focus: true,
                ids: [],
                ...options,
                resModel,
                resId,
                home: state.target?.home || action.currentController?.jsId,
            };
        }

        function close() {
            if (!state.target) {
                return;
            }
            const hadFocus = isFocusInside();
            state.target = null;
            if (hadFocus && opener?.isConnected) {
                opener.focus();
            }
        }

        /** Show what the record says now; the old text stays until it is there. */
        function refresh() {
            state.revision++;
        }

        /** Go to a fact: the panel stays, unless it covers the screen. */
        async function follow(request) {
            isFollowing = true;
            try {
                if (env.isSmall) {
                    close();
                }
                await action.doAction(request);
            } finally {
                isFollowing = false;
            }
        }

        env.bus.addEventListener("ACTION_MANAGER:UI-UPDATED", ({ detail: mode }) => {
            const hasLeft = state.target && !isOurs(action.currentController);
            if (hasLeft && mode !== "new" && !isFollowing) {
                close();
            }
        });
        registry.category("main_components").add("cs_base.ExplanationAside", {
            Component: ExplanationAside,
            props: { state, bus, open, close, refresh, follow },
        });
        return { state, bus, open, close, refresh };
    },
};

registry.category("services").add("cs_explanation", explanationService);
