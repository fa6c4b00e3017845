import { signal } from '@preact/signals';
import type { Who } from '../../contract/session.ts';

/** Key of this tab's session: gone with the tab, never on the disk of another. */
const KEPT_AS = 'polymind.session';

/** The session of this tab; `null` when nobody is signed in. */
export const token = signal<string | null>(null);
export const who = signal<Who | null>(null);
/** Why one is not signed in, for the first page. */
export const signInNote = signal<string | null>(null);

/** What an earlier load of this tab left. */
export function keptToken(): string | null {
  return storage()?.getItem(KEPT_AS) ?? null;
}

export function sessionBegins(newToken: string, person: Who): void {
  token.value = newToken;
  who.value = person;
  signInNote.value = null;
  storage()?.setItem(KEPT_AS, newToken);
}

export function sessionEnded(note: string | null): void {
  token.value = null;
  who.value = null;
  signInNote.value = note;
  storage()?.removeItem(KEPT_AS);
}

/** `null` where a frame of another site may keep nothing. */
function storage(): Storage | null {
  try {
    return globalThis.sessionStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Whether the person may do what takes at least `role`. */
export function may(role: Who['role']): boolean {
  const order: readonly Who['role'][] = ['viewer', 'trader', 'admin'];
  return who.value !== null && order.indexOf(who.value.role) >= order.indexOf(role);
}
