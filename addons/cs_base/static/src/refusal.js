/**
 * What a refusal of the server says to the user; any other fault is thrown on.
 *
 * @returns {string}
 */
export function refusalOf(error) {
    if (!error.exceptionName?.startsWith("odoo.exceptions.")) {
        throw error;
    }
    return error.data.message;
}
