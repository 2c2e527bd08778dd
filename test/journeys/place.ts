/** Where the journeys run: JOURNEYS_PORT lets two checkouts on one machine run theirs at once. */
export const port = Number(process.env.JOURNEYS_PORT ?? 3100);
export const origin = `http://localhost:${port}`;
export const data = 'var/journeys-data';
