import type { ActionAnswer } from '../engine/contract/actions.ts';
import type { Queries } from '../engine/contract/queries.ts';
import type { AtMs } from '../engine/domain/time.ts';
import type { ActionBody } from './action-body.ts';
import type { Person } from './chat/people.ts';
import type { PreferencesDesk } from './notice/preferences-desk.ts';
import type { Reply } from './reply.ts';

/** What a person may do; each role may do what those before it may. */
export const ROLES = ['viewer', 'trader', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who spoke, on which surface. */
export interface Speaker {
  /** `console`, `telegram:123`: as the audit has it. */
  readonly actor: string;
  readonly role: Role;
  /** Only this person reads the answer. */
  readonly isPrivate: boolean;
}

/**
 * What a command may lead to, which decides how it is confirmed: `none` only shows; `less` risk asks
 * nothing; `more` within limits asks nothing on paper and offers Undo; `limits` takes a tap.
 */
export type Danger = 'none' | 'less' | 'more' | 'limits';

/** What may be named in an argument; suggested while it is typed. */
export type Suggests = 'wallet' | 'market' | 'position' | 'order' | 'setting' | 'command';

/**
 * One argument, for help, for menus and for Discord's typed options: the words of all that are
 * given, in order, are the line.
 */
export interface Argument {
  /** Lower case, one word. */
  readonly name: string;
  readonly about: string;
  readonly required: boolean;
  /** Words that it may be, at most 25; others are taken too where `suggests` is given. */
  readonly choices?: readonly string[];
  readonly suggests?: Suggests;
}

/** Who may operate, as commands see it. */
export interface PeopleView {
  list(): readonly Person[];
  /** Opens a code with which the next admin can let himself in; the host shows it. */
  openPairing(): { readonly code: string; readonly expiresAtMs: AtMs };
}

/** A program's way into the API: what is known of it besides its secret. */
export interface WebToken {
  readonly name: string;
  readonly role: Role;
  readonly madeBy: string;
  readonly madeAtMs: AtMs;
  readonly expiresAtMs: AtMs;
}

/** Letting people and programs into the dashboard. */
export interface WebAccess {
  /** Root of its pages; `null` while nobody serves them. */
  readonly url: string | null;
  /** An address that lets this person in once; `null` for who is neither a person nor the host. */
  link(actor: string): { readonly url: string; readonly expiresAtMs: AtMs } | null;
  tokens(): readonly WebToken[];
  /** Its secret is told once; `null` where the name is taken, or no room is. @throws when it cannot be kept */
  makeToken(
    name: string,
    of: { readonly role: Exclude<Role, 'admin'>; readonly by: string },
  ): { readonly secret: string; readonly expiresAtMs: AtMs } | null;
  /** Tells whether there was one. @throws when it cannot be kept */
  revokeToken(name: string, by: string): boolean;
  /** Ends the sessions of one person; tells how many. */
  signOutAll(actor: string): number;
}

export interface CommandCall {
  readonly speaker: Speaker;
  /** The words behind the name, quotes and punctuation already evened out. */
  readonly words: readonly string[];
  readonly queries: Queries;
  /** Who may operate. */
  readonly people: PeopleView;
  /** Whether this speaker has a second factor. @throws when that cannot be read. */
  readonly hasCode: () => boolean;
  /** Nothing is done: a change is only shown. */
  readonly isPreview: boolean;
  /** Does it as this speaker; several bodies of one message get ids of their own. @throws UnavailableError */
  readonly execute: (body: ActionBody) => Promise<ActionAnswer>;
  /** What `#2` or `2` stands for in this chat: the id of what its message was about. */
  readonly reference: (number: string) => string | null;
  /** How the speaker wants to be told. */
  readonly preferences: PreferencesDesk;
  /** Every command, for help. */
  readonly commands: readonly ChatCommand[];
  /** The dashboard; `null` where there is none. */
  readonly web: WebAccess | null;
  /** Takes back the newest change of this speaker in this chat that still may be. */
  readonly undo: () => Promise<Reply>;
}

/** One command of the chat. Menus, slash options, help, authorisation and docs come from it. */
export interface ChatCommand {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Up to 60 characters, no period. */
  readonly summary: string;
  /** Lines that work, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  readonly arguments: readonly Argument[];
  readonly role: Role;
  readonly danger: Danger;
  /** @throws UsageError, UnavailableError */
  run(call: CommandCall): Promise<Reply>;
}

/** The words were not understood: says what was wrong, what is right, and a line that works. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** A line that probably was meant; offered as [Do it]. */
  readonly meant: string | null;

  constructor(message: string, meant: string | null = null) {
    super(message);
    this.meant = meant;
  }
}
