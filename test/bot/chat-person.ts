import type { ChatCommand, Role } from '../../src/bot/command.ts';
import { Dispatcher } from '../../src/bot/dispatch.ts';
import { PreferenceBook } from '../../src/bot/notice/preference-book.ts';
import { OpenPhrases } from '../../src/bot/prompts.ts';
import { COMMANDS } from '../../src/bot/registry.ts';
import type { Reply } from '../../src/bot/reply.ts';
import type { CodeVerdict } from '../../src/bot/second-factor.ts';
import { PendingTaps } from '../../src/bot/taps.ts';
import { WebDoor } from '../../src/bot/web/access/door.ts';
import type { Prompt } from '../../src/engine/contract/chat-store.ts';
import type { Notice } from '../../src/engine/domain/notice.ts';
import { ChatWorld } from './chat-world.ts';
import { plainReply } from './plain-reply.ts';

/** A chat with one or more people in it, on a world of plain values and a clock that stands. */
export class Chat {
  readonly world = new ChatWorld();
  readonly reports: unknown[] = [];
  readonly references = new Map<string, string>();
  readonly #dispatcher: Dispatcher;
  readonly #taps: PendingTaps;
  readonly #phrases = new OpenPhrases();
  /** Who has a second factor, and what is said of the next code. */
  readonly codes = new Map<string, CodeVerdict>();
  readonly locked: string[] = [];
  /** Questions that the database keeps. */
  readonly prompts = new Map<string, Prompt & { usedAtMs?: number }>();
  databaseIsDown = false;
  isPrivate = true;
  #messages = 0;
  #tokens = 0;
  last: Reply = { symbol: null, title: '', blocks: [], buttons: [] };

  /** Who is let into the dashboard. */
  readonly door = new WebDoor({
    operators: { roleOf: () => 'admin', find: () => null },
    store: { audit: async () => undefined },
    tokens: { load: () => [], save: () => undefined },
    telegramToken: null,
    takesHostKey: false,
    nowMs: () => this.world.nowMs,
    report: (error) => this.reports.push(error),
  });
  readonly preferences: PreferenceBook;
  /** Notices that were written. */
  readonly notices: Notice[] = [];

  constructor(commands: readonly ChatCommand[] = COMMANDS) {
    this.#taps = new PendingTaps(() => {
      this.#tokens += 1;
      return `token-${this.#tokens}`;
    });
    this.preferences = new PreferenceBook({
      store: {
        preferences: () => this.#kept(() => new Map<string, unknown>()),
        putPreferences: () => this.#kept(() => undefined),
        notify: (notice) => this.#kept(() => void this.notices.push(notice)),
      },
      nowMs: () => this.world.nowMs,
      wake: () => undefined,
      report: (error) => this.reports.push(error),
    });
    this.door.url = 'http://127.0.0.1:8420';
    this.#dispatcher = new Dispatcher({
      web: this.door,
      queries: this.world.queries,
      actions: this.world.actions,
      commands,
      preferences: (actor) => this.preferences.desk(actor),
      people: this.world.people,
      secondFactor: {
        has: (actor) => this.codes.has(actor),
        check: (actor) => this.codes.get(actor) ?? 'none',
      },
      prompts: {
        putPrompt: (prompt) => this.#kept(() => void this.prompts.set(prompt.id, prompt)),
        usePrompt: (id, by) => this.#kept(() => this.#use(id, by)),
      },
      onLocked: (actor) => this.locked.push(actor),
      run: 'this run',
      report: (error) => this.reports.push(error),
    });
  }

  async #kept<T>(work: () => T): Promise<T> {
    if (this.databaseIsDown) throw new Error('connect ECONNREFUSED');
    return work();
  }

  #use(id: string, { run, atMs }: { readonly run: string; readonly atMs: number }): boolean {
    const prompt = this.prompts.get(id);
    if (prompt === undefined || prompt.usedAtMs !== undefined) return false;
    if (prompt.run !== run || atMs >= prompt.expiresAtMs) return false;
    prompt.usedAtMs = atMs;
    return true;
  }

  #incoming(role: Role, actor: string, id?: string) {
    this.#messages += 1;
    return {
      id: id ?? `message-${this.#messages}`,
      speaker: { actor, role, isPrivate: this.isPrivate },
      chat: {
        key: 'chat',
        taps: this.#taps,
        phrases: this.#phrases,
        reference: (n: string) => this.references.get(n) ?? null,
      },
    };
  }

  async say(
    text: string,
    { role = 'admin', actor = 'console', id }: { role?: Role; actor?: string; id?: string } = {},
  ): Promise<Reply> {
    this.last = await this.#dispatcher.say(text, this.#incoming(role, actor, id));
    return this.last;
  }

  /** The token of a button of the newest answer, or of the one given. */
  token(label: string, of: Reply = this.last): string {
    const button = of.buttons.find((one) => one.label === label);
    if (button === undefined) throw new Error(`no button ${label} in ${plainReply(of)}`);
    const token = this.#taps.tokenOf(button);
    if (token === null) throw new Error(`${label} was not offered`);
    return token;
  }

  async tap(
    token: string,
    { role = 'admin', actor = 'console' }: { role?: Role; actor?: string } = {},
  ): Promise<Reply> {
    this.last = (await this.#dispatcher.tap(token, this.#incoming(role, actor))).reply;
    return this.last;
  }

  press(label: string, who: { role?: Role; actor?: string } = {}): Promise<Reply> {
    return this.tap(this.token(label), who);
  }

  /** What was asked and answered, as plain lines. */
  async transcript(
    lines: readonly string[],
    who: { role?: Role; actor?: string } = {},
  ): Promise<string> {
    const parts: string[] = [];
    for (const line of lines) {
      const pressed = /^\[(.*)\]$/.exec(line)?.[1];
      const answer =
        pressed === undefined ? await this.say(line, who) : await this.press(pressed, who);
      parts.push(`> ${line}\n${plainReply(answer)}\n`);
    }
    return parts.join('\n');
  }
}
