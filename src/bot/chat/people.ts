import type { ActionAnswer } from '../../engine/contract/actions.ts';
import type { ChatStore } from '../../engine/contract/chat-store.ts';
import { UnavailableError } from '../../engine/contract/queries.ts';
import { contentId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { OperatorBody } from '../action-body.ts';
import type { Role } from '../command.ts';
import type { Platform } from './address.ts';

/** Operators that the database adds to those of the environment, at most. */
export const OPERATORS_MAX = 100;
/** Of a name that a person gave itself. */
const NAME_LENGTH_MAX = 40;

/** Somebody who may operate. */
export interface Person {
  readonly platform: Platform;
  readonly userId: string;
  readonly role: Role;
  readonly name: string;
  /** Named in the environment: cannot be changed from a chat. */
  readonly isPermanent: boolean;
}

type PeopleStore = Pick<ChatStore, 'operators' | 'putOperator' | 'removeOperator'>;

export interface PeopleOptions {
  readonly permanent: readonly Person[];
  readonly store: PeopleStore;
  readonly nowMs: () => AtMs;
}

/** Who may operate, in memory: asking needs no database, so that kill needs none. */
export class People {
  readonly #options: PeopleOptions;
  readonly #people = new Map<string, Person>();
  readonly #watchers = new Set<() => void>();

  constructor(options: PeopleOptions) {
    this.#options = options;
    for (const person of options.permanent) this.#people.set(keyOf(person), person);
  }

  /** Adds those whom the database knows. @throws StoreError */
  async load(): Promise<void> {
    for (const { platform, userId, role, name } of await this.#options.store.operators()) {
      const person: Person = { platform, userId, role, name, isPermanent: false };
      if (this.#people.get(keyOf(person))?.isPermanent !== true) {
        this.#people.set(keyOf(person), person);
      }
    }
    this.#changed();
  }

  /** `null` for a stranger. */
  roleOf(platform: Platform, userId: string): Role | null {
    return this.#people.get(keyOf({ platform, userId }))?.role ?? null;
  }

  find(platform: Platform, userId: string): Person | null {
    return this.#people.get(keyOf({ platform, userId })) ?? null;
  }

  list(): readonly Person[] {
    return [...this.#people.values()];
  }

  hasAdmin(): boolean {
    return this.list().some(({ role }) => role === 'admin');
  }

  /** Calls after each change; returns how to stop it. */
  onChange(act: () => void): () => void {
    this.#watchers.add(act);
    return () => this.#watchers.delete(act);
  }

  /** Adds, changes or removes one, durably first. @throws UnavailableError */
  async execute(command: {
    readonly id: string;
    readonly actor: string;
    readonly body: OperatorBody;
  }): Promise<ActionAnswer> {
    const refusal = this.#refusal(command.body, command.actor);
    if (refusal !== null) return { outcome: 'refused', message: refusal };
    try {
      await this.#write(command);
    } catch (cause) {
      throw new UnavailableError('the database does not answer, so nobody was let in or out', {
        cause,
      });
    }
    this.#changed();
    return { outcome: 'done', message: '' };
  }

  #refusal(body: OperatorBody, actor: string): string | null {
    const known = this.find(body.platform, body.userId);
    const who = keyOf(body);
    if (known?.isPermanent === true) return `${who} is named in the environment: change it there`;
    if (body.kind === 'removeOperator' && known === null) return `${who} is no operator`;
    if (known === null && this.#people.size >= OPERATORS_MAX) {
      return `there are ${OPERATORS_MAX} operators already`;
    }
    const staysAdmin = body.kind === 'putOperator' && body.role === 'admin';
    const admins = this.list().filter(({ role }) => role === 'admin');
    // The host may: an account that was stolen has to go, and it opens a new code.
    if (actor !== 'host' && known?.role === 'admin' && !staysAdmin && admins.length === 1) {
      return `${who} is the only admin: make another one first`;
    }
    return null;
  }

  async #write({
    id,
    actor,
    body,
  }: {
    readonly id: string;
    readonly actor: string;
    readonly body: OperatorBody;
  }): Promise<void> {
    const { store, nowMs } = this.#options;
    const atMs = nowMs();
    const { platform, userId } = body;
    const who = keyOf(body);
    const known = this.find(platform, userId);
    const { kind: action, ...detail } = body;
    const entry = { commandId: id, actor, action, detail, outcome: 'done', atMs } as const;
    const event = body.kind === 'removeOperator' ? 'removed' : known === null ? 'added' : 'role';
    const role = body.kind === 'putOperator' ? body.role : null;
    const notice = {
      id: contentId('notice', ['operators', id]),
      kind: 'operators',
      ledger: null,
      subject: who,
      data: { event, who, role, by: actor },
      atMs,
    } as const;
    if (body.kind === 'removeOperator') {
      await store.removeOperator({ platform, userId }, { entry, notice });
      this.#people.delete(who);
      return;
    }
    const name = body.name.slice(0, NAME_LENGTH_MAX);
    const operator = { platform, userId, role: body.role, name, addedBy: actor, addedAtMs: atMs };
    await store.putOperator(operator, { entry, notice });
    this.#people.set(who, { platform, userId, role: body.role, name, isPermanent: false });
  }

  #changed(): void {
    for (const act of this.#watchers) act();
  }
}

function keyOf({ platform, userId }: { readonly platform: Platform; readonly userId: string }) {
  return `${platform}:${userId}`;
}
