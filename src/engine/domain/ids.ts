import { createHash } from 'node:crypto';
import type { BrandedString } from './values/branded.ts';

/** The venue's own market id: Polymarket's condition id (lower-case hex), Kalshi's ticker. */
export type MarketId = BrandedString<'MarketId'>;
/** The venue's id of one tradeable outcome: Polymarket's token or position id. */
export type TokenId = BrandedString<'TokenId'>;
/** A wallet address, lower-case hex with 0x. */
export type WalletAddress = BrandedString<'WalletAddress'>;
export type SignalId = BrandedString<'SignalId'>;
export type IntentId = BrandedString<'IntentId'>;
export type FillId = BrandedString<'FillId'>;
/** `paper`, `live:<venue>:<account>` or `shadow:<name>`. */
export type LedgerId = BrandedString<'LedgerId'>;

export const PAPER = 'paper' as LedgerId;

const LIVE_PREFIX = 'live:';

/** Whether real money is in the ledger. */
export function isLive(ledger: LedgerId): boolean {
  return ledger.startsWith(LIVE_PREFIX);
}

const SHADOW_PREFIX = 'shadow:';

/** Copies of whatever a leader buys, copies by the rules, and by the rules with a model beside them. */
export const SHADOW_NAIVE = `${SHADOW_PREFIX}naive` as LedgerId;
export const SHADOW_RULES = `${SHADOW_PREFIX}rules` as LedgerId;
export const SHADOW_MODEL = `${SHADOW_PREFIX}rules+llm` as LedgerId;

/** Whether it only measures what another brain would have done: nobody is told what happens in it. */
export function isShadow(ledger: LedgerId): boolean {
  return ledger.startsWith(SHADOW_PREFIX);
}

/** The ledger of an account: `live:<venue>:<account>`. */
export function liveLedger(venue: 'polymarket' | 'kalshi', account: string): LedgerId {
  return `${LIVE_PREFIX}${venue}:${account.toLowerCase()}` as LedgerId;
}

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_LENGTH = 26;
const SHORT_ID_LENGTH = 6;

/**
 * A text id that depends on its content alone: the first 130 bits of SHA-256 over the parts, which
 * are joined with 0x1f so that neighbours cannot run together, in Crockford base32.
 */
export function contentId(kind: string, parts: readonly (string | number)[]): string {
  const digest = createHash('sha256')
    .update([kind, ...parts].join('\u001f'))
    .digest();
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of digest) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < ID_LENGTH) {
      bits -= 5;
      text += CROCKFORD.charAt((held >> bits) & 31);
    }
    held &= 31;
    if (text.length === ID_LENGTH) break;
  }
  return text;
}

/** What chat shows of an id. */
export function shortId(id: string): string {
  return id.slice(0, SHORT_ID_LENGTH).toUpperCase();
}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/** The address in lower case, or `null` when it is not `0x` and 40 hex digits. */
export function walletAddress(text: string): WalletAddress | null {
  return ADDRESS.test(text) ? (text.toLowerCase() as WalletAddress) : null;
}

const TOKEN_ID = /^[1-9]\d{0,77}$/;

/** A decimal token id of at most 78 digits (uint256), or `null`. */
export function tokenId(text: string): TokenId | null {
  return TOKEN_ID.test(text) ? (text as TokenId) : null;
}

const CONDITION_ID = /^0x[0-9a-f]{64}$/;

/** A 32-byte condition id in lower case, or `null`. */
export function conditionId(text: string): MarketId | null {
  const lower = text.toLowerCase();
  return CONDITION_ID.test(lower) ? (lower as MarketId) : null;
}
