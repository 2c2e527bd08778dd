/** The part of autocannon that the benches use; it ships no types. */
declare module 'autocannon' {
  type Client = { setRequests(requests: { method: string; path: string }[]): void };
  type Result = { duration: number; errors: number; timeouts: number };
  type Run = Promise<Result> & {
    on(event: 'response', hear: (client: Client, status: number, bytes: number, milliseconds: number) => void): void;
  };
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    headers?: Record<string, string>;
    setupClient(client: Client): void;
  }): Run;
}
