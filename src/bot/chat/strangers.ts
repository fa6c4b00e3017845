import type { ChatStore } from '../../engine/contract/chat-store.ts';
import type { Queries } from '../../engine/contract/queries.ts';
import { contentId } from '../../engine/domain/ids.ts';
import { DAY_MS, HOUR_MS } from '../../engine/domain/time.ts';
import { evenedOut } from '../grammar/line.ts';
import type { From } from './from.ts';
import type { PastedSecret } from './pasted-secret.ts';

/** Audit rows about strangers in an hour; beyond it silence is all. */
const ROWS_PER_HOUR_MAX = 60;
const NAME_LENGTH_MAX = 40;

export interface StrangersOptions {
  readonly store: Pick<ChatStore, 'audit'>;
  readonly queries: Pick<Queries, 'nowMs'>;
  readonly report: (error: unknown) => void;
}

/** Strangers get silence and a row in the audit: one a person and day, so that nobody can flood it. */
export class Strangers {
  readonly #options: StrangersOptions;
  #hour = 0;
  #rows = 0;

  constructor(options: StrangersOptions) {
    this.#options = options;
  }

  note({ platform, userId, name, chatId, isPrivate }: From): void {
    const day = Math.floor(this.#options.queries.nowMs() / DAY_MS);
    const detail = { name: nameOf(name), chat: chatId, isPrivate };
    this.#write('stranger', { platform, userId, detail, id: [platform, userId, day] });
  }

  /** A key was pasted; what it was is not kept. */
  noteSecret({ platform, userId, updateId }: From, secret: PastedSecret): void {
    this.#write('pastedSecret', { platform, userId, detail: { secret }, id: [updateId] });
  }

  #write(
    action: 'stranger' | 'pastedSecret',
    of: {
      readonly platform: string;
      readonly userId: string;
      readonly detail: Readonly<Record<string, unknown>>;
      readonly id: readonly (string | number)[];
    },
  ): void {
    const { store, queries, report } = this.#options;
    const atMs = queries.nowMs();
    const hour = Math.floor(atMs / HOUR_MS);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#rows = 0;
    }
    this.#rows += 1;
    if (this.#rows > ROWS_PER_HOUR_MAX) return;
    const commandId = contentId(action, of.id);
    const actor = `${of.platform}:${of.userId}`;
    store
      .audit({ commandId, actor, action, detail: of.detail, outcome: 'refused', atMs })
      .catch(report);
  }
}

function nameOf(name: string): string {
  return evenedOut(name).slice(0, NAME_LENGTH_MAX);
}
