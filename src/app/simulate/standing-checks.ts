import type { Change } from '../../engine/domain/change.ts';
import { isLive, SHADOW_NAIVE } from '../../engine/domain/ids.ts';
import type { Order } from '../../engine/domain/order.ts';
import { UNCOPIED_KINDS } from '../../engine/domain/wallet-score.ts';
import type { Mirror } from './mirror.ts';
import type { Report } from './violation.ts';

/** Rules and scores of wallets hold for every entry that is made after them. */
export function checkStandings(mirror: Mirror, changes: readonly Change[], report: Report): void {
  const now = mirror.standings.copy();
  for (const change of changes) {
    if (change.kind !== 'order') now.apply(change);
    else if (!mirror.orders.has(change.order.intent.id)) checkEntry(now, change.order, report);
  }
}

/** What was written of followed wallets. */
export class WalletMirror {
  readonly #off = new Set<string>();
  readonly #live = new Set<string>();
  readonly #uncopied = new Set<string>();

  apply(change: Change): void {
    if (change.kind === 'wallet') {
      const { address, enabled, mode } = change.wallet;
      keep(this.#off, address, !enabled);
      keep(this.#live, address, mode === 'live');
    } else if (change.kind === 'walletScore') {
      const { wallet, kind } = change.score;
      keep(this.#uncopied, wallet, UNCOPIED_KINDS.includes(kind));
    }
  }

  copy(): WalletMirror {
    const copy = new WalletMirror();
    for (const one of this.#off) copy.#off.add(one);
    for (const one of this.#live) copy.#live.add(one);
    for (const one of this.#uncopied) copy.#uncopied.add(one);
    return copy;
  }

  /** Why no entry is made for the wallet in such a ledger; `null` when one may be. */
  refusal(wallet: string, isOfLive: boolean): string | null {
    if (this.#off.has(wallet)) return 'that is disabled';
    if (this.#uncopied.has(wallet)) return 'whose kind is not copied';
    return isOfLive && !this.#live.has(wallet) ? 'that is copied on paper' : null;
  }
}

function checkEntry(wallets: WalletMirror, { intent }: Order, report: Report): void {
  if (intent.leg !== 'entry' || intent.wallet === null) return;
  if (intent.ledger === SHADOW_NAIVE) return; // It copies whoever is followed.
  const refusal = wallets.refusal(intent.wallet, isLive(intent.ledger));
  if (refusal !== null) report(`no entry is made for a wallet ${refusal}: ${intent.id}`);
}

function keep(set: Set<string>, key: string, isIn: boolean): void {
  if (isIn) set.add(key);
  else set.delete(key);
}
