import { checkCommand } from './command-form.ts';
import { Form } from './form.ts';
import { isObject, type Json, listOf, objectOf, textOf } from './json.ts';
import { LIMIT } from './limits.ts';
import { commandCreatesMax, commandsMax } from './refusal.ts';

/** Where commands are registered: everywhere, or in one guild. */
export type Scope = 'global' | 'guild';

export interface BookOptions {
  readonly applicationId: string;
  readonly guildId: string;
  readonly newId: () => string;
}

/** The application commands that are registered, as Discord keeps them. */
export class CommandBook {
  readonly #options: BookOptions;
  readonly #scopes = new Map<Scope, readonly Json[]>();
  #created = 0;

  constructor(options: BookOptions) {
    this.#options = options;
  }

  in(scope: Scope): readonly Json[] {
    return this.#scopes.get(scope) ?? [];
  }

  /** Puts these commands in place of all others of the scope. @throws Refusal */
  replace(scope: Scope, body: unknown): readonly Json[] {
    const form = new Form();
    const list = form.field(body).items({ max: Number.POSITIVE_INFINITY });
    const names = new Set<string>();
    for (const command of list) {
      checkCommand(command);
      const name = nameOf(objectOf(command.value));
      if (names.has(name)) {
        command
          .get('name')
          .refuse(
            'APPLICATION_COMMANDS_DUPLICATE_NAME',
            'Application command names must be unique',
          );
      }
      names.add(name);
    }
    form.check();
    if (list.length > LIMIT.commands) throw commandsMax();
    return this.#write(scope, listOf(body).filter(isObject));
  }

  /** Adds one command, or puts it in place of the one of its name. @throws Refusal */
  put(scope: Scope, body: unknown): Json {
    const others = this.in(scope).filter((each) => nameOf(each) !== nameOf(objectOf(body)));
    const form = new Form();
    checkCommand(form.field(body));
    form.check();
    if (others.length >= LIMIT.commands) throw commandsMax();
    const written = this.#write(scope, [...others, objectOf(body)]);
    return written.at(-1) ?? {};
  }

  /** Takes one command away; false when there is none of this id. */
  remove(scope: Scope, id: string): boolean {
    const kept = this.in(scope).filter((each) => each['id'] !== id);
    const known = kept.length < this.in(scope).length;
    this.#scopes.set(scope, kept);
    return known;
  }

  #write(scope: Scope, commands: readonly Json[]): readonly Json[] {
    const { applicationId, guildId, newId } = this.#options;
    const known = new Map(this.in(scope).map((each) => [nameOf(each), textOf(each['id'])]));
    const fresh = commands.filter((each) => !known.has(nameOf(each))).length;
    if (this.#created + fresh > LIMIT.commandCreatesPerDay) throw commandCreatesMax();
    this.#created += fresh;
    const written = commands.map((each) => ({
      type: 1,
      default_member_permissions: null,
      nsfw: false,
      ...each,
      id: known.get(nameOf(each)) ?? newId(),
      application_id: applicationId,
      version: newId(),
      ...(scope === 'guild' ? { guild_id: guildId } : {}),
    }));
    this.#scopes.set(scope, written);
    return written;
  }
}

/** Commands of different types may share a name. */
function nameOf(command: Json): string {
  return `${String(command['type'] ?? 1)} ${textOf(command['name'])}`;
}
