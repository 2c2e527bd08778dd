import { readFile } from 'node:fs/promises';

/** A worksheet of invented producers with the faults that offices' worksheets have, to try the import with (data/demo). */
export const exampleWorksheet = (): Promise<Buffer> =>
  readFile(new URL('../../../data/demo/worksheet.xlsx', import.meta.url));
