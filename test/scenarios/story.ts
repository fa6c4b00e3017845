import { expect } from 'vitest';
import { RecordedRun } from '../../src/app/virtual/recorded-run.ts';
import { VirtualRun } from '../../src/app/virtual/virtual-run.ts';
import { parseFrame } from '../../src/data/frame.ts';
import type { CommandBody } from '../../src/engine/domain/command.ts';
import { type LedgerId, PAPER, type TokenId } from '../../src/engine/domain/ids.ts';
import type { FilterAction, FilterType } from '../../src/engine/domain/market-filter.ts';
import type { EngineSnapshot } from '../../src/engine/domain/snapshot.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../../src/engine/domain/wallet.ts';
import type { TapeLine } from '../../src/tape/tape-line.ts';
import { EventLog } from './event-log.ts';
import {
  book,
  conditionOf,
  durationMs,
  type LeaderRow,
  levelChange,
  listed,
  listing,
  payoutTexts,
  plain,
  type StoryMarket,
  sides,
  streamed,
  tickChange,
  tokenOf,
  type VenueFrame,
} from './venue-frames.ts';
import { addressOf, rulesOf } from './wallet-words.ts';

/** When every story begins: 30 September 2026, 11:16 UTC. */
export const STORY_START_MS = 1_790_766_960_000;

const LEADER_VERBS: Readonly<Record<string, LeaderRow['kind']>> = {
  buys: 'buy',
  sells: 'sell',
  splits: 'split',
  merges: 'merge',
  redeems: 'redeem',
  converts: 'conversion',
};

/**
 * Tells a story to the real engine, line by line, and checks what it did.
 *
 * What happens: `set KEY VALUE` · `market rain [outcomes A/B] [closes 2h] [fee 7] …` ·
 * `book rain.Yes 0.48x1000 / 0.50x200` · `poll …` · `level rain.Yes ask 0.50x7` · `tick rain 0.001`
 * · `resolve rain 1/0` · `follow anna [max 3] …` · `wallet anna exit all` · `unfollow anna` ·
 * `anna buys rain.Yes 100 @ 0.50 [ago 20s] [tx 7] [feed data] [twins 2] [prints 40]` ·
 * `anna merges rain 100` · `filter deny keyword rain` · `kill` `arm` `pause` `resume` ·
 * `close rain.Yes` · `deposit 100` · `wait 400ms` · `at 2026-10-25T00:10:00Z` · `restart`
 *
 * What is expected: `= order buy rain.Yes $5 …` a row was written with these words in this order ·
 * `never order sell` no row that nobody expected has them · `cash $495` · `free $490` ·
 * `has rain.Yes 10 cost $5` · `has rain.Yes nothing` · `reserved $0` · `state armed on`.
 *
 * At the end no order may be left that nobody expected, no invariant may have broken, and the
 * recording of the story must give the same effects, byte for byte.
 */
export class Story {
  readonly #markets = new Map<string, StoryMarket>();
  readonly #log = new EventLog((tokenId) => this.#nameOf(tokenId));
  readonly #first: Record<string, string> = {};
  #run: VirtualRun | null = null;
  #tape: TapeLine[] = [];
  #nowMs = STORY_START_MS;
  #transactions = 0;
  #commands = 0;

  /** @throws when a line cannot be read, or what it expects did not happen. */
  async tell(text: string): Promise<this> {
    for (const raw of text.split('\n')) {
      const line = raw.replace(/\/\/.*$/, '').trim();
      if (line === '') continue;
      try {
        await this.#line(line);
      } catch (error) {
        throw new Error(`${line}\n${String(error)}\n${this.#history()}`, { cause: error });
      }
    }
    return this;
  }

