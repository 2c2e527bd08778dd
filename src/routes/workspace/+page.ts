// The first screen only tells and leads on: without a script it is half as heavy, and there at once on a slow line.
export const csr = false;
