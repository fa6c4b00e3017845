import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Answers } from '../../../src/app/running/answers.ts';
import { CommitQueue } from '../../../src/app/running/commit-queue.ts';
import { LiveLoop } from '../../../src/app/running/live-loop.ts';
import { UnavailableError } from '../../../src/engine/contract/queries.ts';
import type { Effect } from '../../../src/engine/core/effects.ts';
import { Engine } from '../../../src/engine/core/engine.ts';
import type { CommandBody } from '../../../src/engine/domain/command.ts';
import { PAPER } from '../../../src/engine/domain/ids.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { HeldStore } from './held-store.ts';

const START_MS = 1_790_766_960_000;

/** Commands into a real engine, whose writes go to a store that the test holds. */
class Asked {
  readonly store = new HeldStore();
  readonly engine = new Engine();
  readonly loop: LiveLoop;
  readonly commits: CommitQueue;
  readonly answers: Answers;
  readonly got: unknown[] = [];
  #commands = 0;

  constructor() {
    this.loop = new LiveLoop({
      engine: this.engine,
      nowMs: () => Date.now(),
      observer: {
        onInput: () => undefined,
        onStep: (_input, effects) => this.#onStep(effects),
      },
      onFatal: (error) => {
        throw error;
      },
    });
    this.commits = new CommitQueue({
      store: this.store,
      nowMs: () => Date.now(),
      confirmed: (commitId) =>
        this.loop.offer({ kind: 'effect', result: { kind: 'committed', commitId } }),
      failed: () => undefined,
    });
    this.answers = new Answers(this.loop, this.commits);
    const deposits = [{ ledger: PAPER, amount: dollars(500) }];
    const start = { version: 'test', snapshot: null, settings: {}, wallets: [], deposits };
    this.loop.offerNow({ kind: 'start', start });
  }

  /** Asks, and notes what comes of it. */
  ask(body: CommandBody, id?: string): void {
    this.#commands += 1;
    const command = { id: id ?? `command ${this.#commands}`, actor: 'test', body };
    void this.answers.execute(command).then(
      (answer) => this.got.push(answer),
      (error) => this.got.push(error),
    );
  }

  #onStep(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'commit') this.commits.add(effect.commitId, effect.changes);
    }
    this.answers.take(effects);
  }
}

const DONE = { outcome: 'done', message: '' };
const DEPOSIT: CommandBody = { kind: 'deposit', ledger: PAPER, amount: dollars(1) };
const soon = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('an answer', () => {
  test.each<CommandBody>([
    { kind: 'kill', reason: 'panic' },
    { kind: 'pause', reason: 'lunch' },
  ])('to $kind comes while the database hangs, when it acts already', async (body) => {
    const asked = new Asked();
    asked.store.manner = 'hangs';
    asked.ask(body);
    const { killed, paused } = asked.engine.trade.state.control;
    expect(killed ?? paused, 'it acts before anything is awaited').not.toBeNull();
    await soon();
    expect(asked.got).toEqual([DONE]);
  });

  test('to anything else waits until it is written', async () => {
    const asked = new Asked();
    await soon();
    asked.store.manner = 'hangs';
    asked.ask(DEPOSIT);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(asked.got).toEqual([]);
    asked.store.release();
    await soon();
    expect(asked.got).toEqual([DONE]);
  });

  test('says that it may be forgotten when the database does not answer for five seconds', async () => {
    const asked = new Asked();
    await soon();
    asked.store.manner = 'fails';
    asked.ask(DEPOSIT);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked.got).toEqual([expect.any(UnavailableError)]);
    expect(String(asked.got[0])).toContain('It acts now, but the database does not answer');
    expect(asked.engine.trade.state.ledgers.get(PAPER)?.cash).toBe(dollars(501));
  });

  test('is the refusal with its reason', async () => {
    const asked = new Asked();
    asked.ask({ kind: 'changeSetting', key: 'nothing-like-it', value: '1' });
    await soon();
    expect(asked.got).toEqual([{ outcome: 'refused', message: expect.stringMatching(/./) }]);
  });

  test('to a repeated command tells that it was done, and it is done once', async () => {
    const asked = new Asked();
    asked.ask(DEPOSIT, 'same');
    asked.ask(DEPOSIT, 'same');
    await soon();
    expect(asked.got).toContainEqual(DONE);
    expect(asked.got).toContainEqual({ outcome: 'done', message: 'this was done already' });
    expect(asked.engine.trade.state.ledgers.get(PAPER)?.cash).toBe(dollars(501));
  });

  test('that nobody here asked for is left alone', () => {
    const { answers } = new Asked();
    const effect = { kind: 'answer', commandId: 'elsewhere', ...DONE } as Effect;
    expect(() => answers.take([effect])).not.toThrow();
  });

  test('of an engine that stopped is that it does not answer, and nobody waits for ever', async () => {
    const asked = new Asked();
    asked.loop.stop();
    asked.ask({ kind: 'kill', reason: 'panic' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked.got).toEqual([expect.any(UnavailableError)]);
    expect(String(asked.got[0])).toContain('The engine does not answer');
  });
});
