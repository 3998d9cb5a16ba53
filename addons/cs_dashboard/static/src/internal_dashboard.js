import { DashboardLoader } from "@spreadsheet_dashboard/bundle/dashboard_action/dashboard_loader_service";

import { patch } from "@web/core/utils/patch";

/** The page has to know which dashboards are not shared by a link. */
patch(DashboardLoader.prototype, {
    _getFetchGroupsSpecification() {
        const specification = super._getFetchGroupsSpecification();
        specification.published_dashboard_ids.fields.cs_is_internal = {};
        return specification;
    },
});
