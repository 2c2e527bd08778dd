// Nothing to fill in: the page ships no script.
export const csr = false;
