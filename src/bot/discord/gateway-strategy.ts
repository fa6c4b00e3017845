import {
  type GatewayDispatchPayload,
  type GatewayReadyDispatchData,
  SimpleShardingStrategy,
} from 'discord.js';
import type { Timing } from '../notice/timing.ts';

const RECONNECT_MS_MIN = 1_000;
const RECONNECT_MS_MAX = 60_000;
/** A connection that ends sooner has not held, and the next one waits. */
const STEADY_MS_MIN = 10_000;
/** Connections refused in a row after which the session, and the address it has, are given up. */
const REFUSED_MAX = 8;
/** How long a goodbye may take. */
const GOODBYE_MS_MAX = 500;
/** All that the library needs for knowing that it is connected. */
const CONNECTING_EVENTS: ReadonlySet<string> = new Set([
  'READY',
  'RESUMED',
  'GUILD_CREATE',
  'GUILD_DELETE',
]);

type Connections = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** What is used of the library's websocket. */
interface Socket {
  readonly readyState: number;
  on(event: 'error', listener: () => void): void;
  terminate(): void;
}

/** What is used of the library's connection. */
interface Shard {
  readonly id: number;
  readonly connection: Socket | null;
  removeAllListeners(event: string): void;
  on(event: string, listener: (payload: { readonly data: GatewayDispatchPayload }) => void): void;
}

export interface GatewayStrategyOptions {
  readonly timing: Timing;
  /** Takes an event at once. */
  readonly take: (event: GatewayDispatchPayload) => void;
  /** The session has begun, with the bot's name, or goes on. */
  readonly onUp: (name: string | null) => void;
  /** The connection has ended; how often in a row it did without having held. */
  readonly onDown: (failures: number) => void;
  readonly report: (error: unknown) => void;
}

/**
 * How discord.js keeps its connection to the gateway, with what it lacks for running unattended:
 * pauses that grow between attempts (it would try twice a second, and Discord revokes the token of a
 * bot that begins 1,000 sessions in a day); a session that outlives a gateway that refuses
 * connections, so that what people did meanwhile is told when it is back; and an end that is one.
 * Events are ours before anything is built of them, so that no event can make the library throw.
 */
export class GatewayStrategy extends SimpleShardingStrategy {
  readonly #options: GatewayStrategyOptions;
  readonly #emit: (event: GatewayDispatchPayload, shardId: number) => void;
  #isRetired = false;
  #retired: Promise<void> | null = null;
  #isAway = false;
  #upSinceMs: number | null = null;
  #greeted = false;
  #refused = 0;
  #failures = 0;
  #cancel: (() => void) | null = null;

  constructor(manager: Connections, options: GatewayStrategyOptions) {
    super(manager);
    this.#options = options;
    this.#emit = (data, shardId) => manager.emit('dispatch', { data, shardId });
    this.#hold(manager);
    manager.on('hello', () => {
      this.#greeted = true;
      this.#refused = 0;
    });
    manager.on('ready', ({ data }) => this.#up(data));
    manager.on('resumed', () => this.#up(null));
    manager.on('closed', () => this.#down());
  }

  override async spawn(shardIds: number[]): Promise<void> {
    await super.spawn(shardIds);
    for (const shard of this.#shards()) {
      shard.removeAllListeners('dispatch');
      shard.on('dispatch', ({ data }) => this.#dispatched(data, shard.id));
    }
  }

  override async destroy(
    options?: Parameters<SimpleShardingStrategy['destroy']>[0],
  ): Promise<void> {
    // The library stops listening first, and a socket that then fails would end the process.
    for (const { connection } of this.#shards()) connection?.on('error', ignoreEndOfSocket);
    await super.destroy(options);
  }

  /** Ends the connection for good, and any attempt at one. */
  retire(): Promise<void> {
    this.#retired ??= this.#end();
    return this.#retired;
  }

  async #end(): Promise<void> {
    this.#isRetired = true;
    this.#cancel?.();
    const sockets = this.#shards().flatMap(({ connection }) => connection ?? []);
    const { promise, cancel } = this.#after(GOODBYE_MS_MAX);
    await Promise.race([this.destroy(), promise]);
    cancel();
    for (const socket of sockets) socket.terminate();
  }

  #shards(): readonly Shard[] {
    const shards: ReadonlyMap<number, Shard> = this['shards'];
    return [...shards.values()];
  }

  /** The library asks for the session before each attempt, and drops it when one was refused. */
  #hold({ options }: Connections): void {
    const { retrieveSessionInfo, updateSessionInfo } = options;
    options.retrieveSessionInfo = async (shardId) => {
      if (this.#isAway || this.#isRetired) {
        this.#isAway = false;
        await this.#pause();
      }
      return retrieveSessionInfo(shardId);
    };
    options.updateSessionInfo = async (shardId, session) => {
      const isRefused = this.#refused > 0 && this.#refused <= REFUSED_MAX;
      if (session === null && isRefused && !this.#isRetired) return;
      await updateSessionInfo(shardId, session);
    };
  }

  /** Never ends once there is to be no further attempt. */
  async #pause(): Promise<void> {
    if (!this.#isRetired && this.#failures > 0) {
      const waitMs = RECONNECT_MS_MIN * 2 ** (this.#failures - 1);
      const { promise, cancel } = this.#after(Math.min(RECONNECT_MS_MAX, waitMs));
      this.#cancel = cancel;
      await promise;
    }
    if (this.#isRetired) await new Promise<never>(() => {});
  }

  #after(delayMs: number): { readonly promise: Promise<void>; readonly cancel: () => void } {
    let cancel = (): void => {};
    const promise = new Promise<void>((resolve) => {
      cancel = this.#options.timing.after(delayMs, resolve);
    });
    return { promise, cancel };
  }

  #up(ready: GatewayReadyDispatchData | null): void {
    this.#upSinceMs = this.#options.timing.monotonicMs();
    if (this.#isRetired) return;
    try {
      this.#options.onUp(ready?.user.username ?? null);
    } catch (error) {
      this.#options.report(error);
    }
  }

  #down(): void {
    const nowMs = this.#options.timing.monotonicMs();
    const held = this.#upSinceMs !== null && nowMs - this.#upSinceMs >= STEADY_MS_MIN;
    this.#failures = held ? 0 : this.#failures + 1;
    this.#refused = this.#greeted ? 0 : this.#refused + 1;
    this.#greeted = false;
    this.#upSinceMs = null;
    this.#isAway = true;
    if (!this.#isRetired) this.#options.onDown(this.#failures);
  }

  #dispatched(event: GatewayDispatchPayload, shardId: number): void {
    if (this.#isRetired) return;
    try {
      if (CONNECTING_EVENTS.has(event.t)) this.#emit(event, shardId);
      this.#options.take(event);
    } catch (error) {
      this.#options.report(error);
    }
  }
}

/** Nobody waits for it any more. */
function ignoreEndOfSocket(): void {}
