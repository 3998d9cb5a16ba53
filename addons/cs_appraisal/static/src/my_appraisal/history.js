/** Size of the drawing, in its own units; on the phone a unit is a pixel. */
const BOX = { wide: 600, small: 340, height: 160, left: 30, right: 12, top: 14, bottom: 24 };

/** Scores between which lines of orientation are drawn. */
const STEP = 20;

/**
 * Where the scores of past appraisals stand in the drawing. Who was left out has a gap:
 * the line goes on behind it, as a row of months does (APP-07).
 *
 * @param {{id: number, label: string, score: number | false, grade: string}[]} history
 * @param {boolean} isSmall for a small screen
 * @returns {{points: object[], path: string, grid: {y: number, label: number}[],
 *     viewBox: string, left: number, right: number}}
 */
export function drawHistory(history, isSmall) {
    const scores = history.map((one) => one.score).filter((score) => score !== false);
    const most = Math.max(100, ...scores);
    const top = Math.ceil(most / STEP) * STEP;
    const full = isSmall ? BOX.small : BOX.wide;
    const width = full - BOX.left - BOX.right;
    const height = BOX.height - BOX.top - BOX.bottom;
    const gap = width / history.length;
    const yOf = (score) => BOX.top + height * (1 - score / top);
    const points = history.map((one, place) => ({
        ...one,
        x: BOX.left + gap * (place + 0.5),
        y: one.score === false ? yOf(0) : yOf(one.score),
    }));
    const path = points
        .filter((point) => point.score !== false)
        .map((point, place) => `${place ? "L" : "M"}${point.x} ${point.y}`)
        .join(" ");
    const grid = [];
    for (let label = 0; label <= top; label += STEP) {
        grid.push({ y: yOf(label), label });
    }
    const [left, right] = [BOX.left, full - BOX.right];
    return { points, path, grid, left, right, viewBox: `0 0 ${full} ${BOX.height}` };
}
