// A list and its links: no script.
export const csr = false;
