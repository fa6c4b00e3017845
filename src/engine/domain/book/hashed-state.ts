import type { BookHashFields, BookSnapshot } from '../market-event.ts';
import type { AtMs } from '../time.ts';
import { decimalFromMicro } from '../values/micro.ts';
import { complement, type Price, priceFromDecimal } from '../values/money.ts';

/** Decimals of a last trade price as REST spells it (`"0.160"`); frames leave out zeros. */
const PADDED_DECIMALS = 3;

/** The hash of a token's newest snapshot, and the texts that hashes cover besides the levels. */
export class HashedState {
  hash: string | null = null;
  venueAtMs: AtMs = Number.NEGATIVE_INFINITY;
  fields: BookHashFields = { minOrderSize: null, negRisk: null, lastTradePrice: '', version: null };
  /** Trades since the snapshot: of the token itself, and of the token that mirrors it. */
  tradedAt: Price | null = null;
  mirrorTradedAt: Price | null = null;

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
    this.tradedAt = null;
    this.mirrorTradedAt = null;
  }

  /**
   * How the venue may spell the last trade price, the likeliest first. Whether it pads it, and
   * whether a trade of the other token counts, is not known; only one spelling is right, and a hash
   * that any of them reproduces proves the levels all the same.
   */
  lastTradePrices(): readonly string[] {
    const own = this.tradedAt === null ? this.#asSent() : spellings(this.tradedAt);
    const { mirrorTradedAt } = this;
    return mirrorTradedAt === null ? own : [...own, ...spellings(complement(mirrorTradedAt))];
  }

  /** As the snapshot spelt it, and as the other of stream and REST does. */
  #asSent(): readonly string[] {
    const { lastTradePrice: sent } = this.fields;
    const at = priceFromDecimal(sent);
    return at === null ? [sent] : [...new Set([sent, ...spellings(at)])];
  }
}

function spellings(at: Price): readonly string[] {
  const plain = decimalFromMicro(at);
  const padded = plain.padEnd('0.'.length + PADDED_DECIMALS, '0');
  return padded === plain ? [plain] : [plain, padded];
}
