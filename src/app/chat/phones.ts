import { type Address, addressKey, type Platform } from '../../bot/chat/address.ts';
import type { ChatPort } from '../../bot/chat/chat-port.ts';
import { FrontDesk } from '../../bot/chat/front-desk.ts';
import { ChatOutbox } from '../../bot/chat/outbox.ts';
import type { SecretRules } from '../../bot/chat/pasted-secret.ts';
import type { Reception } from '../../bot/chat/reception.ts';
import type { SurfaceState } from '../../bot/chat/surface-state.ts';
import { within } from '../within.ts';
import type { ChatDesk } from './chat-desk.ts';
import { Target } from './target.ts';

/** How long the end of the program waits for messages that are on their way. */
const LAST_MESSAGES_MS_MAX = 2_000;

/** How a platform is doing, for the console and for /status. */
export interface PhoneState extends SurfaceState {
  readonly platform: Platform;
}

/** A platform's bot, as it is run here. */
export interface PhoneSurface {
  readonly platform: Platform;
  readonly port: ChatPort;
  state(): SurfaceState;
  start(): void;
  stop(): Promise<void>;
}

export interface PhonesOptions {
  readonly desk: ChatDesk;
  readonly secrets: SecretRules;
  /** Chats besides those of people that are told too. */
  readonly alertChats: readonly Address[];
  readonly surfaces: (
    reception: Reception,
    outbox: Pick<ChatOutbox, 'answer'>,
  ) => readonly PhoneSurface[];
}

/** The bots: who speaks to them is received, who operates is told. */
export class Phones {
  readonly #options: PhonesOptions;
  readonly #surfaces: readonly PhoneSurface[];
  readonly #outbox: ChatOutbox;
  readonly #targets = new Map<string, Target>();
  readonly #offPeople: () => void;

  constructor(options: PhonesOptions) {
    const { desk, secrets } = options;
    this.#options = options;
    const reception = new FrontDesk({
      ...desk,
      queries: desk.program.queries,
      secrets,
      onSpeak: (where) => this.#targets.get(addressKey(where))?.notifier.speaks(),
    });
    const ports: Partial<Record<Platform, ChatPort>> = {};
    this.#outbox = new ChatOutbox({ ports, timing: desk.timing, report: desk.report });
    this.#surfaces = options.surfaces(reception, this.#outbox);
    for (const { platform, port } of this.#surfaces) ports[platform] = port;
    this.#offPeople = desk.people.onChange(() => this.#sync());
  }

  get states(): readonly PhoneState[] {
    return this.#surfaces.map((one) => ({ platform: one.platform, ...one.state() }));
  }

  /** Whether nobody could operate a bot that runs: the host has to let somebody in. */
  get isLocked(): boolean {
    return this.#surfaces.length > 0 && !this.#options.desk.people.hasAdmin();
  }

  start(): void {
    for (const surface of this.#surfaces) surface.start();
    this.#sync();
  }

  /** Begins no message more, lets what is on its way go out for a moment, then hears nothing more. */
  async close(): Promise<void> {
    this.#offPeople();
    const told = Promise.all([...this.#targets.values()].map((target) => target.close()));
    await within(LAST_MESSAGES_MS_MAX, told);
    await Promise.all(this.#surfaces.map((surface) => surface.stop()));
    this.#outbox.close();
    await told;
  }

  /** Exactly those are told who operate, and the chats that the environment names. */
  #sync(): void {
    const { desk, alertChats } = this.#options;
    const platforms = new Set(this.#surfaces.map(({ platform }) => platform));
    const people = desk.people
      .list()
      .map(({ platform, userId }): Address => ({ platform, kind: 'person', id: userId }));
    const wanted = new Map(
      [...people, ...alertChats]
        .filter(({ platform }) => platforms.has(platform))
        .map((address) => [addressKey(address), address]),
    );
    for (const [key, target] of this.#targets) {
      if (wanted.has(key)) continue;
      this.#targets.delete(key);
      target.close().catch(desk.report);
    }
    for (const [key, address] of wanted) {
      if (this.#targets.has(key)) continue;
      const target = new Target({
        address,
        desk,
        outbox: this.#outbox,
        isAdmin: () => this.#isAdmin(address),
      });
      this.#targets.set(key, target);
      target.start();
    }
  }

  #isAdmin({ kind, platform, id }: Address): boolean {
    return kind === 'person' && this.#options.desk.people.roleOf(platform, id) === 'admin';
  }
}
