import { type WalletAddress, walletAddress } from '../../engine/domain/ids.ts';
import type { MarketEvent } from '../../engine/domain/market-event.ts';

/** Whom a replay follows: named wallets from the start, or everybody when first seen. */
export type FollowList = { readonly everybody: boolean; readonly named: readonly WalletAddress[] };

/** Reads `all` or addresses separated by commas; a string says what is wrong. */
export function parseFollowList(text: string | undefined): FollowList | string {
  if (text === undefined || text === '') return { everybody: false, named: [] };
  if (text === 'all') return { everybody: true, named: [] };
  const named: WalletAddress[] = [];
  for (const part of text.split(',')) {
    const address = walletAddress(part.trim());
    if (address === null) {
      return `--follow takes all, or addresses separated by commas; "${part.trim()}" is not 0x and 40 hex digits`;
    }
    named.push(address);
  }
  return { everybody: false, named };
}

/** The wallets that acted in these events. */
export function actorsOf(events: readonly MarketEvent[]): readonly WalletAddress[] {
  const actors: WalletAddress[] = [];
  for (const event of events) if (event.kind === 'leaderActed') actors.push(event.event.wallet);
  return actors;
}
