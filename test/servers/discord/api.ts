import type { DiscordClock } from './clock.ts';
import type { CommandBook } from './command-book.ts';
import type { Gateway } from './gateway.ts';
import type { Interaction } from './interaction.ts';
import type { Call } from './journal.ts';
import type { Json } from './json.ts';
import type { UploadedFile } from './multipart.ts';
import type { World } from './world.ts';

/** What the routes work on. */
export interface Platform {
  readonly world: World;
  readonly clock: DiscordClock;
  readonly gateway: Gateway;
  readonly commands: CommandBook;
  /** By id. */
  readonly interactions: Map<string, Interaction>;
  /** Where the REST server listens. */
  filesUrl(): string;
}

/** A request on its way into a route. */
export interface Request {
  readonly call: Call;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly uploads: readonly UploadedFile[];
  /** The named part of the path. */
  param(name: string): string;
}

/** What a route answers: 204 has no body at all. */
export interface Answer {
  readonly status: 200 | 201 | 204;
  readonly body: Json | readonly Json[] | null;
}

export interface Route {
  /** `POST /channels/:channel/messages` */
  readonly route: string;
  /** False where the token in the path is the only proof. */
  readonly needsBot: boolean;
  /** @throws Refusal */
  answer(request: Request): Answer;
}

export const NOTHING: Answer = { status: 204, body: null };

export function found(body: Json | readonly Json[]): Answer {
  return { status: 200, body };
}
