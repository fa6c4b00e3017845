import type { Queries } from '../engine/contract/queries.ts';
import type { Control } from '../engine/domain/control.ts';
import type { ActionBody } from './action-body.ts';
import { ROLES, type Role, type Speaker } from './command.ts';

/** The speaker may not do this, or not here. */
export class ForbiddenError extends Error {
  override readonly name = 'ForbiddenError';
}

/** What a change needs: traders work within the limits, admins set them and lift a kill. */
export function roleFor(body: ActionBody, control: Control): Role {
  switch (body.kind) {
    case 'follow':
      return body.rules.mode === 'live' ? 'admin' : 'trader';
    case 'unfollow':
    case 'addFilter':
    case 'removeFilter':
    case 'kill':
    case 'pause':
    case 'close':
    case 'takeArbitrage':
      return 'trader';
    case 'changeWallet':
      return body.change.mode === 'live' ? 'admin' : 'trader';
    case 'judgePair':
      return body.verdict === 'reject' ? 'trader' : 'admin';
    case 'setMode':
      return body.mode === 'paper' ? 'trader' : 'admin';
    case 'resume':
      return control.paused === null || control.paused.cause === 'person' ? 'trader' : 'admin';
    case 'acknowledgeLive':
    case 'changeSetting':
    case 'arm':
    case 'deposit':
    case 'putOperator':
    case 'removeOperator':
      return 'admin';
  }
}

export function reaches(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** @throws ForbiddenError when the speaker's role is below `needed`. */
export function requireRole(speaker: Speaker, needed: Role): void {
  if (reaches(speaker.role, needed)) return;
  throw new ForbiddenError(`This needs the role ${needed}; you are ${speaker.role}.`);
}

/** What stops may be said where others read along; all else moves money, or shows how. */
const ANYWHERE: ReadonlySet<ActionBody['kind']> = new Set(['kill', 'pause']);

/** @throws ForbiddenError when the speaker may not do one of them, or not where others read. */
export function requireBodies(
  speaker: Speaker,
  bodies: readonly ActionBody[],
  queries: Pick<Queries, 'status'>,
): void {
  for (const body of bodies) {
    // Stopping asks nothing that could fail.
    if (body.kind === 'kill') requireRole(speaker, 'trader');
    else requireRole(speaker, roleFor(body, queries.status().control));
    if (!speaker.isPrivate && !ANYWHERE.has(body.kind)) {
      throw new ForbiddenError('Not here, where others read: say it in our private chat.');
    }
  }
}
