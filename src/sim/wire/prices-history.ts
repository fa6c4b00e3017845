import { type Board, type PricePoint, pricesOf } from './board.ts';
import { double, MICRO, secondsOf } from './decimal.ts';
import { Refusal } from './refusal.ts';

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const MINUTE_SECONDS = 60;
const INTERVALS: Readonly<Record<string, number>> = {
  '1h': HOUR_SECONDS,
  '6h': 6 * HOUR_SECONDS,
  '1d': DAY_SECONDS,
  '1w': 7 * DAY_SECONDS,
  '1m': 30 * DAY_SECONDS,
  max: Number.POSITIVE_INFINITY,
};

interface Span {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
}

/** `{history:[{t,p}]}` of the prices that a token traded at: the last of every `fidelity` minutes. */
export function pricesHistory(board: Board, query: URLSearchParams, nowMs: number): object {
  const token = board.byToken(query.get('market') ?? '');
  const span = spanOf(query, secondsOf(nowMs));
  const fidelity = Number(query.get('fidelity') ?? 1);
  if (!(fidelity >= 1)) throw new Refusal(400, "invalid filters: 'fidelity' is not positive");
  if (token === null) return { history: [] };
  const inSpan = pricesOf(token.entry).filter(
    ({ atSeconds }) => atSeconds >= span.fromSeconds && atSeconds <= span.untilSeconds,
  );
  const history = lastOfEach(inSpan, fidelity * MINUTE_SECONDS).map(({ atSeconds, price }) => ({
    t: atSeconds,
    p: double(token.outcome === 0 ? price : MICRO - price),
  }));
  return { history };
}

function spanOf(query: URLSearchParams, nowSeconds: number): Span {
  const interval = query.get('interval');
  if (interval !== null) {
    const seconds = INTERVALS[interval];
    if (seconds === undefined) throw new Refusal(400, "invalid filters: unknown 'interval'");
    return { fromSeconds: nowSeconds - seconds, untilSeconds: nowSeconds };
  }
  const [from, until] = [query.get('startTs'), query.get('endTs')].map(Number);
  if (!query.has('startTs') || from === undefined || !Number.isFinite(from)) {
    throw new Refusal(400, "invalid filters: 'startTs' and 'endTs', or 'interval', are needed");
  }
  const isOpen = !query.has('endTs') || until === undefined || !Number.isFinite(until);
  return { fromSeconds: from, untilSeconds: isOpen ? nowSeconds : until };
}

function lastOfEach(points: readonly PricePoint[], seconds: number): readonly PricePoint[] {
  const last = new Map<number, PricePoint>();
  for (const point of points) last.set(Math.floor(point.atSeconds / seconds), point);
  return [...last.values()];
}
