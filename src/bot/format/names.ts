import type { MarketRef, OutcomeRef, WalletRef } from '../../engine/contract/views.ts';
import type { LedgerId, WalletAddress } from '../../engine/domain/ids.ts';
import type { Span } from '../reply.ts';

/** `0x61…9cd5`. */
export function shortAddress(address: WalletAddress): string {
  return `${address.slice(0, 4)}…${address.slice(-4)}`;
}

/** A wallet is its label, else its short address; what a person did alone is `you`. */
export function walletName(wallet: WalletRef | null): string {
  if (wallet === null) return 'you';
  return wallet.label === null ? shortAddress(wallet.address) : foreign(wallet.label);
}

/** Words of others: a chat would make a command that can be tapped of `/kill` in a title. */
export function foreign(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])\/(?=[\p{L}\p{N}])/gu, '\u2215');
}

/** At most `most` characters, cut at a word. */
export function cut(text: string, most: number): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain.length <= most) return plain;
  const kept = plain.slice(0, Math.max(0, most - 1));
  // One character more shows whether the last word is whole.
  const space = plain.slice(0, Math.max(0, most)).lastIndexOf(' ');
  return `${space > most / 2 ? kept.slice(0, space) : kept}…`;
}

/** Characters of a question in a line of its own. */
export const QUESTION_WIDTH = 44;

/** A market is its question, a link where there is one; unknown ones are their short id. */
export function marketName(market: MarketRef, most: number = QUESTION_WIDTH): Span {
  const text =
    market.question === null ? shortMarket(market.id) : foreign(cut(market.question, most));
  return market.url === null ? text : { link: text, url: market.url };
}

function shortMarket(id: string): string {
  return id.length > 12 ? `market ${id.slice(0, 6)}…${id.slice(-4)}` : `market ${id}`;
}

/** The side of a market: `YES`, `Paris`. */
export function sideName(outcome: OutcomeRef): string {
  const label = outcome.label ?? 'shares';
  return /^(?:yes|no)$/i.test(label) ? label.toUpperCase() : foreign(cut(label, 20));
}

/** `PAPER`, `LIVE`, `SHADOW naive`: every message about money names its book. */
export function bookName(ledger: LedgerId): string {
  if (ledger.startsWith('live:')) return 'LIVE';
  if (ledger.startsWith('shadow:')) return `SHADOW ${ledger.slice('shadow:'.length)}`;
  return 'PAPER';
}
