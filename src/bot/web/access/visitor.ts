import type { Platform } from '../../chat/address.ts';
import type { Person } from '../../chat/people.ts';
import type { Role, Speaker } from '../../command.ts';
import type { Who } from '../contract/session.ts';

/** Whom a session or a link is for. The host is whoever sits at it, a token is a program. */
export type Identity =
  | { readonly kind: 'host' }
  | { readonly kind: 'person'; readonly platform: Platform; readonly userId: string };

/** Somebody who is let in, for one request: what they may is looked up each time. */
export interface Visitor {
  /** Names the session; buttons and questions belong to it. Not secret. */
  readonly session: string;
  readonly speaker: Speaker;
  readonly who: Who;
  /** Whether the same is still so: asked by what lasts. */
  readonly stands: () => boolean;
}

/** Who operates, as far as letting in needs to know. */
export interface Operators {
  roleOf(platform: Platform, userId: string): Role | null;
  find(platform: Platform, userId: string): Person | null;
}

/** As the audit names them. */
export function actorOf(identity: Identity): string {
  return identity.kind === 'host' ? 'console' : `${identity.platform}:${identity.userId}`;
}

/** Whom an audit name stands for; `null` for what is neither the host nor a person. */
export function identityOf(actor: string): Identity | null {
  if (actor === 'console') return { kind: 'host' };
  const match = /^(telegram|discord):(\d{1,20})$/.exec(actor);
  const platform = match?.[1];
  const userId = match?.[2];
  if ((platform !== 'telegram' && platform !== 'discord') || userId === undefined) return null;
  return { kind: 'person', platform, userId };
}

/** What they may now; `null` for a stranger. */
export function roleNow(identity: Identity, operators: Operators): Role | null {
  if (identity.kind === 'host') return 'admin';
  return operators.roleOf(identity.platform, identity.userId);
}

export function nameNow(identity: Identity, operators: Operators): string {
  if (identity.kind === 'host') return 'this host';
  return operators.find(identity.platform, identity.userId)?.name ?? actorOf(identity);
}
