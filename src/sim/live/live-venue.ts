import type { AccountEvent } from '../../engine/domain/account-event.ts';
import type { LedgerId, TokenId } from '../../engine/domain/ids.ts';
import type { Redemption, RedemptionAnswer } from '../../engine/domain/redemption.ts';
import type {
  AccountReading,
  CancelAllAnswer,
  CancelAnswer,
  OrderLookup,
  PostAnswer,
} from '../../engine/domain/venue-answer.ts';
import type { Chance } from '../chance.ts';
import { Agenda } from '../venue/agenda.ts';
import type { World } from '../world.ts';
import { LiveChain } from './live-chain.ts';
import { LiveChannel } from './live-channel.ts';
import { LiveExchange, type TruthListener } from './live-exchange.ts';
import { type LiveFaultCounts, type LiveFaultRates, LiveFaults } from './live-faults.ts';
import { LiveLists } from './live-lists.ts';
import { LiveOwner } from './live-owner.ts';
import { LivePosting } from './live-posting.ts';
import { LiveSettlement } from './live-settlement.ts';
import { LiveSpells } from './live-spells.ts';

const SECOND_MS = 1_000;
const HALF_MINUTE_MS = 30_000;
const ANSWER_MS = [30, 900] as const;
const TIMEOUT_MS = 5_000;
const CONNECT_MS = [50, 1_500] as const;
/** After a healing everything that was won is dollars by then. */
const REDEEMED_BY_MS = 120_000;

export interface LiveVenueOptions {
  readonly world: World;
  readonly ledger: LedgerId;
  readonly startAtMs: number;
  /** Micro-dollars on the account. */
  readonly cash: number;
  readonly rates: LiveFaultRates;
  readonly counts: LiveFaultCounts;
  /** Hears the truth, for checks. */
  readonly listener: TruthListener;
}

/**
 * A venue with real orders in virtual time. It outlives the service's crashes: bytes that left go
 * their way. Answers come from its agenda; the caller drops those of a process that is gone.
 */
export class LiveVenue {
  readonly exchange: LiveExchange;
  readonly #chance: Chance;
  readonly #agenda = new Agenda();
  readonly #faults: LiveFaults;
  readonly #spells: LiveSpells;
  readonly #channel: LiveChannel;
  readonly #lists: LiveLists;
  readonly #posting: LivePosting;
  readonly #owner: LiveOwner;
  readonly #settlement: LiveSettlement;
  readonly #chain: LiveChain;
  readonly #ledger: LedgerId;
  #atMs: number;

  constructor(chance: Chance, options: LiveVenueOptions) {
    const { world, cash, listener, rates, counts } = options;
    this.#chance = chance;
    this.#ledger = options.ledger;
    this.#atMs = options.startAtMs;
    const agenda = this.#agenda;
    const faults = new LiveFaults(chance.fork('faults'), { rates, counts });
    this.#faults = faults;
    this.#spells = new LiveSpells(chance.fork('spells'), faults);
    const spells = this.#spells;
    this.#channel = new LiveChannel(chance.fork('channel'), { faults, spells, agenda });
    this.exchange = new LiveExchange(world, { cash, listener: this.#overheard(listener) });
    const { exchange } = this;
    this.#settlement = new LiveSettlement(chance.fork('chain'), {
      ...{ faults, exchange, agenda },
      onMoved: (trade, atMs) => this.#channel.trade(trade, atMs),
    });
    this.#lists = new LiveLists(chance.fork('lists'), faults, exchange);
    this.#posting = new LivePosting(chance.fork('posts'), { faults, spells, exchange, agenda });
    this.#owner = new LiveOwner(chance.fork('owner'), { faults, exchange, world });
    this.#chain = new LiveChain(chance.fork('redemptions'), { faults, exchange, agenda, world });
    this.#tickAt(options.startAtMs + SECOND_MS);
  }

  /** When something happens next. */
  get nextAtMs(): number {
    return this.#agenda.nextAtMs;
  }

  /** Lets everything happen that is due until then, one moment after the other. */
  advanceTo(atMs: number): void {
    while (this.#agenda.nextAtMs <= atMs) {
      this.#atMs = this.#agenda.nextAtMs;
      this.#agenda.runNext();
    }
    this.#atMs = Math.max(this.#atMs, atMs);
  }

