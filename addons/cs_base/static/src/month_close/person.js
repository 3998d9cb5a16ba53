import { Component } from "@odoo/owl";

/** Fills to choose from: tokens --cs-person-1 to -6. */
const FILLS = 6;

/** A person as in the rest of the suite: a coloured square with one character. */
export class Person extends Component {
    static template = "cs_base.Person";
    static props = { id: Number, name: String, slim: { type: Boolean, optional: true } };

    get fill() {
        return (this.props.id % FILLS) + 1;
    }

    /** 郭晓萌 → 萌, Anna Li → A: given names tell people of a team apart. */
    get letter() {
        const characters = [...this.props.name.trim()];
        const last = characters.at(-1) || "?";
        return /\p{Script=Han}/u.test(last) ? last : characters[0].toUpperCase();
    }
}
