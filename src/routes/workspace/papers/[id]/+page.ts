// What the paper says, and small forms: no script.
export const csr = false;
