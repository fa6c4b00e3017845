import { expect } from 'vitest';
import type { Chart } from '../../src/bot/charts/chart.ts';
import type { Reports } from '../../src/engine/contract/reports.ts';
import type { AccountEvent } from '../../src/engine/domain/account-event.ts';
import { type LedgerId, PAPER } from '../../src/engine/domain/ids.ts';
import { EventLog, tells } from './event-log.ts';
import { groupsIn } from './group-words.ts';
import { pairOf } from './pair-words.ts';
import { assessmentOf, judgedOf } from './score-words.ts';
import { ACCOUNT, type ChainMood, ScriptedAccount } from './scripted-account.ts';
import { ScriptedModel } from './scripted-model.ts';
import { StoryCoin } from './story-coin.ts';
import { commandOf } from './story-command.ts';
import { holdingWords } from './story-holding.ts';
import { StoryRun } from './story-run.ts';
import { StoryWorld } from './story-world.ts';
import { durationMs, plain } from './venue-frames.ts';

/**
 * Tells a story to the real engine, line by line, and checks what it did.
 *
 * What happens: `set KEY VALUE` · `money 20` (first deposit) · `market rain [outcomes A/B]
 * [closes 2h] [fee 7] …` · `unlisted rain` · `book rain.Yes 0.48x1000 / 0.50x200` · `poll …` ·
 * `level rain.Yes ask 0.50x7` · `tick rain 0.001` · `resolve rain 1/0` · `follow anna [max 3] …` ·
 * `wallet anna exit all` · `unfollow anna` · `anna buys rain.Yes 100 @ 0.50 [ago 20s] [tx 7]
 * [feed trades|orders|data] [twins 2] [prints 40]` · `anna merges rain 100` · `page ROW & ROW` ·
 * `filter deny keyword rain` · `kill` `arm` `pause` `resume` · `close rain.Yes` · `deposit 100` ·
 * `account 500` (one with real money, by a restart) · `ready` · `lacks what is missing` ·
 * `acknowledge` · `mode live` · `matches` (further trades are not settled) · `settles` · `undoes` ·
 * `chain pays` (or what else becomes of redemptions) · `owner redeems rain.Yes 10 for 10` ·
 * `scored anna 0.42 [kind maker] [week -0.3] [copies 30] …` · `judged anna winRate` (what the judge
 * says of 400 markets that are good in this part alone) · `model reject decided` (a language model
 * that is asked, by a restart; its words are those of `ScriptedModel`) ·
 * `pair rain wet identity [state quarantined] [basis ties] [rules edited] …` (what the matcher says) ·
 * `event cold<77,mild=77-78,warm>78 [void half] …` (what the contracts of one event prove) ·
 * `judge 1 approve [why]` · `take` (the newest arbitrage) ·
 * `says /filter deny keyword rain` (typed in a chat, through the real dispatcher) · `taps Undo` ·
 * `wait 400ms` · `at 2026-10-25T00:10:00Z` · `restart`
 *
 * What is expected: `= order buy rain.Yes $5 …` a row was written with these words in this order ·
 * `hears Entries naming "rain" are off` (in the newest answer of the chat) · `shows Yes costs`
 * (its picture's title) · `never order sell` no row that nobody expected has them · `cash $495` · `free $490` ·
 * `reserved $0` (`look live`: from here on in the account's ledger) · `has rain.Yes 10 cost $5` · `has rain.Yes nothing` · `state armed on`.
 *
 * At the end no order may be left that nobody expected, no invariant may have broken, and the
 * recording of the story must give the same effects, byte for byte.
 */
export class Story {
  readonly #world = new StoryWorld();
  readonly #coin = new StoryCoin();
  readonly #log = new EventLog((tokenId) => this.#world.nameOf(tokenId));
  readonly #run = new StoryRun(this.#log);
  #looksAt: LedgerId = PAPER;

  /** @throws when a line cannot be read, or what it expects did not happen. */
  async tell(text: string): Promise<this> {
    for (const raw of text.split('\n')) {
      const line = raw.trim();
      if (line === '') continue;
      try {
        await this.#line(line.split(/\s+/));
      } catch (error) {
        throw new Error(`${line}\n${String(error)}\n${this.history}`, { cause: error });
      }
    }
    return this;
  }

