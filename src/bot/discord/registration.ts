import { RequestMethod, Routes } from 'discord.js';
import { Backoff } from '../chat/backoff.ts';
import type { ChatCommand } from '../command.ts';
import type { Timing } from '../notice/timing.ts';
import type { DiscordRest } from './discord-rest.ts';
import { DiscordError, failureOf } from './failure.ts';
import { fingerprintOf, type SlashScope, slashCommands } from './slash-json.ts';

export interface RegistrationOptions {
  readonly rest: DiscordRest;
  readonly commands: readonly ChatCommand[];
  /** `null` registers everywhere. */
  readonly guildId: string | null;
  readonly timing: Timing;
  readonly report: (error: unknown) => void;
}

/**
 * Sees to it that Discord lists our commands: asks what it has, and writes only when that differs,
 * for it takes 200 new commands a day. Tried until it is done, once in a run. Never throws.
 */
export class Registration {
  readonly #options: RegistrationOptions;
  readonly #backoff = new Backoff();
  #isBusy = false;
  #isDone = false;
  #isStopped = false;
  #cancel: (() => void) | null = null;

  constructor(options: RegistrationOptions) {
    this.#options = options;
  }

  start(applicationId: string): void {
    if (this.#isBusy || this.#isDone || this.#isStopped) return;
    this.#isBusy = true;
    void this.#try(applicationId);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  async #try(applicationId: string): Promise<void> {
    try {
      await this.#register(applicationId);
      this.#isDone = true;
      this.#isBusy = false;
    } catch (error) {
      if (this.#isStopped) return;
      const failure = failureOf(error);
      this.#options.report(new DiscordError(`commands are not registered: ${failure.words}`));
      const waitMs = failure.kind === 'flood' ? failure.retryAfterMs : this.#backoff.next();
      this.#cancel = this.#options.timing.after(waitMs, () => void this.#try(applicationId));
    }
  }

  async #register(applicationId: string): Promise<void> {
    const { guildId, rest, commands } = this.#options;
    const scope: SlashScope = guildId === null ? 'global' : 'guild';
    const route =
      guildId === null
        ? Routes.applicationCommands(applicationId)
        : Routes.applicationGuildCommands(applicationId, guildId);
    const has = await rest.bot<readonly unknown[]>({ method: RequestMethod.Get, route });
    const wanted = slashCommands(commands, scope);
    if (fingerprintOf(has) === fingerprintOf(wanted)) return;
    await rest.bot({ method: RequestMethod.Put, route, body: wanted });
  }
}