  /** A process opens the account's channel, or is gone (`null`). */
  listen(listener: ((event: AccountEvent) => void) | null): void {
    this.#channel.listen(listener);
    if (listener !== null) this.#connectAt(this.#atMs + this.#chance.whole(...CONNECT_MS));
  }

  post(body: string, tell: (answer: PostAnswer) => void): void {
    this.#posting.send(body, this.#atMs, tell);
  }

  lookUp(hash: string, tell: (answer: OrderLookup) => void): void {
    this.#later(() => tell(this.#lists.lookUp(hash, this.#atMs)));
  }

  readAccount(
    of: { readonly sinceMs: number; readonly tokens: readonly TokenId[] },
    tell: (reading: AccountReading | null) => void,
  ): void {
    this.#later(() => {
      const reading = this.#lists.read(of, this.#atMs);
      this.#later(() => tell(reading));
    });
  }

  cancel(hash: string, tell: (answer: CancelAnswer) => void): void {
    this.#later(() => {
      const lost = this.#faults.strikes('cancelLost');
      const disabled = this.#spells.isIn('disabled', this.#atMs);
      const unknown = { kind: 'unknown', text: 'no answer within 5 s' } as const;
      const reason = lost || disabled ? null : this.exchange.cancel(hash, this.#atMs);
      if (lost || this.#faults.strikes('cancelReplyLost')) {
        this.#agenda.at(this.#atMs + TIMEOUT_MS, () => tell(unknown));
      } else if (disabled) tell({ kind: 'unknown', text: '503 Trading is currently disabled' });
      else tell(reason === null ? { kind: 'canceled' } : { kind: 'notCanceled', text: reason });
    });
  }

  redeem(of: Redemption, tell: (answer: RedemptionAnswer) => void): void {
    this.#chain.redeem(of, this.#atMs, tell);
  }

  cancelAll(tell: (answer: CancelAllAnswer) => void): void {
    this.#later(() => {
      const { open } = this.exchange;
      const failed = this.#faults.strikes('cancelAllFailed');
      if (failed || this.#spells.isIn('disabled', this.#atMs)) {
        const reached = this.#chance.happens(0.5) && !this.#spells.isIn('disabled', this.#atMs);
        if (reached) for (const { hash } of open) this.exchange.cancel(hash, this.#atMs);
        tell({ proven: false, canceled: [], stillOpen: [], problem: '503 cancel-all failed' });
        return;
      }
      const canceled = open.filter(({ hash }) => this.exchange.cancel(hash, this.#atMs) === null);
      const hashes = canceled.map(({ hash }) => hash);
      tell({ proven: true, canceled: hashes, stillOpen: [], problem: '' });
    });
  }

  /** Faults end, and the owner rests. The channel opens again, and again behind the last payout. */
  heal(): void {
    this.#faults.heal();
    this.#lists.heal();
    this.#spells.heal();
    this.#connectAt(this.#atMs + 1);
    const afterMs = this.#atMs + REDEEMED_BY_MS;
    for (let again = 1; again <= 3; again += 1) this.#connectAt(afterMs + again * HALF_MINUTE_MS);
  }

  #later(run: () => void): void {
    this.#agenda.at(this.#atMs + this.#chance.whole(...ANSWER_MS), run);
  }

  #connectAt(atMs: number): void {
    this.#agenda.at(atMs, () => {
      const connected = { kind: 'connected', ledger: this.#ledger } as const;
      if (!this.#spells.isIn('disconnected', atMs)) this.#channel.tell(connected);
    });
  }

  #tickAt(atMs: number): void {
    this.#agenda.at(atMs, () => {
      this.#tickAt(atMs + SECOND_MS);
      if (this.#spells.draw(atMs).includes('disconnected')) {
        this.#connectAt(this.#spells.untilMs('disconnected'));
      }
      this.exchange.tick(atMs);
      this.#owner.act(atMs);
    });
  }

  /** The truth goes to whoever checks it first, and then onto the channel. */
  #overheard(listener: TruthListener): TruthListener {
    return {
      onLanded: (order) => listener.onLanded(order),
      onOrder: (order) => {
        listener.onOrder(order);
        this.#channel.order(order, this.#atMs);
      },
      onTrade: (trade) => {
        listener.onTrade(trade);
        this.#channel.trade(trade, this.#atMs);
        this.#settlement.begin(trade);
      },
    };
  }
}
