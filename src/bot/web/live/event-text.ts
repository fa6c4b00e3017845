/** One server-sent event; `data` is JSON, which has no line ends of its own. */
export function eventText(event: string, id: string, data: object): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Says nothing; shows that the way is open. */
export const PING_TEXT = ': ping\n\n';

/** What is sent first: how long to wait before coming back, ms. */
export function retryText(ms: number): string {
  return `retry: ${ms}\n\n`;
}

/** Which event somebody saw last, of a stream that this program began; `null` for any other. */
export function readEventId(text: string, run: string): number | null {
  const match = /^([A-Za-z0-9_-]{1,40})\.(\d{1,15})$/.exec(text);
  return match?.[1] === run ? Number(match[2]) : null;
}

export function eventId(run: string, seq: number): string {
  return `${run}.${seq}`;
}
