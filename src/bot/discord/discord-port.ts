import { randomBytes } from 'node:crypto';
import { MessageFlags, RequestMethod, Routes } from 'discord.js';
import type { Address } from '../chat/address.ts';
import {
  type ChatPort,
  type Outgoing,
  RefusedError,
  type Sent,
  UnreachableError,
} from '../chat/chat-port.ts';
import type { DiscordCall, DiscordRest } from './discord-rest.ts';
import { type Failure, failureOf, portError } from './failure.ts';
import type { Forms } from './forms.ts';
import type { Payloads } from './message-payload.ts';

/** Direct channels that are remembered; an older one is asked for again. */
const CHANNELS_MAX = 1_000;
/** 24 characters; Discord takes 25. */
const NONCE_BYTES = 12;
const SNOWFLAKE = /^\d{1,20}$/;

export interface DiscordPortOptions {
  readonly rest: DiscordRest;
  readonly payloads: Payloads;
  readonly forms: Forms;
}

/** Sends and edits messages. */
export class DiscordPort implements ChatPort {
  readonly #options: DiscordPortOptions;
  readonly #channels = new Map<string, string>();

  constructor(options: DiscordPortOptions) {
    this.#options = options;
  }

  /** The direct channel of a person, where it is known from what he wrote. */
  learn(userId: string, channelId: string): void {
    this.#channels.delete(userId);
    this.#channels.set(userId, channelId);
    const [oldest] = this.#channels.keys();
    if (this.#channels.size > CHANNELS_MAX && oldest !== undefined) this.#channels.delete(oldest);
  }

  async send(to: Address, message: Outgoing): Promise<Sent> {
    return guarded(async () => {
      const { body, files } = await this.#payload(to, message);
      const channelId = await this.#channelOf(to);
      const flags = message.silent ? MessageFlags.SuppressNotifications : 0;
      const nonce = randomBytes(NONCE_BYTES).toString('hex');
      const { id } = await this.#posted({
        method: RequestMethod.Post,
        route: Routes.channelMessages(channelId),
        body: { ...body, flags, nonce, enforce_nonce: true },
        files,
      });
      return { messageId: `${channelId}/${id}` };
    });
  }

  async edit(to: Address, { messageId }: Sent, message: Outgoing): Promise<void> {
    await guarded(async () => {
      const [channelId = '', id = ''] = messageId.split('/');
      if (!SNOWFLAKE.test(channelId) || !SNOWFLAKE.test(id)) {
        throw new RefusedError('that is no message of Discord');
      }
      const { body, files } = await this.#payload(to, message);
      const route = Routes.channelMessage(channelId, id);
      await this.#options.rest.bot({ method: RequestMethod.Patch, route, body, files });
    });
  }

  async #payload({ kind, id }: Address, { reply, taps }: Outgoing) {
    if (!SNOWFLAKE.test(id)) throw new RefusedError(`nobody has the id ${id}`);
    const isPrivate = kind === 'person';
    if (isPrivate) this.#options.forms.remember({ reply, taps, userId: id });
    return this.#options.payloads.of(reply, { taps, forms: isPrivate });
  }

  async #channelOf({ kind, id }: Address): Promise<string> {
    if (kind === 'chat') return id;
    const known = this.#channels.get(id);
    if (known !== undefined) return known;
    const channel = await this.#opened(id);
    this.learn(id, channel.id);
    return channel.id;
  }

  #opened(userId: string): Promise<{ readonly id: string }> {
    const body = { recipient_id: userId };
    const route = Routes.userChannels();
    return opening(() => this.#options.rest.bot({ method: RequestMethod.Post, route, body }));
  }

  /**
   * A connection that breaks under the call may have brought it over. The same nonce makes a second
   * call harmless: Discord answers it with the message that is there.
   */
  async #posted(call: DiscordCall): Promise<{ readonly id: string }> {
    try {
      return await this.#options.rest.bot(call);
    } catch (error) {
      if (failureOf(error).kind !== 'lost' || isTimeout(error)) throw error;
      return await this.#options.rest.bot(call);
    }
  }
}

/** What opening a chat came to: nothing was sent yet, and a refusal is one of the person, for good. */
async function opening<Result>(open: () => Promise<Result>): Promise<Result> {
  try {
    return await open();
  } catch (error) {
    const failure: Failure = failureOf(error);
    if (failure.kind === 'lost') throw portError({ ...failure, kind: 'offline' });
    if (failure.kind === 'refused') throw portError({ ...failure, kind: 'unreachable' });
    throw error;
  }
}

function isPortError(error: unknown): boolean {
  return error instanceof RefusedError || error instanceof UnreachableError;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

async function guarded<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw isPortError(error) ? error : portError(failureOf(error));
  }
}
