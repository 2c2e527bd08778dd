// Passkeys are a conversation between browser and device: this page needs its script, and says so without.
export const csr = true;
