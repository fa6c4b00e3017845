import { createReadModel } from '../../../../src/app/running/read-model/read-model.ts';
import type { FoundWallet } from '../../../../src/app/running/read-model/sources.ts';
import { VirtualRun } from '../../../../src/app/virtual/virtual-run.ts';
import { parseFrame } from '../../../../src/data/frame.ts';
import { MemoryStore } from '../../../../src/data/store/memory.ts';
import { StoreError } from '../../../../src/data/store/store-error.ts';
import type { PricePoint } from '../../../../src/engine/contract/market-view.ts';
import type { Queries } from '../../../../src/engine/contract/queries.ts';
import type { Reports } from '../../../../src/engine/contract/reports.ts';
import type { StatusView } from '../../../../src/engine/contract/views.ts';
import { LIVE_DELAY_MS } from '../../../../src/engine/core/trade/mode.ts';
import type { CommandBody } from '../../../../src/engine/domain/command.ts';
import { type MarketId, PAPER, type TokenId } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { BookSnapshot } from '../../../../src/engine/domain/market-event.ts';
import { dollars } from '../../../../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../../../../src/engine/domain/wallet.ts';
import { ACCOUNT, type ScriptedAccount } from '../../../scenarios/scripted-account.ts';
import {
  book,
  conditionOf,
  type LeaderRow,
  listing,
  type StoryMarket,
  sides,
  streamed,
  tokenOf,
  type VenueFrame,
} from '../../../scenarios/venue-frames.ts';
import { addressOf, rulesOf } from '../../../scenarios/wallet-words.ts';
import { KnownScores } from './known-scores.ts';

export const START_MS = 1_790_766_960_000;
export const ANNA = addressOf('anna');
export const BORIS = addressOf('boris');
export const RAIN = marketOf('rain', 1, 'Will it rain in Rome?');
export const SNOW = marketOf('snow', 2, 'Will it snow in Rome?');
export const SITE = 'https://venue.example';
export const TODAY: StatusView['today'] = { copied: 1, exited: 2, denied: 3, byGate: [] };

function marketOf(name: string, place: number, question: string): StoryMarket {
  const options = new Map([['question', question.replaceAll(' ', '_')]]);
  return { name, place, outcomes: ['Yes', 'No'], options };
}

export const idOf = (market: StoryMarket) => conditionOf(market) as MarketId;
export const yesOf = (market: StoryMarket) => tokenOf(market, 0) as TokenId;

/** With which account, if any. */
interface Of {
  readonly account?: ScriptedAccount;
}

/** The engine with its books of a day, and the read model above both. */
export class LivedDay {
  readonly store = new MemoryStore();
  readonly run: VirtualRun;
  readonly #account: ScriptedAccount | null;
  nowMs = START_MS;
  /** What the venue was asked, and what it answers. */
  readonly searched: string[] = [];
  readonly notCounted: unknown[] = [];
  readonly scoring = new KnownScores();
  walletAnswer: FoundWallet = { kind: 'none', reason: 'nobody of this name' };
  marketAnswer: readonly Market[] = [];
  /** Whose books and prices were asked for. */
  readonly read: string[] = [];
  bookAnswer: () => readonly BookSnapshot[] = () => [];
  historyAnswer: (sinceMs: number) => readonly PricePoint[] = () => [];
  database: StatusView['database'] = { kind: 'embedded', failingSinceMs: null, writesWaiting: 0 };
  #transactions = 0;
  #commands = 0;

  private constructor(account: ScriptedAccount | null) {
    this.#account = account;
    const { store } = this;
    this.run = new VirtualRun({ store, onEffect: (effect) => account?.onEffect(effect) ?? null });
  }

  static async begin({ account }: Of = {}): Promise<LivedDay> {
    const day = new LivedDay(account ?? null);
    await day.run.start(START_MS, {
      version: 'test',
      snapshot: null,
      settings: {},
      wallets: [],
      deposits: [{ ledger: PAPER, amount: dollars(500) }],
      ...(account === undefined ? {} : { accounts: [ACCOUNT] }),
    });
    return day;
  }

