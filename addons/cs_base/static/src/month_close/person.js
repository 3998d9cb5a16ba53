import { Component } from "@odoo/owl";

const FILLS = ["#4d6b2f", "#5b5f77", "#3d7a5a", "#7a4f3d", "#3d5f7a", "#6b4d6b"];

/** A person as in the rest of the suite: a coloured square with one character. */
export class Person extends Component {
    static template = "cs_base.Person";
    static props = { id: Number, name: String, slim: { type: Boolean, optional: true } };

    get fill() {
        return FILLS[this.props.id % FILLS.length];
    }

    /** 郭晓萌 → 萌, Anna Li → A: given names tell people of a team apart. */
    get letter() {
        const characters = [...this.props.name.trim()];
        const last = characters.at(-1) || "?";
        return /\p{Script=Han}/u.test(last) ? last : characters[0].toUpperCase();
    }
}
