import { inspect } from 'node:util';
import { onTestFinished } from 'vitest';
import type { Pictures } from '../../../src/bot/charts/chart.ts';
import { type Address, addressKey, type Platform } from '../../../src/bot/chat/address.ts';
import type { Outgoing, Sent } from '../../../src/bot/chat/chat-port.ts';
import type { From } from '../../../src/bot/chat/from.ts';
import type { Answer, Reception } from '../../../src/bot/chat/reception.ts';
import type { SurfaceState } from '../../../src/bot/chat/surface-state.ts';
import type { Role } from '../../../src/bot/command.ts';
import type { Timing } from '../../../src/bot/notice/timing.ts';
import { COMMANDS } from '../../../src/bot/registry.ts';
import type { Reply } from '../../../src/bot/reply.ts';
import { TelegramSurface } from '../../../src/bot/telegram/telegram-surface.ts';
import { TelegramDouble } from '../../servers/telegram/double.ts';

/** Waits of this length and longer pass at once. */
const LONG_MS = 1_000;

/** The machine's time, in which long waits are over at once and are written down. */
export class BriskTiming implements Timing {
  readonly waitsMs: number[] = [];

  nowMs(): number {
    return Date.now();
  }

  monotonicMs(): number {
    return performance.now();
  }

  after(delayMs: number, act: () => void): () => void {
    if (delayMs >= LONG_MS) this.waitsMs.push(delayMs);
    const timer = setTimeout(act, delayMs >= LONG_MS ? 1 : delayMs);
    return () => clearTimeout(timer);
  }
}

const PATIENCE_MS = 120_000;
const LOOK_MS = 2;

/** Waits until something holds. @throws Error after a while. */
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
  const taps = of.buttons.map((_, index) => `tap-${index}`);
  return { reply: of, taps, place: 'new', deleteTheirs: false, urgent: false, ...more };
}

export function button(label: string, style: 'safe' | 'plain' | 'danger' = 'plain') {
  return { label, tap: { kind: 'command' as const, text: '/why' }, style, validMs: 60_000 };
}

/** A reception that answers as the test says, and writes down what it was asked. */
export class Desk implements Reception {
  readonly heard: { readonly from: From; readonly text: string }[] = [];
  readonly tapped: { readonly from: From; readonly data: string }[] = [];
  onText: (text: string, from: From) => Answer | null | Promise<Answer | null> = (text) =>
    answer(reply(`you said ${text}`));
  onTap: (data: string) => Answer | null | Promise<Answer | null> = () => null;

  async text(from: From, text: string): Promise<Answer | null> {
    this.heard.push({ from, text });
    return this.onText(text, from);
  }

  async tap(from: From, data: string): Promise<Answer | null> {
    this.tapped.push({ from, data });
    return this.onTap(data);
  }

  suggest(): readonly [] {
    return [];
  }

  get texts(): readonly string[] {
    return this.heard.map(({ text }) => text);
  }
}

export class ListedPeople {
  readonly #watchers = new Set<() => void>();
  #people: { platform: Platform; userId: string; role: Role }[] = [];

  list() {
    return this.#people;
  }

  onChange(act: () => void): () => void {
    this.#watchers.add(act);
    return () => this.#watchers.delete(act);
  }

  put(userId: number, role: Role | null): void {
    const id = String(userId);
    this.#people = this.#people.filter((one) => one.userId !== id);
    if (role !== null) this.#people.push({ platform: 'telegram', userId: id, role });
    for (const act of this.#watchers) act();
  }
}

/** A place for the position that can fail. */
export class Shelf {
  value: string | null = null;
  failing = 0;

  load(): Promise<string | null> {
    return Promise.resolve(this.value);
  }

  save(value: string): Promise<void> {
    if (this.failing > 0) {
      this.failing -= 1;
      return Promise.reject(new Error('the database is down'));
    }
    this.value = value;
    return Promise.resolve();
  }
}

/** The whole surface against the double, with one lane a chat behind it. */
export class Rig {
  readonly telegram: TelegramDouble;
  readonly desk = new Desk();
  readonly people = new ListedPeople();
  readonly timing = new BriskTiming();
  readonly shelf: Shelf;
  readonly reports: unknown[] = [];
  readonly states: SurfaceState[] = [];
  readonly order: string[] = [];
  picture: Uint8Array | null = null;
  readonly surface: TelegramSurface;
  readonly #lanes = new Map<string, Promise<void>>();

  constructor(telegram: TelegramDouble, shelf = new Shelf(), miniAppUrl: string | null = null) {
    this.telegram = telegram;
    this.shelf = shelf;
    const pictures: Pictures = { draw: () => Promise.resolve(this.picture) };
    this.surface = new TelegramSurface({
      token: telegram.token,
      apiRoot: telegram.apiRoot,
      reception: this.desk,
      answer: (to, message, { edits }) => this.#queue(to, message, edits),
      pictures,
      people: this.people,
      commands: COMMANDS,
      miniAppUrl,
      timing: this.timing,
      report: (error) => this.reports.push(error),
      position: this.shelf,
      onState: (state) => this.states.push(state),
    });
  }

  /** Started and up. */
  static async up(setUp: (rig: Rig) => void = () => undefined): Promise<Rig> {
    const telegram = await TelegramDouble.start();
    onTestFinished(() => telegram.stop());
    const rig = new Rig(telegram);
    setUp(rig);
    await rig.begin();
    return rig;
  }

  async begin(): Promise<void> {
    onTestFinished(() => this.surface.stop());
    this.surface.start();
    await this.until('up');
  }

  async until(state: SurfaceState['state']): Promise<void> {
    await eventually(() => this.surface.state().state === state);
  }

  /** Another program with the same token and the same store: as after a restart. */
  again(): Rig {
    return new Rig(this.telegram, this.shelf);
  }

  /** Everything that was told about failures, in full. */
  get told(): string {
    const kept = { reports: this.reports, states: this.states };
    return inspect(kept, { depth: null, showHidden: true });
  }

  #queue(to: Address, message: Outgoing, edits: Sent | null): void {
    const lane = addressKey(to);
    const { port } = this.surface;
    const before = this.#lanes.get(lane) ?? Promise.resolve();
    const turn = before.then(async () => {
      try {
        if (edits === null) await port.send(to, message);
        else await port.edit(to, edits, message);
      } catch (error) {
        this.reports.push(error);
      }
    });
    this.#lanes.set(lane, turn);
  }
}
