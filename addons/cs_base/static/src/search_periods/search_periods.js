import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";

/** A period as stock writes it: "11 2026", "Q4 2026", "2026". */
const PERIOD = /^(?:(\S+) )?(\d{4})$/;

const isChinese = () => user.lang?.startsWith("zh");

/** A month is a bare number in luxon's Chinese. */
const named = (part) => (/^\d{1,2}$/.test(part) ? `${part}月` : part);

/** Periods of a filter as they are written in Chinese; other texts stay. */
export function chinesePeriods(text) {
    const periods = text.split("/");
    if (!periods.every((period) => PERIOD.test(period))) {
        return text;
    }
    return periods
        .map((period) => period.match(PERIOD))
        .map(([, part, year]) => `${year}年${part ? named(part) : ""}`)
        .join("、");
}

patch(SearchModel.prototype, {
    _getDateFilterDomain(dateFilter, generatorIds, key) {
        const result = super._getDateFilterDomain(...arguments);
        return key === "description" && isChinese() ? chinesePeriods(result) : result;
    },

    _enrichItem(searchItem) {
        const item = super._enrichItem(...arguments);
        if (searchItem.type === "dateFilter" && isChinese()) {
            for (const option of item.options) {
                const { description } = option;
                option.description = named(description.replace(/^\d{4}$/, "$&年"));
            }
        }
        return item;
    },
});
