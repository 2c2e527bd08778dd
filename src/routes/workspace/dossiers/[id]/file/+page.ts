// Read and small forms: no script.
export const csr = false;
