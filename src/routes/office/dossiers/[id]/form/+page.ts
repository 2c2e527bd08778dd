// Saves itself at the counter, too; without a script it is a form with a button.
export const csr = true;
