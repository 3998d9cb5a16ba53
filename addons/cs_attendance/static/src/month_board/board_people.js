/** What one screen of the month board shows, computed from what the server sent. */

export const PERSON = 0;
export const NAME = 1;
export const SHIFT = 2;
export const DEPARTMENT = 3;
export const TOTALS = 4;
export const CELLS = 5;
export const IDS = 6;

/** Sorts people by department as in the tree, then by name as the language sorts. */
export function sortPeople(people, departments, locale) {
    const rank = new Map(departments.map(([id], index) => [id, index]));
    const { compare } = new Intl.Collator(locale);
    const rankOf = (person) => rank.get(person[DEPARTMENT]) ?? departments.length;
    return [...people].sort(
        (one, other) => rankOf(one) - rankOf(other) || compare(one[NAME], other[NAME])
    );
}

export function hasException(person, codes) {
    return person[CELLS].some((cell) => cell >= 0 && codes[cell].exception);
}

/**
 * @param {Object} board as `cs.attendance.board.get_board` describes it
 * @param {{ search: string, only: boolean }} filters
 */
export function selectPeople({ people, codes }, { search, only }) {
    const wanted = search.trim().toLowerCase();
    return people.filter(
        (person) =>
            person[NAME].toLowerCase().includes(wanted) && (!only || hasException(person, codes))
    );
}

/**
 * How many people are there and how many were due, day by day, and how many days need
 * somebody.
 *
 * @returns {{ present: number[], due: number[], todo: number }}
 */
export function sumUp(people, codes, dayCount) {
    const present = new Array(dayCount).fill(0);
    const due = new Array(dayCount).fill(0);
    let todo = 0;
    for (const person of people) {
        const cells = person[CELLS];
        for (let day = 0; day < dayCount; day++) {
            if (cells[day] >= 0) {
                const code = codes[cells[day]];
                present[day] += code.present;
                due[day] += code.due;
                todo += code.todo ? 1 : 0;
            }
        }
    }
    return { present, due, todo };
}

/** Cells that look otherwise than before: list of [person, day index, code]. */
export function changedCells(before, after) {
    const look = (board, person, day) => {
        const code = board.codes[person[CELLS][day]];
        return code ? `${code.char} ${code.class}` : "";
    };
    const known = new Map(before.people.map((person) => [person[PERSON], person]));
    return after.people.flatMap((person) => {
        const old = known.get(person[PERSON]);
        return !old
            ? []
            : after.days.flatMap((_day, index) =>
                  look(before, old, index) === look(after, person, index)
                      ? []
                      : [[person, index, after.codes[person[CELLS][index]]]]
              );
    });
}
