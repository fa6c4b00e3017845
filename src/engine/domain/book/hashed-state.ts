import type { BookHashFields, BookSnapshot } from '../market-event.ts';
import type { AtMs } from '../time.ts';
import { decimalFromMicro } from '../values/micro.ts';
import { complement, type Price } from '../values/money.ts';

/** Decimals of a last trade price as REST spells it (`"0.160"`); frames leave out zeros. */
const PADDED_DECIMALS = 3;
/** Spellings kept per token: the venue's own, and a trade's two on each of the two tokens. */
const SPELLINGS_MAX = 5;

/** The hash of a token's newest snapshot, and the texts that hashes cover besides the levels. */
export class HashedState {
  hash: string | null = null;
  venueAtMs: AtMs = -1;
  fields: BookHashFields = { minOrderSize: null, negRisk: null, lastTradePrice: '', version: null };
  /**
   * How the venue may spell the last trade price. Only one is right; a hash that any of them
   * reproduces proves the levels all the same.
   */
  lastTradePrices: readonly string[] = [''];

  takeSnapshot(event: BookSnapshot): void {
    this.hash = event.hash;
    this.venueAtMs = event.venueAtMs;
    const { minOrderSize, negRisk, lastTradePrice, version } = event.hashFields;
    this.fields = {
      minOrderSize: minOrderSize ?? this.fields.minOrderSize,
      negRisk: negRisk ?? this.fields.negRisk,
      lastTradePrice,
      version,
    };
    this.lastTradePrices = [lastTradePrice];
  }

  /** The token itself traded. */
  traded(at: Price): void {
    this.lastTradePrices = spellings(at);
  }

  /** The other token traded at `at`: whether the venue counts that here is not known. */
  mirrorTraded(at: Price): void {
    const all = [...spellings(complement(at)), ...this.lastTradePrices];
    this.lastTradePrices = all.slice(0, SPELLINGS_MAX);
  }
}

function spellings(at: Price): readonly string[] {
  const plain = decimalFromMicro(at);
  const padded = plain.padEnd('0.'.length + PADDED_DECIMALS, '0');
  return padded === plain ? [plain] : [plain, padded];
}
