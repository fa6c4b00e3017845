import type { ProgramObserver } from '../../../../src/app/running/program-options.ts';
import type { Engine } from '../../../../src/engine/core/engine.ts';
import { brokenInvariants } from '../../../../src/engine/core/invariants.ts';
import { missingOf } from '../../../../src/engine/core/trade/live-account.ts';
import type { LedgerId } from '../../../../src/engine/domain/ids.ts';
import type { Facts } from './message.ts';

/** What is under way in the program, looked at after each of its steps. */
export class Settling {
  /** `null` before the first step. */
  #engine: Engine | null = null;
  #steps = 0;
  #askedCommitId = 0;
  #confirmedCommitId = 0;
  readonly #looks = new Set<() => void>();

  readonly observer: ProgramObserver = {
    onStep: (input, effects, engine) => {
      this.#engine = engine;
      this.#steps += 1;
      for (const effect of effects) {
        if (effect.kind === 'commit') this.#askedCommitId = effect.commitId;
      }
      const { body } = input;
      if (body.kind === 'effect' && body.result.kind === 'committed') {
        this.#confirmedCommitId = body.result.commitId;
      }
      for (const look of [...this.#looks]) look();
    },
  };

  /** Resolves when so many steps more were done. */
  afterSteps(count: number): Promise<void> {
    const last = this.#steps + count;
    return this.until(() => this.#steps >= last);
  }

  /** Resolves when it holds after a step, or now. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
      look();
    });
  }

  get hasDoubt(): boolean {
    const orders = [...(this.#engine?.trade.state.orders.values() ?? [])];
    return orders.some(({ status }) => status === 'inDoubt');
  }

  isInDoubt(hash: string): boolean {
    const orders = [...(this.#engine?.trade.state.orders.values() ?? [])];
    return orders.some(({ externalId, status }) => externalId === hash && status === 'inDoubt');
  }

  facts(ledgerId: LedgerId): Facts {
    const engine = this.#engine;
    const ledger = engine?.trade.state.ledgers.get(ledgerId);
    if (engine === null || ledger === undefined) throw new Error('the program has a live ledger');
    const held: Record<string, number> = {};
    for (const { tokenId, quantity } of ledger.openPositions) {
      held[tokenId] = (held[tokenId] ?? 0) + quantity;
    }
    return {
      underway: this.#underway(engine, ledgerId),
      cash: ledger.cash,
      reserved: ledger.totals().reserved,
      held,
      killed: engine.trade.state.control.killed?.reason ?? null,
      broken: brokenInvariants(engine),
    };
  }

  #underway(engine: Engine, ledgerId: LedgerId): readonly string[] {
    const { state } = engine.trade;
    const account = state.accounts.get(ledgerId);
    const underway: string[] = [];
    for (const id of state.open) underway.push(`order ${id} is ${state.orders.get(id)?.status}`);
    for (const id of state.judging.keys()) underway.push(`signal ${id} is being judged`);
    for (const [id, fill] of state.unsettled) underway.push(`fill ${id} is ${fill.settlement}`);
    if (account === undefined) underway.push('there is no account');
    else underway.push(...missingOf(account));
    if (account?.reading !== 'no') underway.push('the account is being read');
    if (engine.live.isSweeping) underway.push('the venue is asked to cancel all');
    if (this.#confirmedCommitId < this.#askedCommitId) underway.push('a commit is on its way');
    return underway;
  }
}
