import type { GatewayDispatchPayload } from 'discord.js';
import type { Pictures } from '../charts/chart.ts';
import type { ChatPort } from '../chat/chat-port.ts';
import type { Reception } from '../chat/reception.ts';
import type { SurfaceState } from '../chat/surface-state.ts';
import type { ChatCommand } from '../command.ts';
import type { Timing } from '../notice/timing.ts';
import { DiscordPort } from './discord-port.ts';
import { DiscordRest } from './discord-rest.ts';
import { Forms } from './forms.ts';
import { Gateway } from './gateway.ts';
import { inTime } from './in-time.ts';
import { Intake, type SendAnswer } from './intake.ts';
import { InteractionAnswers } from './interaction-answers.ts';
import { Payloads } from './message-payload.ts';
import { Registration } from './registration.ts';

/** Answers that are under way get so long when it stops. */
const DRAIN_MS_MAX = 300;

export interface DiscordOptions {
  readonly token: string;
  /** `null` is Discord's own. */
  readonly apiRoot: string | null;
  /** The server that commands are registered in; `null` registers them everywhere. */
  readonly guildId: string | null;
  readonly reception: Reception;
  /** Puts an answer on its way that no interaction takes; returns at once. */
  readonly answer: SendAnswer;
  readonly pictures: Pictures;
  readonly commands: readonly ChatCommand[];
  readonly timing: Timing;
  /** Takes what went wrong; holds neither a token nor what was said. */
  readonly report: (error: unknown) => void;
  readonly onState: (state: SurfaceState) => void;
}

/** PolyMind in Discord: hears people, and sends what is for them. */
export class DiscordSurface {
  readonly #options: DiscordOptions;
  readonly #rest: DiscordRest;
  readonly #port: DiscordPort;
  readonly #answers: InteractionAnswers;
  readonly #intake: Intake;
  readonly #registration: Registration;
  readonly #gateway: Gateway;
  readonly #answering = new Set<Promise<void>>();

  constructor(options: DiscordOptions) {
    const { token, apiRoot, timing, report, pictures, reception, commands, answer } = options;
    this.#options = options;
    const rest = new DiscordRest({ token, apiRoot, timing, report });
    const payloads = new Payloads({ pictures, timing });
    const forms = new Forms();
    const port = new DiscordPort({ rest, payloads, forms });
    const answers = new InteractionAnswers({
      rest,
      payloads,
      forms,
      timing,
      report,
      sendInstead: (id, message) =>
        answer({ platform: 'discord', kind: 'person', id }, message, {
          urgent: true,
          edits: null,
        }),
    });
    this.#rest = rest;
    this.#port = port;
    this.#answers = answers;
    this.#intake = new Intake({ reception, commands, answers, forms, port, sendAnswer: answer });
    this.#registration = new Registration({ ...options, rest });
    this.#gateway = new Gateway({ ...options, take: (event) => this.#take(event) });
  }

  get port(): ChatPort {
    return this.#port;
  }

  state(): SurfaceState {
    return this.#gateway.state;
  }

  /** Connects, and stays connected. Never throws. */
  start(): void {
    this.#gateway.start();
  }

  /** Ends every connection; resolves within a second. */
  async stop(): Promise<void> {
    this.#registration.stop();
    const drained = Promise.allSettled(this.#answering);
    await Promise.all([this.#gateway.stop(), inTime(drained, DRAIN_MS_MAX, this.#options.timing)]);
    this.#answers.close();
    await this.#rest.close();
  }

  #take(event: GatewayDispatchPayload): void {
    switch (event.t) {
      case 'READY':
        this.#rest.resume();
        this.#registration.start(event.d.application.id);
        return;
      case 'INTERACTION_CREATE':
        this.#track(this.#intake.interaction(event.d));
        return;
      case 'MESSAGE_CREATE':
        this.#track(this.#intake.message(event.d));
        return;
      default:
        return;
    }
  }

  #track(answering: Promise<void>): void {
    const tracked = answering
      .catch((error: unknown) => this.#options.report(error))
      .finally(() => {
        this.#answering.delete(tracked);
      });
    this.#answering.add(tracked);
  }
}
