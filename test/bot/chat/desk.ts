import { Chats } from '../../../src/bot/chat/chats.ts';
import type { From } from '../../../src/bot/chat/from.ts';
import { FrontDesk } from '../../../src/bot/chat/front-desk.ts';
import { Pairing } from '../../../src/bot/chat/pairing.ts';
import { People, type Person } from '../../../src/bot/chat/people.ts';
import type { Answer } from '../../../src/bot/chat/reception.ts';
import { Dispatcher } from '../../../src/bot/dispatch.ts';
import { PreferenceBook } from '../../../src/bot/notice/preference-book.ts';
import { isSeedWord } from '../../../src/ops/seed-words.ts';
import { ChatWorld } from '../chat-world.ts';
import { PeopleRows } from '../people-rows.ts';

export const ADMIN: Person = {
  platform: 'telegram',
  userId: '7',
  role: 'admin',
  name: 'Ada',
  isPermanent: true,
};

/** A front desk on a world of plain values, and whoever comes to it. */
export class Desk {
  readonly world = new ChatWorld();
  readonly rows = new PeopleRows();
  readonly people: People;
  readonly pairing: Pairing;
  readonly preferences: PreferenceBook;
  readonly desk: FrontDesk;
  readonly reports: unknown[] = [];
  readonly spoke: string[] = [];
  #updates = 0;

  constructor(permanent: readonly Person[] = [ADMIN]) {
    const nowMs = (): number => this.world.nowMs;
    this.people = new People({ permanent, store: this.rows, nowMs });
    this.pairing = new Pairing(nowMs);
    this.preferences = new PreferenceBook({
      store: {
        preferences: async () => new Map<string, unknown>(),
        putPreferences: async () => undefined,
        notify: async () => undefined,
      },
      nowMs,
      wake: () => undefined,
      report: (error) => this.reports.push(error),
    });
    const dispatcher = new Dispatcher({
      queries: this.world.queries,
      actions: this.world.actions,
      people: {
        list: () => this.people.list(),
        execute: (command) => this.people.execute(command),
        openPairing: () => this.pairing.open(),
      },
      preferences: (actor) => this.preferences.desk(actor),
      secondFactor: { has: () => false, check: () => 'none' },
      prompts: { putPrompt: async () => undefined, usePrompt: async () => true },
      onLocked: () => undefined,
      run: 'this run',
      report: (error) => this.reports.push(error),
    });
    this.desk = new FrontDesk({
      dispatcher,
      queries: this.world.queries,
      people: this.people,
      pairing: this.pairing,
      chats: new Chats(),
      store: this.rows,
      secrets: {
        isSeedWord,
        isKnownHash: (hash) => Promise.resolve(this.world.queries.market(hash as never) !== null),
      },
      onSpeak: ({ platform, id }) => this.spoke.push(`${platform}:${id}`),
      report: (error) => this.reports.push(error),
    });
  }

  from(of: Partial<From> = {}): From {
    this.#updates += 1;
    const userId = of.userId ?? '7';
    return {
      platform: 'telegram',
      userId,
      name: 'Ada',
      chatId: userId,
      isPrivate: true,
      updateId: `telegram/${this.#updates}`,
      sentAtMs: this.world.nowMs,
      ...of,
    };
  }

  say(text: string, of: Partial<From> = {}): Promise<Answer | null> {
    return this.desk.text(this.from(of), text);
  }

  /** Taps a button of an answer by its label. */
  press(answer: Answer | null, label: string, of: Partial<From> = {}): Promise<Answer | null> {
    const at = answer?.reply.buttons.findIndex((one) => one.label === label) ?? -1;
    const data = answer?.taps[at];
    if (data === undefined) throw new Error(`no button ${label}`);
    return this.desk.tap(this.from(of), data);
  }

  get kinds(): string[] {
    return this.world.done.map(({ body }) => body.kind);
  }
}
