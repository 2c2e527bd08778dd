// A file goes up in pieces and shows how far it is; without a script it goes along with the form.
export const csr = true;
