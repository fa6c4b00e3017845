import type { BotCommand } from 'grammy/types';
import type { Platform } from '../chat/address.ts';
import { Backoff } from '../chat/backoff.ts';
import type { ChatCommand, Role } from '../command.ts';
import type { Timing } from '../notice/timing.ts';
import type { TelegramClient } from './client.ts';
import { failureOf, TelegramError } from './failure.ts';
import { menuOf, STRANGERS_MENU } from './menu.ts';
import { Pauses } from './pauses.ts';

/** Who may operate, on every platform. */
export interface PeopleList {
  list(): readonly {
    readonly platform: Platform;
    readonly userId: string;
    readonly role: Role;
  }[];
  /** Calls after each change; returns how to stop it. */
  onChange(act: () => void): () => void;
}

export interface MenusOptions {
  readonly client: TelegramClient;
  readonly people: PeopleList;
  readonly commands: readonly ChatCommand[];
  /** The pages that the button beside a person's input opens; `null` for none. */
  readonly miniAppUrl: string | null;
  readonly timing: Pick<Timing, 'after'>;
  readonly report: (error: unknown) => void;
}

/** Where a menu is shown: a person's private chat, or everywhere else. */
type Scope = { readonly type: 'default' } | { readonly type: 'chat'; readonly chat_id: number };

/** One menu that is not as it should be. */
interface Change {
  readonly key: string;
  /** `null` removes the menu. */
  readonly menu: readonly BotCommand[] | null;
}

const EVERYWHERE = 'default';
/** On the button that opens the pages. */
const BUTTON = 'Dashboard';

/** Gives everybody the menu of his role, and takes it from those who left. */
export class Menus {
  readonly #options: MenusOptions;
  readonly #pauses: Pauses;
  readonly #backoff = new Backoff();
  /** What each scope shows, as far as this run knows. */
  readonly #shown = new Map<string, string>();
  /** Those whose chat does not exist yet: tried again when they speak. */
  readonly #absent = new Set<string>();
  #running: Promise<void> | null = null;

  constructor(options: MenusOptions) {
    this.#options = options;
    this.#pauses = new Pauses(options.timing);
  }

  /** Brings the menus up to date, in its own time. */
  sync(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      // Somebody may have come or gone in the very last moment.
      if (!this.#pauses.isOver && this.#nextChange() !== null) this.sync();
    });
  }

  /** Somebody was heard, so there is a chat with him. */
  spoke(userId: string): void {
    if (this.#absent.delete(userId)) this.sync();
  }

  async stop(): Promise<void> {
    this.#pauses.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (;;) {
      const change = this.#nextChange();
      if (change === null || this.#pauses.isOver) return;
      try {
        await this.#apply(change);
        this.#done(change);
        this.#backoff.reset();
      } catch (error) {
        await this.#failed(change, error);
      }
    }
  }

  async #failed(change: Change, error: unknown): Promise<void> {
    const failure = failureOf(error);
    if (failure.kind === 'unreachable') {
      this.#absent.add(change.key);
      if (change.menu === null) this.#shown.delete(change.key);
    } else if (failure.kind === 'refused') {
      this.#options.report(new TelegramError(`menu of ${change.key}: ${failure.words}`));
      this.#done(change);
    } else {
      const delayMs = failure.kind === 'flood' ? failure.retryAfterMs : this.#backoff.next();
      await this.#pauses.wait(delayMs);
    }
  }

  async #apply({ key, menu }: Change): Promise<void> {
    const { client, miniAppUrl } = this.#options;
    const { calls } = client;
    const scope: Scope =
      key === EVERYWHERE ? { type: 'default' } : { type: 'chat', chat_id: Number(key) };
    if (menu === null) await calls.deleteMyCommands({ scope });
    else await calls.setMyCommands(menu, { scope });
    if (miniAppUrl === null || scope.type === 'default') return;
    await calls.setChatMenuButton({
      chat_id: scope.chat_id,
      menu_button:
        menu === null
          ? { type: 'default' }
          : { type: 'web_app', text: BUTTON, web_app: { url: miniAppUrl } },
    });
  }

  #done({ key, menu }: Change): void {
    if (menu === null) this.#shown.delete(key);
    else this.#shown.set(key, JSON.stringify(menu));
  }

  #nextChange(): Change | null {
    const wanted = this.#wanted();
    for (const [key, menu] of wanted) {
      const same = this.#shown.get(key) === JSON.stringify(menu);
      if (!same && !this.#absent.has(key)) return { key, menu };
    }
    const stale = [...this.#shown.keys()].find((key) => !wanted.has(key));
    return stale === undefined ? null : { key: stale, menu: null };
  }

  #wanted(): ReadonlyMap<string, readonly BotCommand[]> {
    const { people, commands } = this.#options;
    const wanted = new Map<string, readonly BotCommand[]>([[EVERYWHERE, STRANGERS_MENU]]);
    for (const { platform, userId, role } of people.list()) {
      if (platform === 'telegram') wanted.set(userId, menuOf(role, commands));
    }
    return wanted;
  }
}
