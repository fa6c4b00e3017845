import type { Redis } from 'ioredis';
import {
  closeRedis,
  openRedis,
  type RedisConnectionOptions,
  untilReady,
} from './redis-connection.ts';
import { redisError } from './redis-error.ts';
import { StateStoreError } from './state-store-error.ts';
import { Topics } from './topics.ts';

/** Listens on a connection of its own, so that messages do not queue behind replies. */
export class RedisTopics {
  readonly #redis: Redis;
  readonly #channelPrefix: string;
  readonly #onProblem: (error: StateStoreError) => void;
  readonly #topics: Topics;

  constructor(connection: RedisConnectionOptions, channelPrefix: string) {
    this.#channelPrefix = channelPrefix;
    this.#onProblem = connection.onProblem;
    this.#topics = new Topics((topic, error) =>
      this.#onProblem(
        new StateStoreError('rejected', `A listener of ${topic} failed: ${String(error)}`),
      ),
    );
    this.#redis = openRedis(connection);
    this.#redis.on('ready', () => this.#subscribeAgain());
    this.#redis.on('message', (channel: string, message: string) =>
      this.#topics.deliver(channel.slice(channelPrefix.length), message),
    );
  }

  /** @throws StateStoreError kind `unavailable` */
  connected(timeoutMs: number): Promise<void> {
    return untilReady(this.#redis, timeoutMs);
  }

  /** @throws StateStoreError */
  async subscribe(
    topic: string,
    listener: (message: string) => void,
  ): Promise<() => Promise<void>> {
    const subscription = this.#topics.add(topic, listener);
    try {
      await this.#redis.subscribe(this.#channelPrefix + topic);
    } catch (error) {
      this.#topics.remove(topic, subscription);
      throw redisError(error);
    }
    return async () => {
      this.#topics.remove(topic, subscription);
      await this.#leave(topic);
    };
  }

  async close(): Promise<void> {
    this.#topics.clear();
    await closeRedis(this.#redis, this.#onProblem);
  }

  /** Stops the server from sending a topic that nobody listens to any more. */
  async #leave(topic: string): Promise<void> {
    // A connection that is not up begins without topics when it comes back.
    if (this.#topics.has(topic) || this.#redis.status !== 'ready') return;
    try {
      await this.#redis.unsubscribe(this.#channelPrefix + topic);
    } catch (error) {
      this.#onProblem(redisError(error));
    }
  }

  /** A new connection knows no topic. */
  #subscribeAgain(): void {
    const channels = this.#topics.names().map((topic) => this.#channelPrefix + topic);
    if (channels.length === 0) return;
    this.#redis.subscribe(...channels).catch((error: unknown) => {
      this.#onProblem(redisError(error));
      this.#redis.disconnect(true);
    });
  }
}
