import type {
  CryptoRule,
  NoRule,
  RuleReading,
  SettlementSource,
} from '../../domain/crypto-rule.ts';
import { type AtMs, MINUTE_MS } from '../../domain/time.ts';
import { easternTime } from './eastern-time.ts';

/** What a Polymarket market says of itself. */
export interface RuleWords {
  readonly slug: string;
  readonly question: string;
  readonly closesAtMs: AtMs | null;
  /** The address of the resolution source, when the venue names one. */
  readonly source: string | null;
  /** The rules text, when it is at hand. */
  readonly text: string | null;
}

/** `null`: the market has another shape. */
export type ShapeReading = RuleReading | null;

export const BINANCE_MINUTE: SettlementSource = { kind: 'binanceCandle', intervalMs: MINUTE_MS };

/** Only while it was the same on every market of that time may the source be taken from the date. */
export const CHAINLINK_POINT_UNTIL_MS = Date.UTC(2026, 7, 7);
export const CHAINLINK_TWAP_FROM_MS = Date.UTC(2026, 7, 14);
/** What the 5- and 15-minute windows settle on since then. */
const TWAP_S = 60;

const TWAP = /time-weighted|\bTWAP\b/i;
const TWAP_SECONDS = /\b(\d{1,3})[- ]?s(?:ec(?:ond)?s?)?\b/i;

export function no(reason: NoRule, found: string): Extract<RuleReading, { ok: false }> {
  return { ok: false, reason, found };
}

export function yes(rule: CryptoRule): RuleReading {
  return { ok: true, rule };
}

/** Whether the named source or the text names `host`, or neither names anything. */
export function mayBe(words: RuleWords, host: RegExp): boolean {
  if (words.source !== null && !host.test(words.source)) return false;
  return words.text === null || host.test(words.text);
}

/**
 * How a Chainlink window settles: by its rules text, else by when it closes. Until 2026-08-07 one price
 * decided; since 2026-08-14 it is the 60-second mean in windows of 5 and 15 minutes.
 */
export function chainlinkSource(
  words: RuleWords,
  closesAtMs: AtMs,
  isShort: boolean,
): SettlementSource | null {
  if (words.text !== null) {
    if (!TWAP.test(words.text)) return { kind: 'chainlinkPoint' };
    const seconds = Number(TWAP_SECONDS.exec(words.text)?.[1] ?? TWAP_S);
    return { kind: 'chainlinkTwap', seconds };
  }
  if (closesAtMs < CHAINLINK_POINT_UNTIL_MS) return { kind: 'chainlinkPoint' };
  if (!isShort || closesAtMs < CHAINLINK_TWAP_FROM_MS) return null;
  return { kind: 'chainlinkTwap', seconds: TWAP_S };
}

/** The year in New York at the close, which names leave out. */
export function yearAt(atMs: AtMs): number {
  return easternTime(atMs).year;
}
