import {registry} from "@web/core/registry";
import {
    PropertiesField,
    propertiesField,
} from "@web/views/fields/properties/properties_field";

/**
 * What the team asks for in a matter of this kind (HD-09). What is defined is changed in
 * the list of intake fields, not here.
 */
export class IntakeField extends PropertiesField {
    async checkDefinitionWriteAccess() {
        return false;
    }

    isAsked(property) {
        if (property.cs_hidden) {
            return property.value !== undefined && property.value !== false;
        }
        return !property.cs_kind || property.cs_kind === this.props.record.data.cs_kind;
    }

    get groupedPropertiesList() {
        const asked = this.propertiesList.filter((property) => this.isAsked(property));
        const count = this.renderedColumnsCount;
        const columns = [...Array(count).keys()].map((index) => ({
            title: null,
            name: null,
            columnSeparator: index > 0,
            elements: [],
            invisibleLabel: true,
        }));
        asked.forEach((property, index) => {
            if (property.cs_required) {
                property.string = `${property.string} *`;
            }
            columns[Math.floor((index * count) / asked.length)].elements.push(property);
        });
        return columns;
    }
}

registry.category("fields").add("cs_intake", {
    ...propertiesField,
    component: IntakeField,
});
