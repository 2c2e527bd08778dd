// Files of an answer go up in pieces; without a script they go along with the form.
export const csr = true;
