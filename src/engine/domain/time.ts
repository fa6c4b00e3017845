/** Milliseconds since 1970 in UTC. Wall clock; comes in with an input, never from the core. */
export type AtMs = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day at `atMs` in an IANA zone, as `2026-11-22`. Loss limits end with it. */
export function localDay(atMs: AtMs, zone: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(zone, format);
  }
  return format.format(atMs);
}

/** Whether the runtime knows `zone`. */
export function isTimeZone(zone: string): boolean {
  try {
    localDay(0, zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
