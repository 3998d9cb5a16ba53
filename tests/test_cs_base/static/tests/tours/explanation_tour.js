import { registry } from "@web/core/registry";

const panel = ".cs_explanation_side .cs_explanation";

registry.category("web_tour.tours").add("cs_base_explanation", {
    steps: () => [
        { trigger: ".o_form_view .cs_why", run: "click" },
        { content: "the verdict", trigger: `${panel} h3:contains(No punch out)` },
        { content: "the rule", trigger: `${panel} .cs_rule_code:contains(TST-01)` },
        { content: "the own fact", trigger: `${panel} dd a:contains(08:24 front door)` },
        {
            content: "the other fact is only counted, its name is nowhere",
            trigger: `${panel}:not(:contains(TOP SECRET)) .cs_explanation_hidden:contains(1 more fact)`,
        },
        {
            content: "hostile text is text",
            trigger: `${panel} .cs_explanation_sentence:contains(<b id="evil">)`,
        },
        { trigger: `body:not(:has(#evil)) ${panel} button[name=action_answer]`, run: "click" },
        { content: "panel and form tell it", trigger: `${panel}:contains(1 answers)` },
        { trigger: ".o_field_widget[name=answered] input:value(1)" },
        { content: "a fact opens, the panel stays", trigger: `${panel} dd a`, run: "click" },
        { trigger: ".o_breadcrumb .active:contains(08:24 front door)" },
        { trigger: panel },
        { content: "back", trigger: ".o_back_button a", run: "click" },
        { trigger: ".o_form_view .cs_why[aria-expanded=true]" },
        { trigger: panel, run: "press Escape" },
        { trigger: `body:not(:has(${panel})) .cs_why` },
    ],
});
