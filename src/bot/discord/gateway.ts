import {
  Client,
  Events,
  GatewayCloseCodes,
  type GatewayDispatchPayload,
  GatewayIntentBits,
} from 'discord.js';
import { Backoff } from '../chat/backoff.ts';
import type { SurfaceState } from '../chat/surface-state.ts';
import type { Timing } from '../notice/timing.ts';
import { restOptions, TOKEN_RETRY_MS } from './discord-rest.ts';
import { DiscordError, failureOf } from './failure.ts';
import { GatewayStrategy } from './gateway-strategy.ts';

export interface GatewayOptions {
  readonly token: string;
  readonly apiRoot: string | null;
  readonly timing: Timing;
  /** Takes an event without waiting for anything. */
  readonly take: (event: GatewayDispatchPayload) => void;
  readonly onState: (state: SurfaceState) => void;
  readonly report: (error: unknown) => void;
}

/** Why a connection has ended, and how long to wait before the next. */
interface End {
  readonly note: string;
  /** `null` waits longer each time. */
  readonly waitMs: number | null;
}

const TOKEN_REFUSED: End = { note: 'the token is refused: revoked?', waitMs: TOKEN_RETRY_MS };

/** Stays connected to the gateway, whatever happens to it. Never throws. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #backoff = new Backoff();
  #state: SurfaceState = { state: 'connecting', note: null, name: null };
  #running: Promise<void> | null = null;
  #isStopped = false;
  #wake: () => void = () => {};
  #retire: () => Promise<void> = () => Promise.resolve();

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  get state(): SurfaceState {
    return this.#state;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await this.#retire();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const { note, waitMs } = await this.#connection();
      if (this.#isStopped) return;
      this.#tell('down', note);
      await this.#pause(waitMs ?? this.#backoff.next());
    }
  }

  /** Connects, and resolves when that connection is over for good. */
  async #connection(): Promise<End> {
    let strategy: GatewayStrategy | null = null;
    const client = new Client({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages],
      rest: restOptions(this.#options.apiRoot),
      ws: {
        buildStrategy: (manager) => {
          strategy = this.#strategy(manager);
          return strategy;
        },
      },
    });
    client.on(Events.Error, (error) => this.#report(error));
    client.on(Events.ShardError, (error) => this.#report(error));
    const ended = new Promise<End>((resolve) => {
      client.on(Events.ShardDisconnect, ({ code }) => resolve(endOf(code)));
      this.#wake = () => resolve({ note: 'stopped', waitMs: null });
    });
    this.#retire = async () => {
      await strategy?.retire();
      await client.destroy();
    };
    const login = client.login(this.#options.token).then(() => ended, loginEnd);
    const end = await Promise.race([ended, login]);
    await this.#retire();
    return end;
  }

  #strategy(manager: ConstructorParameters<typeof GatewayStrategy>[0]): GatewayStrategy {
    const { timing, take } = this.#options;
    return new GatewayStrategy(manager, {
      timing,
      take,
      onUp: (name) => {
        this.#backoff.reset();
        // Whoever is told that it is up is told what it is called.
        if (name !== null) this.#state = { ...this.#state, name };
        this.#tell('up', null);
      },
      onDown: (failures) => {
        if (failures > 1) this.#tell('down', "Discord's gateway does not answer");
        else if (this.#state.state === 'up') this.#tell('connecting', null);
      },
      report: (error) => this.#report(error),
    });
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.timing.after(delayMs, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  #tell(state: SurfaceState['state'], note: string | null): void {
    const before = this.#state;
    if (before.state === state && before.note === note) return;
    this.#state = { ...before, state, note };
    this.#options.onState(this.#state);
  }

  /** The library's errors may hold a request; only what they say goes on. */
  #report(error: unknown): void {
    const words = error instanceof Error ? `${error.name}: ${error.message}` : 'no reason given';
    this.#options.report(new DiscordError(`the gateway failed: ${words}`));
  }
}

function loginEnd(error: unknown): End {
  const words = error instanceof Error ? error.message : '';
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  if (code === 'TokenInvalid' || words === 'Authentication failed') return TOKEN_REFUSED;
  if (/intents/i.test(words)) return endOf(GatewayCloseCodes.DisallowedIntents);
  if (/sessions remaining/i.test(words)) return { note: words, waitMs: TOKEN_RETRY_MS };
  const failure = failureOf(error);
  if (failure.kind === 'token') return TOKEN_REFUSED;
  return {
    note: failure.words,
    waitMs: failure.kind === 'flood' ? failure.retryAfterMs : null,
  };
}

function endOf(code: number): End {
  if (code === GatewayCloseCodes.AuthenticationFailed) return TOKEN_REFUSED;
  if (code === GatewayCloseCodes.DisallowedIntents) {
    return { note: 'direct messages are not allowed for this bot', waitMs: TOKEN_RETRY_MS };
  }
  return { note: `Discord ended the connection (${code})`, waitMs: TOKEN_RETRY_MS };
}
