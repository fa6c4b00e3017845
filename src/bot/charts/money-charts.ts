import { UnavailableError } from '../../engine/contract/queries.ts';
import type { CurvePoint, PnlView } from '../../engine/contract/views.ts';
import type { TopView } from '../../engine/contract/wallet-board-view.ts';
import type { LedgerId } from '../../engine/domain/ids.ts';
import { addMoney, type Money, money, subtractMoney } from '../../engine/domain/values/money.ts';
import { signedMoney } from '../format/amounts.ts';
import type { Reader } from '../format/moments.ts';
import { bookName, walletName } from '../format/names.ts';
import type { Reply } from '../reply.ts';
import type { Chart, ChartSeries } from './chart.ts';

const MICRO = 1_000_000;
/** With fewer values there is nothing to see. */
const VALUES_MIN = 2;
/** Equity that changed by more than this besides the result was paid in or out, or moved before. */
const AGREES_WITHIN: Money = money(100_000);

/** The reply with its picture, if there is one. */
export function withPicture(reply: Reply, picture: Chart | null): Reply {
  return picture === null ? reply : { ...reply, picture };
}

/** What a picture is made of, or nothing when that does not answer now: the text stands alone. */
export async function curveOrNone(
  asked: Promise<readonly CurvePoint[]>,
): Promise<readonly CurvePoint[]> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof UnavailableError) return [];
    throw error;
  }
}

/** `on paper`, `live`: how a finding names its book. */
function inBook(ledger: LedgerId): string {
  const name = bookName(ledger);
  return name === 'PAPER' ? 'on paper' : name.toLowerCase();
}

interface Asked extends Reader {
  /** `today`, `in 7 days`. */
  readonly span: string;
}

/**
 * Equity over a span, when its change is what the span made; `null` when it is not, because money
 * was paid in or out, or what is open had gained or lost before.
 */
export function equityChart(
  view: PnlView,
  curve: readonly CurvePoint[],
  { span, nowMs, zone }: Asked,
): Chart | null {
  const [first] = curve;
  if (first === undefined || curve.length < VALUES_MIN) return null;
  const made = addMoney(subtractMoney(view.realised, view.fees), view.unrealised);
  const change = subtractMoney(view.equity, first.value);
  if (Math.abs(subtractMoney(change, made)) > AGREES_WITHIN) return null;
  const points = [...curve, { atMs: nowMs, value: view.equity }];
  return {
    kind: 'lines',
    title: `${signedMoney(made)} ${span} ${inBook(view.ledger)}`,
    unit: 'dollars',
    zone,
    series: [ours('equity', points)],
  };
}

/** What closed trades made over a span, added up from zero. */
export function resultChart(
  curve: readonly CurvePoint[],
  { about, nowMs, zone }: Reader & { readonly about: (made: string) => string },
): Chart | null {
  const [first] = curve;
  const last = curve.at(-1);
  if (first === undefined || last === undefined || curve.length < VALUES_MIN) return null;
  const zero = { atMs: first.atMs - 1, value: money(0) };
  return {
    kind: 'lines',
    title: about(signedMoney(last.value)),
    unit: 'dollars',
    signed: true,
    zone,
    series: [ours('result', [zero, ...curve, { ...last, atMs: Math.max(nowMs, last.atMs) }])],
  };
}

/** `+$8.56 from closed trades in 7 days on paper`. */
export function closedTrades(ledger: LedgerId, span: string): (made: string) => string {
  return (made) => `${made} from closed trades ${span} ${inBook(ledger)}`;
}

/** `whale-7: +$8.56 from closed copies on paper`. */
export function closedCopies(ledger: LedgerId, name: string): (made: string) => string {
  return (made) => `${name}: ${made} from closed copies ${inBook(ledger)}`;
}

/** What copying each wallet made, in the order given. */
export function walletBars(
  views: readonly TopView[],
  title: string,
  ledger: LedgerId,
): Chart | null {
  if (views.length < VALUES_MIN || views.every(({ pnl }) => pnl === 0)) return null;
  return {
    kind: 'bars',
    title: `${title} ${inBook(ledger)}`,
    unit: 'dollars',
    bars: views.map(({ wallet, pnl }) => ({ label: walletName(wallet), value: pnl / MICRO })),
  };
}

function ours(name: string, points: readonly CurvePoint[]): ChartSeries {
  return {
    name,
    role: 'ours',
    points: points.map(({ atMs, value }) => ({ atMs, value: value / MICRO })),
  };
}
