import { expect } from 'vitest';
import type { Digest } from '../../src/app/virtual/effect-digest.ts';
import { RecordedRun } from '../../src/app/virtual/recorded-run.ts';
import { VirtualRun } from '../../src/app/virtual/virtual-run.ts';
import { parseFrame } from '../../src/data/frame.ts';
import type { ActionAnswer } from '../../src/engine/contract/actions.ts';
import type { Reports } from '../../src/engine/contract/reports.ts';
import type { AccountEvent } from '../../src/engine/domain/account-event.ts';
import type { Command, CommandBody } from '../../src/engine/domain/command.ts';
import { PAPER } from '../../src/engine/domain/ids.ts';
import type { MarketGroup } from '../../src/engine/domain/market-group.ts';
import type { PairTold } from '../../src/engine/domain/market-pair.ts';
import type { EngineSnapshot } from '../../src/engine/domain/snapshot.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import type { WalletAssessment } from '../../src/engine/domain/wallet-score.ts';
import type { Store } from '../../src/engine/ports.ts';
import type { TapeLine } from '../../src/tape/tape-line.ts';
import { ACCOUNT, type ScriptedAccount } from './scripted-account.ts';
import { MODEL, type ScriptedModel } from './scripted-model.ts';
import { StoryChat } from './story-chat.ts';
import type { VenueFrame } from './venue-frames.ts';

/** When every story begins: 30 September 2026, 11:16 UTC. */
export const STORY_START_MS = 1_790_766_960_000;

/** The engine of a story from its start to its end, over restarts, with everything recorded. */
export class StoryRun {
  /** What stands on the command line, at the start and at each restart. */
  readonly settings: Record<string, string> = {};
  firstDeposit: string | null = null;
  /** The account with real money, from the next start on; without one there is none. */
  account: ScriptedAccount | null = null;
  /** A language model, from the next start on; without one there is none. */
  model: ScriptedModel | null = null;
  nowMs = STORY_START_MS;
  /** Of each run that ended. */
  readonly digests: Digest[] = [];
  readonly #store: Store & Reports;
  #run: VirtualRun | null = null;
  #chat: StoryChat | null = null;
  /** What the core answered to each command. */
  readonly #answers = new Map<string, ActionAnswer>();
  #tape: TapeLine[] = [];
  #commands = 0;

  constructor(store: Store & Reports) {
    this.#store = store;
  }

  get started(): boolean {
    return this.#run !== null;
  }

  async running(): Promise<VirtualRun> {
    return this.#run ?? this.#begin(null);
  }

  async command(body: CommandBody): Promise<void> {
    this.#commands += 1;
    const command = { id: `command ${this.#commands}`, actor: 'person', body };
    await (await this.running()).command(this.nowMs, command);
  }

  /** A chat with this engine, over its restarts. */
  async chat(): Promise<StoryChat> {
    await this.running();
    this.#chat ??= new StoryChat({
      reports: this.#store,
      nowMs: () => this.nowMs,
      engine: () => {
        if (this.#run === null) throw new Error('the story has not begun');
        return this.#run.engine;
      },
      execute: (command) => this.#execute(command),
    });
    return this.#chat;
  }

  async #execute(command: Command): Promise<ActionAnswer> {
    await (await this.running()).command(this.nowMs, command);
    const answer = this.#answers.get(command.id);
    if (answer === undefined) throw new Error(`no answer to ${command.body.kind}`);
    return answer;
  }

  async tellAccount(event: AccountEvent): Promise<void> {
    await (await this.running()).account(this.nowMs, event);
  }

  async scored(assessments: readonly WalletAssessment[]): Promise<void> {
    await (await this.running()).scored(this.nowMs, assessments);
  }

  async paired(pairs: readonly PairTold[]): Promise<void> {
    await (await this.running()).paired(this.nowMs, pairs);
  }

  async grouped(groups: readonly MarketGroup[]): Promise<void> {
    await (await this.running()).grouped(this.nowMs, groups);
  }

  async frame({ source, frame }: VenueFrame): Promise<void> {
    const { events, problems } = parseFrame(source, frame, this.nowMs);
    expect(problems, 'frames of a story are sound').toEqual([]);
    await (await this.running()).frame(this.nowMs, { source, frame, events });
  }

  async moveTo(atMs: number): Promise<void> {
    this.nowMs = atMs;
    await (await this.running()).advanceTo(atMs);
  }

  /** Ends the program and begins again with what the store has and the same command line. */
  async restart(): Promise<void> {
    await this.end();
    await this.#begin(await this.#store.snapshot(this.nowMs));
  }

  /** Checks that no invariant broke, and that the recording gives the same effects. */
  async end(): Promise<void> {
    const run = await this.running();
    const digest = run.close();
    this.digests.push(digest);
    expect(run.invariants.broken).toEqual([]);
    const again = new RecordedRun();
    for (const line of JSON.parse(JSON.stringify(this.#tape)) as TapeLine[]) {
      if (line.source !== 'polymind.digest') expect(again.line(line)).toBeNull();
    }
    expect(again.close(), 'the recording gives the same effects').toEqual(digest);
  }

  async #begin(snapshot: EngineSnapshot | null): Promise<VirtualRun> {
    this.#tape = [];
    const run = new VirtualRun({
      store: this.#store,
      record: (line) => this.#tape.push(line),
      onEffect: (effect) => {
        if (effect.kind === 'answer') this.#answers.set(effect.commandId, effect);
        return this.model?.onEffect(effect) ?? this.account?.onEffect(effect) ?? null;
      },
    });
    this.#run = run;
    const amount = dollars(Number(this.firstDeposit ?? this.settings['bankroll'] ?? 500));
    await run.start(this.nowMs, {
      version: 'story',
      snapshot,
      settings: { ...this.settings },
      wallets: [],
      deposits: [{ ledger: PAPER, amount }],
      ...(this.account === null ? {} : { accounts: [ACCOUNT] }),
      ...(this.model === null ? {} : { model: MODEL }),
    });
    return run;
  }
}
