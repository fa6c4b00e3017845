import type { Platform } from './api.ts';
import { applicationRoutes } from './application-routes.ts';
import { Changes, type Waiting } from './changes.ts';
import { DiscordClock } from './clock.ts';
import { CommandBook } from './command-book.ts';
import { Faults } from './faults.ts';
import { Gateway } from './gateway.ts';
import { Interaction } from './interaction.ts';
import { deliver } from './interaction-event.ts';
import { callbackRoute } from './interaction-routes.ts';
import { Journal } from './journal.ts';
import { messageRoutes } from './message-routes.ts';
import { channelJson } from './payloads.ts';
import { bitsOf, type Permission } from './permissions.ts';
import { Person } from './person.ts';
import { RestServer } from './rest.ts';
import type { SeenMessage } from './seen.ts';
import { announce } from './speech.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { World } from './world.ts';

const TOKEN = 'MTAwMDAwMDAwMDAwMDAwMDAwMQ.GdouBl.not-a-real-token-of-anybody';
const HEARTBEAT_INTERVAL_MS = 41_250;

export interface DiscordDoubleOptions {
  readonly token?: string;
  /** Bits of the privileged intents the application was given; none unless told. */
  readonly privilegedIntents?: number;
  readonly heartbeatIntervalMs?: number;
  /** Whether the 3 seconds and 15 minutes pass by the wall, or only by {@link DiscordDouble.advance}. */
  readonly deadlines?: 'byHand' | 'wall';
  /** The guild's channels; the first is the one that people use unless told. */
  readonly channels?: readonly string[];
}

export interface PersonOptions {
  /** A member of the guild; true unless told. */
  readonly member?: boolean;
  readonly administrator?: boolean;
  /** Let use every command by the guild's administrators, whatever its default permissions. */
  readonly mayUseCommands?: boolean;
}

/** Discord's gateway and REST API on loopback, as strict as the real one where the service meets it. */
export class DiscordDouble {
  readonly token: string;
  readonly gateway: Gateway;
  readonly faults: Faults;
  /** Everything that was asked of the platform, in order. */
  readonly journal: Journal;
  readonly #platform: Platform;
  readonly #rest: RestServer;
  readonly #changes = new Changes();
  readonly #mainChannelId: string;
  #tokenValid = true;

  private constructor(options: DiscordDoubleOptions) {
    this.token = options.token ?? TOKEN;
    const clock = new DiscordClock(options.deadlines ?? 'byHand');
    const world = new World(clock, this.#changes);
    this.faults = new Faults(this.#changes);
    this.journal = new Journal(this.#changes);
    const tokenValid = (token: string): boolean => this.#tokenValid && token === this.token;
    this.gateway = new Gateway({
      world,
      clock,
      tokenValid,
      journal: this.journal,
      privilegedIntents: options.privilegedIntents ?? 0,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
    });
    const names = options.channels ?? ['general'];
    const channels = names.map((name) => world.addChannel(name));
    this.#mainChannelId = channels[0]?.id ?? '';
    this.#platform = {
      world,
      clock,
      gateway: this.gateway,
      commands: new CommandBook({
        applicationId: world.bot.id,
        guildId: world.guildId,
        newId: () => world.newId(),
      }),
      interactions: new Map(),
      filesUrl: () => this.#rest.url,
    };
    const file = (id: string): ReturnType<typeof world.file> => world.file(id);
    this.#rest = new RestServer({ journal: this.journal, faults: this.faults, tokenValid, file }, [
      ...applicationRoutes(this.#platform),
      ...messageRoutes(this.#platform),
      callbackRoute(this.#platform),
      ...webhookRoutes(this.#platform),
    ]);
  }

  static async start(options: DiscordDoubleOptions = {}): Promise<DiscordDouble> {
    const double = new DiscordDouble(options);
    await double.#rest.open();
    await double.gateway.goUp();
    return double;
  }

  /** What a client is given as its API's root: the version comes behind it. */
  get apiUrl(): string {
    return `${this.#rest.url}/api`;
  }

  /** Also the id of the bot's user. */
  get applicationId(): string {
    return this.#platform.world.bot.id;
  }

  get guildId(): string {
    return this.#platform.world.guildId;
  }

  /** The guild's first channel. */
  get channelId(): string {
    return this.#mainChannelId;
  }

  /** Somebody new, with a numeric id. */
  person(id: string, name: string, options: PersonOptions = {}): Person {
    const { world } = this.#platform;
    const user = world.addUser({ id, name, isBot: false });
    user.member = options.member ?? true;
    user.mayUseCommands = options.mayUseCommands ?? false;
    if (options.administrator === true) user.permissions |= bitsOf(['administrator']);
    return new Person(this.#platform, user);
  }

  /** A further channel of the guild; its id. */
  addChannel(name: string): string {
    const { world } = this.#platform;
    const channel = world.addChannel(name);
    this.gateway.dispatch('CHANNEL_CREATE', () => channelJson(world, channel));
    return channel.id;
  }

  /** Takes rights from the bot in a channel; none given returns them all. */
  deny(channelId: string, ...permissions: readonly Permission[]): void {
    const { world } = this.#platform;
    const channel = world.channel(channelId);
    channel.denied = bitsOf(permissions);
    this.gateway.dispatch('CHANNEL_UPDATE', () => channelJson(world, channel));
  }

  /** The commands that are registered. */
  commands(scope: 'guild' | 'global'): ReturnType<CommandBook['in']> {
    return this.#platform.commands.in(scope);
  }

  /** The token is no longer good: 401, and everybody off the gateway. */
  revokeToken(): void {
    this.#tokenValid = false;
    this.gateway.dropUnauthorized();
  }

  restoreToken(): void {
    this.#tokenValid = true;
  }

  /** Lets time pass for deadlines, tokens and nonces. */
  advance(durationMs: number): void {
    this.#platform.clock.advance(durationMs);
  }

  /** The time to answer is over; of an answered interaction, the life of its token. */
  expire(interaction: Interaction): void {
    interaction.expire();
    this.#changes.notify();
  }

  /** Sends the event of something once more, as after a resume. */
  redeliver(what: Interaction | SeenMessage): void {
    if (what instanceof Interaction) {
      deliver(this.#platform, what);
      return;
    }
    const stored = this.#platform.world.find(what.channelId, what.id);
    if (stored === null) throw new Error('that message does not stand any more');
    announce(this.#platform, 'MESSAGE_CREATE', stored);
  }

  /** Waits for a condition on anything of the double. @throws Error with `what` */
  until<T>(look: () => T | null | undefined | false, waiting: Waiting): Promise<T> {
    return this.#changes.until(look, waiting);
  }

  /** Both sides refuse connections. */
  async goDown(): Promise<void> {
    await Promise.all([this.gateway.goDown(), this.#rest.close()]);
  }

  async goUp(): Promise<void> {
    await Promise.all([this.gateway.goUp(), this.#rest.open()]);
  }

  /** @throws Error when the double itself failed */
  async stop(): Promise<void> {
    this.faults.clear();
    await this.goDown();
    const { failures } = this.#rest;
    if (failures.length > 0) throw new AggregateError(failures, 'the double of Discord failed');
  }
}