  /** Checks what must hold at the end of every story. */
  async end(): Promise<void> {
    await this.#endRun();
    const unexpected = this.#log.entries
      .filter((entry) => !entry.expected && entry.text.startsWith('order '))
      .map((entry) => entry.text);
    expect(unexpected, this.#history()).toEqual([]);
  }

  async #line(line: string): Promise<void> {
    const [verb = '', ...words] = line.split(/\s+/);
    if (verb === '=' || verb === 'never') this.#expectRow(verb, words);
    else if (verb === 'set' && this.#run === null) this.#first[words[0] ?? ''] = words[1] ?? '';
    else if (!(await this.#worldLine(verb, words)) && !(await this.#check(verb, words))) {
      const kind = LEADER_VERBS[words[0] ?? ''];
      if (kind === undefined) await this.#command(commandOf(this, verb, words));
      else await this.#leader(kind, [verb, ...words.slice(1)]);
    }
  }

  /** Lines about the world; `false` when it is none. */
  async #worldLine(verb: string, words: readonly string[]): Promise<boolean> {
    const [name = '', second = ''] = words;
    switch (verb) {
      case 'market':
        await this.#frame(listing(this.#list(name, words.slice(1)), this.#nowMs, null));
        return true;
      case 'resolve':
        await this.#frame(listing(this.market(name), this.#nowMs, payoutTexts(second)));
        return true;
      case 'tick':
        await this.#frame(tickChange(this.market(name), second, this.#nowMs));
        return true;
      case 'book':
      case 'poll':
        await this.#book(verb === 'poll', name, words.slice(1));
        return true;
      case 'level': {
        const side = second === 'bid' ? 'bid' : 'ask';
        const [level] = sides(words.slice(2));
        if (level === undefined) throw new Error('a level has a price and a size');
        await this.#frame(levelChange({ ...this.#token(name), side }, level, this.#nowMs));
        return true;
      }
      case 'wait':
        await this.#moveTo(this.#nowMs + durationMs(name));
        return true;
      case 'at':
        await this.#moveTo(Date.parse(name));
        return true;
      case 'restart':
        await this.#restart();
        return true;
      default:
        return false;
    }
  }

  /** Lines about what is now; `false` when it is none. */
  async #check(verb: string, words: readonly string[]): Promise<boolean> {
    const { state } = (await this.#running()).engine.trade;
    const ledger = state.ledgers.get(PAPER);
    const [name = ''] = words;
    switch (verb) {
      case 'cash':
        expect(`$${plain(ledger?.cash ?? 0)}`).toBe(name);
        return true;
      case 'free':
        expect(`$${plain(ledger?.available() ?? 0)}`).toBe(name);
        return true;
      case 'reserved':
        expect(`$${plain(ledger?.totals().reserved ?? 0)}`).toBe(name);
        return true;
      case 'has':
        expect(this.#holding(name)).toBe(words.slice(1).join(' '));
        return true;
      case 'state': {
        const { killed, paused } = state.control;
        const now = [killed === null ? 'armed' : 'killed', paused?.cause ?? 'on'];
        expect(now).toEqual(words);
        return true;
      }
      default:
        return false;
    }
  }

  #holding(name: string): string {
    const tokenId = this.token(name);
    let held = 0;
    let paid = 0;
    for (const row of this.#run?.engine.trade.state.ledgers.get(PAPER)?.positions.values() ?? []) {
      if (row.tokenId !== tokenId) continue;
      held += row.quantity;
      paid += row.cost;
    }
    return held === 0 ? 'nothing' : `${plain(held)} cost $${plain(paid)}`;
  }

  #expectRow(verb: '=' | 'never', words: readonly string[]): void {
    const found = this.#log.entries.find((entry) => !entry.expected && tells(entry.text, words));
    if (verb === 'never') expect(found?.text).toBeUndefined();
    else if (found === undefined) throw new Error('nothing like it was written');
    else found.expected = true;
  }

  async #leader(kind: LeaderRow['kind'], words: readonly string[]): Promise<void> {
    const [leader = '', subject = '', amount = '0', ...rest] = words;
    const options = new Map<string, string>();
    for (let at = 0; at < rest.length; at += 2) options.set(rest[at] ?? '', rest[at + 1] ?? '');
    const { market, outcome } = this.#token(subject.includes('.') ? subject : `${subject}.`);
    const prints = Number(options.get('prints') ?? 1);
    for (let print = 0; print < prints; print += 1) {
      this.#transactions += 1;
      const row: LeaderRow = {
        wallet: addressOf(leader),
        kind,
        market,
        outcome,
        quantity: Number(amount),
        price: Number(options.get('@') ?? 0),
        transaction: Number(options.get('tx') ?? 1_000 + this.#transactions),
        tradedAtMs: this.#nowMs - durationMs(options.get('ago') ?? '0s'),
      };
      const streams = kind === 'buy' || kind === 'sell';
      const feed = options.get('feed') ?? (streams && !options.has('twins') ? 'trades' : 'data');
      const frame =
        feed === 'data'
          ? listed(row, Number(options.get('twins') ?? 1))
          : streamed(row, feed === 'trades' ? 'trades' : 'orders_matched');
      await this.#frame(frame);
    }
  }

