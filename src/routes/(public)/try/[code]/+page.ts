// The one public page that computes in the browser as well: it works without JavaScript and is quicker with it.
export const csr = true;
