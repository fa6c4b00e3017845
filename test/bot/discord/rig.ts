import { inspect } from 'node:util';
import { onTestFinished } from 'vitest';
import type { Pictures } from '../../../src/bot/charts/chart.ts';
import type { Address } from '../../../src/bot/chat/address.ts';
import type { Outgoing } from '../../../src/bot/chat/chat-port.ts';
import type { From } from '../../../src/bot/chat/from.ts';
import type { Answer, Reception, Suggestion, Typing } from '../../../src/bot/chat/reception.ts';
import type { SurfaceState } from '../../../src/bot/chat/surface-state.ts';
import { DiscordSurface } from '../../../src/bot/discord/discord-surface.ts';
import { plainText } from '../../../src/bot/format/compose.ts';
import type { Timing } from '../../../src/bot/notice/timing.ts';
import { COMMANDS } from '../../../src/bot/registry.ts';
import type { Button, Reply } from '../../../src/bot/reply.ts';
import { DiscordDouble } from '../../servers/discord/discord-double.ts';

/** Pauses between attempts; they pass at once and are written down. */
const PAUSES_MS: ReadonlySet<number> = new Set([
  1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000,
]);
/** Waits of this length and longer pass only when a test says so. */
const LONG_MS = 1_000;

/** The machine's time, but for pauses, which are over at once, and deadlines, which a test lets pass. */
export class RigTiming implements Timing {
  readonly pausesMs: number[] = [];
  readonly #held = new Map<object, { readonly delayMs: number; readonly act: () => void }>();

  nowMs(): number {
    return Date.now();
  }

  monotonicMs(): number {
    return performance.now();
  }

  after(delayMs: number, act: () => void): () => void {
    if (PAUSES_MS.has(delayMs)) this.pausesMs.push(delayMs);
    else if (delayMs >= LONG_MS) return this.#hold(delayMs, act);
    const timer = setTimeout(act, PAUSES_MS.has(delayMs) ? 1 : delayMs);
    return () => clearTimeout(timer);
  }

  /** Lets every wait of this length end; how many there were. */
  pass(delayMs: number): number {
    const due = [...this.#held].filter(([, wait]) => wait.delayMs === delayMs);
    for (const [key, { act }] of due) {
      this.#held.delete(key);
      act();
    }
    return due.length;
  }

  #hold(delayMs: number, act: () => void): () => void {
    const key = {};
    this.#held.set(key, { delayMs, act });
    return () => {
      this.#held.delete(key);
    };
  }
}

const PATIENCE_MS = 120_000;
const LOOK_MS = 2;

