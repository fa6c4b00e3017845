import type { Field } from './form.ts';
import { isObject, type Json, listOf, textOf } from './json.ts';

/** Whom a message rang. */
export interface Pings {
  readonly everyone: boolean;
  readonly users: readonly string[];
  readonly roles: readonly string[];
}

export const NO_PINGS: Pings = { everyone: false, users: [], roles: [] };
const KINDS = ['users', 'roles', 'everyone'];
const NAMED_MAX = 100;

/** Examines `allowed_mentions`. */
export function checkAllowedMentions(field: Field): void {
  if (!field.given || !field.object()) return;
  const parse = field.get('parse').items({ max: KINDS.length });
  for (const kind of parse) kind.oneOf(KINDS);
  for (const name of ['users', 'roles']) {
    const named = field.get(name).items({ max: NAMED_MAX });
    for (const id of named) id.snowflake();
    if (named.length > 0 && parse.some((kind) => kind.value === name)) {
      field.refuse(
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${name}"] and ${name}: [ids...] are mutually exclusive.`,
      );
    }
  }
  field.get('replied_user').flag();
}

/** Whom texts ring under `allowed`; without it they ring everybody they name. */
export function pingsOf(texts: readonly string[], allowed: unknown): Pings {
  const text = texts.join('\n');
  const users = found(text, /<@!?(\d+)>/g);
  const roles = found(text, /<@&(\d+)>/g);
  const everyone = /@(everyone|here)\b/.test(text);
  if (!isObject(allowed)) return { everyone, users, roles };
  const parse = listOf(allowed['parse']);
  const may = (kind: string, ids: readonly string[]): readonly string[] =>
    parse.includes(kind) ? ids : ids.filter((id) => listOf(allowed[kind]).includes(id));
  return {
    everyone: everyone && parse.includes('everyone'),
    users: may('users', users),
    roles: may('roles', roles),
  };
}

function found(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

/** Every text that components show, in order. */
export function shownTexts(components: readonly unknown[]): readonly string[] {
  return components
    .filter(isObject)
    .flatMap((part) => [
      ...(part['type'] === 10 ? [textOf(part['content'])] : []),
      ...shownTexts(childrenOf(part)),
    ]);
}

/** The components inside a component, in the order they are shown. */
export function childrenOf(part: Json): readonly unknown[] {
  const one = ['accessory', 'component'].map((key) => part[key]).filter(isObject);
  return [...listOf(part['components']), ...one];
}
