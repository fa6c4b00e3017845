import { expect } from 'vitest';
import { createReadModel } from '../../src/app/running/read-model/read-model.ts';
import type { Chart } from '../../src/bot/charts/chart.ts';
import { Dispatcher, type Incoming } from '../../src/bot/dispatch.ts';
import { PreferenceBook } from '../../src/bot/notice/preference-book.ts';
import { OpenPhrases } from '../../src/bot/prompts.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { PendingTaps } from '../../src/bot/taps.ts';
import type { ActionAnswer } from '../../src/engine/contract/actions.ts';
import { type Queries, UnavailableError } from '../../src/engine/contract/queries.ts';
import type { Reports } from '../../src/engine/contract/reports.ts';
import type { Engine } from '../../src/engine/core/engine.ts';
import type { Command } from '../../src/engine/domain/command.ts';
import { plainReply } from '../bot/plain-reply.ts';

/** The running engine of a story, as a chat reaches it. */
export interface ChatHost {
  readonly reports: Reports;
  nowMs(): number;
  engine(): Engine;
  execute(command: Command): Promise<ActionAnswer>;
}

const offline = (): Promise<never> =>
  Promise.reject(new UnavailableError('Polymarket does not answer in a story'));

/** An admin who types and taps: the real dispatcher and read model above the engine of a story. */
export class StoryChat {
  readonly #host: ChatHost;
  readonly #taps: PendingTaps;
  readonly #phrases = new OpenPhrases();
  #messages = 0;
  #tokens = 0;
  #last: Reply | null = null;

  constructor(host: ChatHost) {
    this.#host = host;
    this.#taps = new PendingTaps(() => {
      this.#tokens += 1;
      return `token-${this.#tokens}`;
    });
  }

  async say(text: string): Promise<void> {
    this.#last = await this.#dispatcher().say(text, this.#incoming());
  }

  /** Presses a button of the newest answer. */
  async tap(label: string): Promise<void> {
    const button = this.#last?.buttons.find((one) => one.label === label);
    const token = button === undefined ? null : this.#taps.tokenOf(button);
    if (token === null) throw new Error(`no button ${label} in\n${this.heard}`);
    this.#last = (await this.#dispatcher().tap(token, this.#incoming())).reply;
  }

  /** The newest answer as plain lines. */
  get heard(): string {
    return this.#last === null ? 'nothing' : plainReply(this.#last);
  }

  /** The picture above it. */
  get picture(): Chart | null {
    return this.#last?.picture ?? null;
  }

  /** A restart makes a new engine: what asks it is made anew for each line. */
  #dispatcher(): Dispatcher {
    const queries = this.#queries();
    const unused = (): never => expect.unreachable('no story of a chat needs it');
    const preferences = new PreferenceBook({
      store: { preferences: unused, putPreferences: unused, notify: unused },
      nowMs: () => this.#host.nowMs(),
      wake: unused,
      report: unused,
    });
    return new Dispatcher({
      queries,
      actions: { execute: (command) => this.#host.execute(command) },
      preferences: (actor) => preferences.desk(actor),
      people: { list: () => [], execute: unused, openPairing: unused },
      secondFactor: { has: () => false, check: () => 'none' },
      prompts: { putPrompt: async () => undefined, usePrompt: async () => true },
      onLocked: unused,
      run: 'story',
      report: (error) => {
        throw error;
      },
    });
  }

  #queries(): Queries {
    const host = this.#host;
    return createReadModel(
      {
        engine: host.engine(),
        reports: host.reports,
        version: 'story',
        startedAtMs: 0,
        siteUrl: null,
        scoring: {
          score: async () => null,
          copying: async () => [],
          copyability: async () => null,
          candidates: () => [],
        },
        nowMs: () => host.nowMs(),
        feeds: () => [],
        database: () => ({ kind: 'embedded', failingSinceMs: null, writesWaiting: 0 }),
        reach: () => [],
        searchWallet: offline,
        leadingWallets: offline,
        searchMarkets: offline,
        searchKalshi: async () => null,
        ruleText: () => null,
        readBooks: offline,
        priceHistory: offline,
      },
      () => ({ copied: 0, exited: 0, denied: 0, byGate: [] }),
    );
  }

  #incoming(): Incoming {
    this.#messages += 1;
    return {
      id: `message-${this.#messages}`,
      speaker: { actor: 'console', role: 'admin', isPrivate: true },
      chat: {
        key: 'story',
        taps: this.#taps,
        phrases: this.#phrases,
        reference: () => null,
      },
    };
  }
}
