import type { Json } from './json.ts';

/** Discord's own numbers for what it refuses. */
export const CODE = {
  unknownChannel: 10003,
  unknownGuild: 10004,
  unknownMember: 10007,
  unknownMessage: 10008,
  unknownUser: 10013,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  unknownCommand: 10063,
  commandsMax: 30032,
  commandCreatesMax: 30034,
  tooLarge: 40005,
  acknowledged: 40060,
  missingAccess: 50001,
  dmAction: 50003,
  notTheAuthor: 50005,
  emptyMessage: 50006,
  cannotSendToUser: 50007,
  missingPermissions: 50013,
  channelType: 50024,
  invalidWebhookToken: 50027,
  invalidForm: 50035,
  invalidJson: 50109,
  threadExists: 160004,
} as const;

/** What the API answers instead of doing what was asked. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: Json;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Json, headers: Readonly<Record<string, string>> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

function refusal(status: number, code: number, message: string): Refusal {
  return new Refusal(status, { message, code });
}

export const unauthorized = (): Refusal => refusal(401, 0, '401: Unauthorized');
export const noSuchRoute = (): Refusal => refusal(404, 0, '404: Not Found');
export const wrongMethod = (): Refusal => refusal(405, 0, '405: Method Not Allowed');
export const unknownChannel = (): Refusal => refusal(404, CODE.unknownChannel, 'Unknown Channel');
export const unknownGuild = (): Refusal => refusal(404, CODE.unknownGuild, 'Unknown Guild');
export const unknownMember = (): Refusal => refusal(404, CODE.unknownMember, 'Unknown Member');
export const unknownMessage = (): Refusal => refusal(404, CODE.unknownMessage, 'Unknown Message');
export const unknownUser = (): Refusal => refusal(404, CODE.unknownUser, 'Unknown User');
export const unknownWebhook = (): Refusal => refusal(404, CODE.unknownWebhook, 'Unknown Webhook');
export const unknownInteraction = (): Refusal =>
  refusal(404, CODE.unknownInteraction, 'Unknown interaction');
export const unknownCommand = (): Refusal =>
  refusal(404, CODE.unknownCommand, 'Unknown application command');
export const commandsMax = (): Refusal =>
  refusal(400, CODE.commandsMax, 'Maximum number of application commands reached (100)');
export const commandCreatesMax = (): Refusal =>
  refusal(
    400,
    CODE.commandCreatesMax,
    'Max number of daily application command creates has been reached (200)',
  );
export const tooLarge = (): Refusal => refusal(413, CODE.tooLarge, 'Request entity too large');
export const alreadyAcknowledged = (): Refusal =>
  refusal(400, CODE.acknowledged, 'Interaction has already been acknowledged.');
export const missingAccess = (): Refusal => refusal(403, CODE.missingAccess, 'Missing Access');
export const cannotActOnDm = (): Refusal =>
  refusal(403, CODE.dmAction, 'Cannot execute action on a DM channel');
export const notTheAuthor = (): Refusal =>
  refusal(403, CODE.notTheAuthor, 'Cannot edit a message authored by another user');
export const emptyMessage = (): Refusal =>
  refusal(400, CODE.emptyMessage, 'Cannot send an empty message');
export const cannotSendToUser = (): Refusal =>
  refusal(403, CODE.cannotSendToUser, 'Cannot send messages to this user');
export const missingPermissions = (): Refusal =>
  refusal(403, CODE.missingPermissions, 'Missing Permissions');
export const wrongChannelType = (): Refusal =>
  refusal(400, CODE.channelType, 'Cannot execute action on this channel type');
export const invalidWebhookToken = (): Refusal =>
  refusal(401, CODE.invalidWebhookToken, 'Invalid Webhook Token');
export const invalidJson = (): Refusal =>
  refusal(400, CODE.invalidJson, 'The request body contains invalid JSON.');
export const threadExists = (): Refusal =>
  refusal(400, CODE.threadExists, 'A thread has already been created for this message');

/** The flood answer, with the headers a client reads. */
export function rateLimited(retryAfterS: number, scope: 'user' | 'global' | 'shared'): Refusal {
  const global = scope === 'global';
  const message = global ? 'You are being rate limited globally.' : 'You are being rate limited.';
  return new Refusal(
    429,
    { message, retry_after: retryAfterS, global },
    {
      'retry-after': String(Math.max(1, Math.ceil(retryAfterS))),
      'x-ratelimit-scope': scope,
      ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    },
  );
}
