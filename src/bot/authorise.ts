import type { CommandBody } from '../engine/domain/command.ts';
import type { Control } from '../engine/domain/control.ts';
import { ROLES, type Role, type Speaker } from './command.ts';

/** The speaker's role does not reach so far. */
export class ForbiddenError extends Error {
  override readonly name = 'ForbiddenError';
}

/** What a change needs: traders work within the limits, admins set them and lift a kill. */
export function roleFor(body: CommandBody, control: Control): Role {
  switch (body.kind) {
    case 'follow':
    case 'changeWallet':
    case 'unfollow':
    case 'addFilter':
    case 'removeFilter':
    case 'kill':
    case 'pause':
    case 'close':
      return 'trader';
    case 'resume':
      return control.paused === null || control.paused.cause === 'person' ? 'trader' : 'admin';
    case 'changeSetting':
    case 'arm':
    case 'deposit':
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