  async #book(polled: boolean, name: string, words: readonly string[]): Promise<void> {
    const middle = words.indexOf('/');
    const levels = { bids: sides(words.slice(0, middle)), asks: sides(words.slice(middle + 1)) };
    await this.#frame(book({ ...this.#token(name), polled }, levels, this.#nowMs));
  }

  #list(name: string, words: readonly string[]): StoryMarket {
    const known = this.#markets.get(name);
    const options = new Map(known?.options);
    for (let at = 0; at < words.length; at += 2) options.set(words[at] ?? '', words[at + 1] ?? '');
    const market = {
      name,
      place: known?.place ?? this.#markets.size + 1,
      outcomes: (options.get('outcomes') ?? 'Yes/No').split('/'),
      options,
    };
    this.#markets.set(name, market);
    return market;
  }

  market(name: string): StoryMarket {
    const market = this.#markets.get(name);
    if (market === undefined) throw new Error(`no market: ${name}`);
    return market;
  }

  hasMarket(name: string): boolean {
    return this.#markets.has(name);
  }

  token(name: string): TokenId {
    const { market, outcome } = this.#token(name);
    return tokenOf(market, outcome) as TokenId;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  #token(name: string): { readonly market: StoryMarket; readonly outcome: number } {
    const [first = '', label = ''] = name.split('.');
    const market = this.market(first);
    const outcome = label === '' ? 0 : market.outcomes.indexOf(label);
    if (outcome < 0) throw new Error(`no outcome: ${name}`);
    return { market, outcome };
  }

  #nameOf(tokenId: string): string {
    for (const market of this.#markets.values()) {
      const outcome = market.outcomes.findIndex((_, at) => tokenOf(market, at) === tokenId);
      if (outcome >= 0) return `${market.name}.${market.outcomes[outcome]}`;
    }
    return tokenId;
  }

  async #command(body: CommandBody): Promise<void> {
    this.#commands += 1;
    const id = `command ${this.#commands}`;
    await (await this.#running()).command(this.#nowMs, { id, actor: 'person', body });
  }

  async #frame({ source, frame }: VenueFrame): Promise<void> {
    const { events, problems } = parseFrame(source, frame, this.#nowMs);
    expect(problems, 'frames of a story are sound').toEqual([]);
    await (await this.#running()).frame(this.#nowMs, { source, frame, events });
  }

  async #moveTo(atMs: number): Promise<void> {
    this.#nowMs = atMs;
    await (await this.#running()).advanceTo(atMs);
  }

  async #running(): Promise<VirtualRun> {
    return this.#run ?? this.#begin(null);
  }

  async #begin(snapshot: EngineSnapshot | null): Promise<VirtualRun> {
    this.#tape = [];
    const run = new VirtualRun({ store: this.#log, record: (line) => this.#tape.push(line) });
    this.#run = run;
    await run.start(this.#nowMs, {
      version: 'story',
      snapshot,
      settings: this.#first,
      wallets: [],
      deposits: [{ ledger: PAPER, amount: dollars(Number(this.#first['bankroll'] ?? 500)) }],
    });
    return run;
  }

  /** Ends the program and begins again with what the store has and the same command line. */
  async #restart(): Promise<void> {
    await this.#running();
    await this.#endRun();
    await this.#begin(await this.#log.snapshot(this.#nowMs));
  }

  async #endRun(): Promise<void> {
    const run = await this.#running();
    const digest = run.close();
    expect(run.invariants.broken, this.#history()).toEqual([]);
    const again = new RecordedRun();
    for (const line of JSON.parse(JSON.stringify(this.#tape)) as TapeLine[]) {
      if (line.source !== 'polymind.digest') expect(again.line(line)).toBeNull();
    }
    expect(again.close(), 'the recording gives the same effects').toEqual(digest);
  }

  #history(): string {
    return this.#log.entries.map(({ text, expected }) => `${expected ? '✓' : ' '} ${text}`).join('\n');
  }
}

/** Whether `text` has all `words` in this order, the first and second at its beginning. */
function tells(text: string, words: readonly string[]): boolean {
  const parts = text.split(' ');
  let at = 0;
  for (const [index, word] of words.entries()) {
    const found = parts.indexOf(word, at);
    if (found < 0 || (index < 2 && found !== index)) return false;
    at = found + 1;
  }
  return true;
}

/** What a person asks in a story. */
function commandOf(story: Story, verb: string, words: readonly string[]): CommandBody {
  const [first = '', second = '', third = ''] = words;
  switch (verb) {
    case 'set':
      return { kind: 'changeSetting', key: first, value: second };
    case 'follow': {
      const rules = { ...defaultWalletRules(addressOf(first), story.nowMs) };
      return { kind: 'follow', rules: { ...rules, ...rulesOf(words.slice(1)) } };
    }
    case 'wallet':
      return { kind: 'changeWallet', address: addressOf(first), change: rulesOf(words.slice(1)) };
    case 'unfollow':
      return { kind: 'unfollow', address: addressOf(first) };
    case 'filter': {
      const market = story.hasMarket(third) ? conditionOf(story.market(third)) : third;
      const value = second === 'market' ? market : third;
      const type = second as FilterType;
      if (first === 'remove') return { kind: 'removeFilter', type, value };
      return { kind: 'addFilter', filter: { type, value, action: first as FilterAction } };
    }
    case 'kill':
    case 'pause':
      return { kind: verb, reason: words.join(' ') };
    case 'arm':
    case 'resume':
      return { kind: verb };
    case 'close':
      return { kind: 'close', ledger: PAPER, tokenId: story.token(first) };
    case 'deposit':
      return { kind: 'deposit', ledger: PAPER as LedgerId, amount: dollars(Number(first)) };
    default:
      throw new Error(`no such line: ${verb}`);
  }
}

/** Tells one whole story. */
export async function story(text: string): Promise<void> {
  await (await new Story().tell(text)).end();
}
