import { dayText, monthNumber } from './days.ts';

/** What a Kalshi ticker says: `KXBTCD-26MAY0919-T79999.99`. */
export interface TickerParts {
  /** `KXBTCD`. */
  readonly series: string;
  /** What stands between the series and the last part, `26MAY0919`; empty when nothing does. */
  readonly event: string;
  /** The last part, `T79999.99`; empty when there is none. */
  readonly strike: string;
  readonly year: number | null;
  /** 1 to 12. */
  readonly month: number | null;
  /** `2026-05-09`. */
  readonly day: string | null;
  /** 0 to 23 on the clock of New York. */
  readonly hour: number | null;
  readonly minute: number;
}

const STAMP =
  /^(\d\d)(?:(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?:(\d\d)(?:H?(\d\d)(\d\d)?)?)?)?(?![\d])/;
const HOUR_MAX = 23;

/** Takes a ticker apart. Nothing in it names teams or sides that could be trusted. */
export function tickerParts(ticker: string): TickerParts {
  const [series = '', ...rest] = ticker.split('-');
  const strike = rest.length > 1 ? (rest[rest.length - 1] ?? '') : '';
  const event = rest.length > 1 ? rest.slice(0, -1).join('-') : (rest[0] ?? '');
  const stamp = STAMP.exec(event);
  const none = { year: null, month: null, day: null, hour: null, minute: 0 };
  if (stamp === null) return { series, event, strike, ...none };
  const year = 2000 + Number(stamp[1]);
  const month = stamp[2] === undefined ? null : monthNumber(stamp[2].toLowerCase());
  const hour = stamp[4] === undefined ? null : Number(stamp[4]);
  return {
    series,
    event,
    strike,
    year,
    month,
    day: month === null || stamp[3] === undefined ? null : dayText(year, month, Number(stamp[3])),
    hour: hour !== null && hour <= HOUR_MAX ? hour : null,
    minute: stamp[5] === undefined ? 0 : Number(stamp[5]),
  };
}