/** Waits until something holds. @throws Error after a while */
export async function eventually(holds: () => unknown): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`never came true: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

export function reply(title: string, more: Partial<Reply> = {}): Reply {
  return { symbol: null, title, blocks: [], buttons: [], ...more };
}

export function answer(of: Reply, more: Partial<Answer> = {}): Answer {
  const taps = of.buttons.map(({ label }) => `k:${label}`);
  return { reply: of, taps, place: 'new', deleteTheirs: false, urgent: false, ...more };
}

export function button(
  label: string,
  tap: Button['tap'] = { kind: 'command', text: '/why' },
): Button {
  return { label, tap, style: 'plain', validMs: 60_000 };
}

export type Said =
  | { readonly kind: 'text'; readonly from: From; readonly text: string }
  | { readonly kind: 'tap'; readonly from: From; readonly data: string };

/** Answers with what a test decides; remembers what arrived, in order. */
export class DeskDouble implements Reception {
  readonly heard: Said[] = [];
  readonly typed: Typing[] = [];
  /** Acts at once, before anything is answered. */
  onHeard: (said: Said) => void = () => {};
  answers: (said: Said) => Promise<Answer | null> | Answer | null = (said) =>
    answer(reply(said.kind === 'text' ? `heard ${said.text}` : `tapped ${said.data}`));
  suggestions: (typing: Typing) => readonly Suggestion[] = () => [];

  text(from: From, text: string): Promise<Answer | null> {
    return this.#hear({ kind: 'text', from, text });
  }

  tap(from: From, data: string): Promise<Answer | null> {
    return this.#hear({ kind: 'tap', from, data });
  }

  suggest(_from: From, typing: Typing): readonly Suggestion[] {
    this.typed.push(typing);
    return this.suggestions(typing);
  }

  /** The lines and taps that came. */
  get lines(): readonly string[] {
    return this.heard.map((said) => (said.kind === 'text' ? said.text : said.data));
  }

  async #hear(said: Said): Promise<Answer | null> {
    this.heard.push(said);
    this.onHeard(said);
    return this.answers(said);
  }
}

export interface RigOptions {
  readonly pictures?: Pictures;
  /** Commands of the double's server, or everywhere. */
  readonly isGlobal?: boolean;
  readonly heartbeatIntervalMs?: number;
  readonly isStarted?: boolean;
  /** A double that is there already, and stays. */
  readonly on?: DiscordDouble;
}

/** The surface against the double, with everything around it in a test's hands. */
export class Rig {
  readonly double: DiscordDouble;
  readonly surface: DiscordSurface;
  readonly desk = new DeskDouble();
  readonly timing = new RigTiming();
  readonly reports: unknown[] = [];
  readonly states: SurfaceState[] = [];
  /** Answers that no interaction took. */
  readonly sent: { readonly to: Address; readonly title: string; readonly urgent: boolean }[] = [];

  constructor(double: DiscordDouble, options: RigOptions) {
    this.double = double;
    this.surface = new DiscordSurface({
      token: double.token,
      apiRoot: double.apiUrl,
      guildId: options.isGlobal === true ? null : double.guildId,
      reception: this.desk,
      answer: (to, message, { urgent }) => this.#answer(to, message, urgent),
      pictures: options.pictures ?? { draw: () => Promise.resolve(null) },
      commands: COMMANDS,
      timing: this.timing,
      report: (error) => this.reports.push(error),
      onState: (state) => this.states.push(state),
    });
  }

  /** Sends at once what the outbox would send, and notes what became of it. */
  #answer(to: Address, message: Outgoing, urgent: boolean): void {
    this.sent.push({ to, title: plainText(message.reply.title), urgent });
    this.surface.port.send(to, message).catch((error: unknown) => this.reports.push(error));
  }

  /** Everything that was reported, as a log would have it, with all that hangs on it. */
  get log(): string {
    return inspect(this.reports, { depth: 20 });
  }

  isUp(): boolean {
    return this.surface.state().state === 'up';
  }

  async untilUp(): Promise<void> {
    await eventually(() => this.isUp());
  }

  /** Until the commands stand in the double. */
  async untilRegistered(): Promise<void> {
    await this.double.until(
      () =>
        this.double.commands('guild').length + this.double.commands('global').length > 0 || null,
      { what: () => `no commands; ${this.log}` },
    );
  }
}

/** A running surface. Rejections that nobody handles fail the test. */
export async function rig(options: RigOptions = {}): Promise<Rig> {
  const { heartbeatIntervalMs, on } = options;
  const started = heartbeatIntervalMs === undefined ? {} : { heartbeatIntervalMs };
  const double = on ?? (await DiscordDouble.start(started));
  const made = new Rig(double, options);
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', note);
  onTestFinished(async () => {
    await made.surface.stop();
    process.off('unhandledRejection', note);
    if (on === undefined) await double.stop();
    if (unhandled.length > 0) throw new AggregateError(unhandled, 'nobody handled a rejection');
    if (made.log.includes(double.token)) throw new Error('the token was reported');
  });
  if (options.isStarted === false) return made;
  made.surface.start();
  await made.untilUp();
  await made.untilRegistered();
  return made;
}