  /** Checks what must hold at the end of every story. */
  async end(): Promise<void> {
    await this.#run.end();
    const unexpected = this.#log.entries
      .filter((entry) => !entry.expected && entry.text.startsWith('order '))
      .map((entry) => entry.text);
    expect(unexpected, this.history).toEqual([]);
  }

  /** Ends a story in which anything may have happened; returns its fingerprint. */
  async endFree(): Promise<string> {
    await this.#run.end();
    return JSON.stringify(this.#run.digests);
  }

  /** The account's own channel tells something. */
  async hear(event: AccountEvent): Promise<this> {
    await this.#run.tellAccount(event);
    return this;
  }

  /** The picture of the chat's newest answer. */
  async picture(): Promise<Chart | null> {
    return (await this.#run.chat()).picture;
  }

  /** The scripted venue behind `account`, to say what it answers. */
  get account(): ScriptedAccount {
    const { account } = this.#run;
    if (account === null) throw new Error('the story has no account');
    return account;
  }

  /** The scripted language model behind `model`, to see how often it was asked. */
  get model(): ScriptedModel {
    const { model } = this.#run;
    if (model === null) throw new Error('the story has no model');
    return model;
  }

  /** What the store tells of it. */
  get reports(): Reports {
    return this.#log;
  }

  /** What was written so far, a check mark before what was expected. */
  get history(): string {
    const entries = this.#log.entries;
    return entries.map(({ text, expected }) => `${expected ? '✓' : ' '} ${text}`).join('\n');
  }

  async #line([verb = '', ...words]: readonly string[]): Promise<void> {
    if (verb === '=' || verb === 'never') return this.#expectRow(verb, words);
    if (await this.#tellBeside(verb, words)) return;
    if (verb === 'set' && !this.#run.started) {
      this.#run.settings[words[0] ?? ''] = words[1] ?? '';
      return;
    }
    const frames = this.#world.frames([verb, ...words], this.#run.nowMs);
    for (const frame of frames ?? []) await this.#run.frame(frame);
    if (frames !== null || (await this.#check(verb, words))) return;
    const { opportunity } = this.#log;
    const asked = {
      words: [verb, ...words],
      nowMs: this.#run.nowMs,
      ledger: this.#looksAt,
      opportunity,
    };
    await this.#run.command(commandOf(this.#world, asked));
  }

  /** Lines that are neither of venues nor commands; `false` when it is none. */
  async #tellBeside(verb: string, words: readonly string[]): Promise<boolean> {
    return (
      (await this.#passTime(verb, words)) ||
      (await this.#tellAccount(verb, words)) ||
      (await this.#tellScore(verb, words)) ||
      (await this.#chat(verb, words.join(' '))) ||
      (await this.#coinMoves(verb, words))
    );
  }

  /** Lines about time and the program itself; `false` when it is none. */
  async #passTime(verb: string, words: readonly string[]): Promise<boolean> {
    const [word = ''] = words;
    if (verb === 'wait') await this.#run.moveTo(this.#run.nowMs + durationMs(word));
    else if (verb === 'at') await this.#run.moveTo(Date.parse(word));
    else if (verb === 'restart') await this.#run.restart();
    else if (verb === 'model') await this.#tellModel(words);
    else if (verb === 'money') this.#run.firstDeposit = word;
    else return false;
    return true;
  }

  async #tellModel(words: readonly string[]): Promise<void> {
    const isNew = this.#run.model === null;
    this.#run.model ??= new ScriptedModel();
    this.#run.model.words = words;
    if (isNew && this.#run.started) await this.#run.restart();
  }

  /** Lines about the account with real money; `false` when it is none. */
  async #tellAccount(verb: string, words: readonly string[]): Promise<boolean> {
    const ledger = ACCOUNT;
    if (verb === 'ready') {
      await this.#run.tellAccount({ kind: 'readiness', ledger, missing: [] });
    } else if (verb === 'lacks') {
      await this.#run.tellAccount({ kind: 'readiness', ledger, missing: [words.join(' ')] });
    } else if (verb === 'account') {
      this.#run.account = new ScriptedAccount(Number(words[0]));
      if (this.#run.started) await this.#run.restart();
    } else if (verb === 'look') {
      const [word = ''] = words;
      this.#looksAt = word === 'live' ? ACCOUNT : word === 'paper' ? PAPER : (word as LedgerId);
    } else {
      return this.#tellChain(verb, words);
    }
    return true;
  }

  /** Lines about what is believed of a wallet; `false` when it is none. */
  async #tellScore(verb: string, words: readonly string[]): Promise<boolean> {
    const { nowMs } = this.#run;
    if (verb === 'pair') {
      await this.#run.paired([pairOf((name) => this.#world.market(name), words)]);
    } else if (verb === 'event') {
      await this.#run.grouped(groupsIn((name) => this.#world.market(name), words));
    } else if (verb === 'scored') {
      await this.#run.scored([assessmentOf(words, nowMs)]);
    } else if (verb === 'judged') {
      const { settings } = (await this.#run.running()).engine.trade.state;
      await this.#run.scored([judgedOf(words, { settings, nowMs })]);
    } else {
      return false;
    }
    return true;
  }

  /** Lines about a coin and a market about it; `false` when it is none. */
  async #coinMoves(verb: string, words: readonly string[]): Promise<boolean> {
    const [first = '', name = ''] = words;
    if (verb === 'coin') {
      this.#coin.price = Number(first);
      return true;
    }
    if (verb !== 'follows' && verb !== 'lags') return false;
    const of = { market: this.#world.market(name), isFollowing: verb === 'follows' };
    const { engine } = await this.#run.running();
    for (let left = durationMs(first); left > 0; left -= this.#coin.stepMs) {
      await this.#run.moveTo(this.#run.nowMs + this.#coin.stepMs);
      const frames = this.#coin.frames({ ...of, engine }, this.#run.nowMs);
      for (const frame of frames) await this.#run.frame(frame);
    }
    return true;
  }

  /** Lines about what a person types and reads; `false` when it is none. */
  async #chat(verb: string, text: string): Promise<boolean> {
    if (verb === 'says') await (await this.#run.chat()).say(text);
    else if (verb === 'taps') await (await this.#run.chat()).tap(text);
    else if (verb === 'hears') expect((await this.#run.chat()).heard).toContain(text);
    else if (verb === 'shows') expect((await this.#run.chat()).picture?.title).toContain(text);
    else return false;
    return true;
  }

  /** Lines about what the chain does for that account; `false` when it is none. */
  async #tellChain(verb: string, words: readonly string[]): Promise<boolean> {
    if (verb === 'matches') {
      this.account.settlement = 'matched';
    } else if (verb === 'settles' || verb === 'undoes') {
      await this.#settle(verb === 'settles' ? 'confirmed' : 'failed');
    } else if (verb === 'chain') {
      this.account.chain = words[0] as ChainMood;
    } else if (verb === 'owner') {
      const [, name = '', shares, , paid] = words;
      this.account.payOut(this.#world.tokenId(name), Number(shares), Number(paid));
    } else {
      return false;
    }
    return true;
  }

  async #settle(settlement: 'confirmed' | 'failed'): Promise<void> {
    this.account.settlement = 'confirmed';
    for (const fill of this.account.settleAll(settlement)) {
      await this.#run.tellAccount({ kind: 'fill', fill });
    }
  }

  /** Lines about what is now; `false` when it is none. */
  async #check(verb: string, words: readonly string[]): Promise<boolean> {
    const { state } = (await this.#run.running()).engine.trade;
    const ledger = state.ledgers.get(this.#looksAt);
    const { killed, paused } = state.control;
    const [name = '', ...rest] = words;
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
        expect(await this.#holding(name)).toBe(rest.join(' '));
        return true;
      case 'state':
        expect([killed === null ? 'armed' : 'killed', paused?.cause ?? 'on']).toEqual(words);
        return true;
      default:
        return false;
    }
  }

  async #holding(name: string): Promise<string> {
    const tokenId = this.#world.tokenId(name);
    const { state } = (await this.#run.running()).engine.trade;
    return holdingWords(state.ledgers.get(this.#looksAt), tokenId);
  }

  #expectRow(verb: '=' | 'never', words: readonly string[]): void {
    const found = this.#log.entries.find((entry) => !entry.expected && tells(entry.text, words));
    if (verb === 'never') expect(found?.text).toBeUndefined();
    else if (found === undefined) throw new Error('nothing like it was written');
    else found.expected = true;
  }
}

/** Tells one whole story. */
export async function story(text: string): Promise<void> {
  await (await new Story().tell(text)).end();
}