  /**
   * Anna is copied in a market that then rises, sells half of it, and buys in another one that
   * drifted away; boris has done nothing.
   */
  static async lived(of: Of = {}): Promise<LivedDay> {
    const day = await LivedDay.begin(of);
    if (day.#account !== null) await day.ready();
    for (const market of [RAIN, SNOW]) await day.frame(listing(market, day.nowMs, null));
    await day.shows(RAIN, '0.48', '0.50');
    await day.shows(SNOW, '0.28', '0.40');
    for (const name of ['anna', 'boris']) {
      const rules = defaultWalletRules(addressOf(name), day.nowMs);
      const book = day.#account === null ? [] : ['mode', 'live', 'confidence', '0.9'];
      const followed = {
        ...rules,
        ...rulesOf(['spend', day.#account === null ? '5' : '10', ...book]),
        label: name,
      };
      await day.command({ kind: 'follow', rules: followed });
    }
    await day.trades(RAIN, 'buy', 100, 0.5);
    await day.passes(5_000);
    await day.shows(RAIN, '0.60', '0.62');
    await day.trades(RAIN, 'sell', 50, 0.6);
    await day.passes(5_000);
    await day.trades(SNOW, 'buy', 100, 0.3);
    await day.passes(5_000);
    return day;
  }

  /** Nothing is missing, the warning is read, and live entries have begun. */
  async ready(): Promise<void> {
    const event = { kind: 'readiness', ledger: ACCOUNT, missing: [] } as const;
    await this.run.account(this.nowMs, event);
    await this.command({ kind: 'acknowledgeLive' });
    await this.command({ kind: 'setMode', mode: 'live' });
    await this.passes(LIVE_DELAY_MS);
  }

  async frame({ source, frame }: VenueFrame): Promise<void> {
    const { events } = parseFrame(source, frame, this.nowMs);
    await this.run.frame(this.nowMs, { source, frame, events });
  }

  async command(body: CommandBody): Promise<void> {
    this.#commands += 1;
    const command = { id: `command ${this.#commands}`, actor: 'person', body };
    await this.run.command(this.nowMs, command);
  }

  async shows(market: StoryMarket, bid: string, ask: string): Promise<void> {
    const levels = { bids: sides([`${bid}x1000`]), asks: sides([`${ask}x1000`]) };
    await this.frame(book({ market, outcome: 0, polled: false }, levels, this.nowMs));
  }

  async trades(
    market: StoryMarket,
    kind: 'buy' | 'sell',
    ...[quantity, price]: [number, number]
  ): Promise<void> {
    this.#transactions += 1;
    const row: LeaderRow = {
      wallet: ANNA,
      kind,
      market,
      outcome: 0,
      quantity,
      price,
      transaction: this.#transactions,
      tradedAtMs: this.nowMs,
    };
    await this.frame(streamed(row, 'trades'));
  }

  async passes(ms: number): Promise<void> {
    this.nowMs += ms;
    await this.run.advanceTo(this.nowMs);
  }

  /** The read model; `reports` in place of the store's own. */
  queries(reports: Reports = this.store): Queries {
    return createReadModel(
      {
        engine: this.run.engine,
        reports,
        version: '1.2.3',
        startedAtMs: START_MS,
        siteUrl: SITE,
        scoring: this.scoring,
        nowMs: () => this.nowMs,
        notCounted: (error) => this.notCounted.push(error),
        feeds: () => [],
        database: () => this.database,
        reach: () => [{ name: 'venue', ok: true, note: 'answers' }],
        leadingWallets: async () => [],
        searchWallet: async (text) => {
          this.searched.push(text);
          return this.walletAnswer;
        },
        searchMarkets: async (text) => {
          this.searched.push(text);
          return this.marketAnswer;
        },
        searchKalshi: async () => null,
        ruleText: () => null,
        readBooks: async (market) => {
          this.read.push(market.id);
          return this.bookAnswer();
        },
        priceHistory: async (tokenId, sinceMs) => {
          this.read.push(tokenId);
          return this.historyAnswer(sinceMs);
        },
      },
      () => TODAY,
    );
  }

  /** The read model while the database does not answer. */
  withoutDatabase(): Queries {
    const down = new Proxy(this.store, {
      get: () => () => Promise.reject(new StoreError('unavailable', 'connection refused')),
    });
    return this.queries(down);
  }
}
