import type { Redemption, RedemptionAnswer } from '../../engine/domain/redemption.ts';
import type { Money } from '../../engine/domain/values/money.ts';
import type { Chance } from '../chance.ts';
import type { SimMarket } from '../sim-market.ts';
import type { Agenda } from '../venue/agenda.ts';
import type { World } from '../world.ts';
import type { LiveExchange } from './live-exchange.ts';
import type { LiveFaults } from './live-faults.ts';

const MINED_MS = [500, 20_000] as const;
/** When whoever asked gives up. */
const SILENT_MS = 30_000;
/** How long winnings wait for the owner, and how often he is the one who takes them. */
const OWNER_AFTER_MS = [2_000, 120_000] as const;
const OWNER_PROBABILITY = 0.5;

/** The chain's side of what was won: redeemed by the service, by the owner, or by nobody. */
export class LiveChain {
  readonly #chance: Chance;
  readonly #faults: LiveFaults;
  readonly #exchange: LiveExchange;
  readonly #agenda: Agenda;
  readonly #markets: ReadonlyMap<string, SimMarket>;
  #transactions = 0;

  constructor(
    chance: Chance,
    of: {
      readonly faults: LiveFaults;
      readonly exchange: LiveExchange;
      readonly agenda: Agenda;
      readonly world: World;
    },
  ) {
    this.#chance = chance;
    this.#faults = of.faults;
    this.#exchange = of.exchange;
    this.#agenda = of.agenda;
    this.#markets = new Map(of.world.markets.map((market) => [market.conditionId, market]));
    for (const { market, atMs } of of.world.resolutions) {
      if (!chance.happens(OWNER_PROBABILITY)) continue;
      const dueAtMs = atMs + chance.whole(...OWNER_AFTER_MS);
      this.#agenda.at(dueAtMs, () => of.exchange.redeem(market));
    }
  }

  /** What the service asks at `atMs`; answered later, and true whether or not anybody listens. */
  redeem(of: Redemption, atMs: number, tell: (answer: RedemptionAnswer) => void): void {
    const minedAtMs = atMs + this.#chance.whole(...MINED_MS);
    this.#agenda.at(minedAtMs, () => {
      const answer = this.#mine(of, minedAtMs);
      if (answer.kind !== 'unknown') tell(answer);
      else this.#agenda.at(minedAtMs + SILENT_MS, () => tell(answer));
    });
  }

  #mine(of: Redemption, atMs: number): RedemptionAnswer {
    if (of.kind === 'merge') return this.#merge(of);
    const { id } = of.market;
    const market = this.#markets.get(id);
    if (this.#faults.strikes('redeemEarly')) return { kind: 'notFinal', why: 'no payout yet' };
    if (market === undefined || !this.#exchange.isResolved(id, atMs)) {
      return { kind: 'failed', transaction: null, why: 'result for condition not received yet' };
    }
    this.#transactions += 1;
    const transaction = `0xredeemed${this.#transactions}`;
    if (this.#faults.strikes('redeemFailed')) {
      return { kind: 'failed', transaction, why: 'execution reverted' };
    }
    const unknown = { kind: 'unknown', transaction: null, why: 'no answer in time' } as const;
    if (this.#faults.strikes('redeemLost')) return unknown;
    const isPaid = !this.#faults.strikes('redeemUnpaid');
    const paid = this.#exchange.redeem(market, isPaid) as Money;
    if (this.#faults.strikes('redeemReplyLost')) return unknown;
    return { kind: 'done', transaction, paid };
  }

  /** A merge pays the wallet or reverts: nobody else can be paid. */
  #merge({ market: { id }, quantity }: Redemption & { readonly kind: 'merge' }): RedemptionAnswer {
    const market = this.#markets.get(id);
    this.#transactions += 1;
    const transaction = `0xmerged${this.#transactions}`;
    const reverted = { kind: 'failed', transaction, why: 'execution reverted' } as const;
    if (market === undefined || this.#faults.strikes('redeemFailed')) return reverted;
    const unknown = { kind: 'unknown', transaction: null, why: 'no answer in time' } as const;
    if (this.#faults.strikes('redeemLost')) return unknown;
    const paid = this.#exchange.merge(market, quantity);
    if (paid === null) return reverted;
    if (this.#faults.strikes('redeemReplyLost')) return unknown;
    return { kind: 'done', transaction, paid: paid as Money };
  }
}
