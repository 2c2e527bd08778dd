/**
 * Aborted by the first Ctrl-C or SIGTERM. Asked for before anything is opened, so that whatever is open by then is closed
 * again: nobody else stops the PostgreSQL that we started.
 */
export function leavingSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}
