import { pino } from 'pino';

export type Log = ReturnType<typeof openLog>;

/** Structured lines on standard error; never a name, an address, a phone number or a cookie. */
export const openLog = (level: string) =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
