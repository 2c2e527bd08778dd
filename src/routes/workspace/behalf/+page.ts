// Answering is a click and a page anew: nothing to hydrate.
export const csr = false;
