import type { CommandBody } from '../engine/domain/command.ts';
import type { Platform } from './chat/address.ts';
import type { Role } from './command.ts';

/** What changes who may operate: decided here, not by the core. */
export type OperatorBody =
  | {
      readonly kind: 'putOperator';
      readonly platform: Platform;
      readonly userId: string;
      readonly role: Role;
      readonly name: string;
    }
  | { readonly kind: 'removeOperator'; readonly platform: Platform; readonly userId: string };

/** Everything that a line or a tap can carry out. */
export type ActionBody = CommandBody | OperatorBody;

export function isOperatorBody(body: ActionBody): body is OperatorBody {
  return body.kind === 'putOperator' || body.kind === 'removeOperator';
}
