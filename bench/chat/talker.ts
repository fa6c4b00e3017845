import { setTimeout as wait } from 'node:timers/promises';
import { random } from '../random.ts';
import type { EffectWatch, SeenEffect } from './effect-watch.ts';
import type { PhoneLink } from './phone-link.ts';
import type { Deed, PlatformName } from './protocol.ts';

/** A person waits so long between two deeds. */
const PAUSE_MS_MIN = 20;
const PAUSE_MS_MAX = 100;
/** Each is another than the one before, and is told as a number. */
const SCALES = ['0.2', '0.3', '0.4', '0.6', '0.7', '0.8'] as const;
const EFFECTS: readonly Deed[] = ['scale', 'pause', 'resume', 'kill', 'arm'];

/** What one deed took. */
export interface Took {
  readonly replyMs: number;
  /** `null` for what only shows. */
  readonly effectMs: number | null;
}

/** Lets one after the other pass: kill and pause are one state for everybody. */
export class Turnstile {
  #last: Promise<void> = Promise.resolve();

  pass(act: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

export interface TalkerOptions {
  readonly link: PhoneLink;
  readonly who: number;
  /** Label of the wallet that only this person changes. */
  readonly wallet: string;
  readonly watch: EffectWatch;
  readonly switches: Turnstile;
}

/** One person who goes on giving commands; each answer and each effect is held against what was asked. */
export class Talker {
  /** What was measured. */
  readonly took: Took[] = [];
  readonly problems: string[] = [];
  isMeasured = false;
  /** Effects that were caused so far, measured or not. */
  effects = 0;
  readonly #options: TalkerOptions;
  readonly #random: () => number;
  #scaled = 0;

  constructor(options: TalkerOptions) {
    this.#options = options;
    this.#random = random(options.who * 1_000 + options.link.platform.length);
  }

  get platform(): PlatformName {
    return this.#options.link.platform;
  }

  get #scale(): string {
    return SCALES[this.#scaled % SCALES.length] ?? '';
  }

  async rounds(count: number): Promise<void> {
    const { switches } = this.#options;
    for (let round = 0; round < count; round += 1) {
      for (const deed of ['status', 'positions', 'scale'] as const) await this.#do(deed);
      await switches.pass(() => this.#all(['pause', 'resume']));
      await switches.pass(() => this.#all(['kill', 'askToArm', 'arm']));
    }
  }

  async #all(deeds: readonly Deed[]): Promise<void> {
    for (const deed of deeds) await this.#do(deed);
  }

  async #do(deed: Deed): Promise<void> {
    const { link, who, wallet, watch } = this.#options;
    await wait(PAUSE_MS_MIN + this.#random() * (PAUSE_MS_MAX - PAUSE_MS_MIN));
    if (deed === 'scale') this.#scaled += 1;
    const scale = this.#scale;
    const from = watch.seen.length;
    const told = await link.ask({ kind: 'ask', who, deed, wallet, scale });
    const actor = `${link.platform}:${who}`;
    const mine = watch.seen.slice(from).filter((one) => one.actor === actor);
    const [effect] = mine;
    const isRight = mine.length === Number(EFFECTS.includes(deed)) && this.#fits(effect, deed);
    if (!isRight) this.problems.push(`${actor} ${deed}: ${JSON.stringify(mine)}`);
    this.effects += Number(effect !== undefined);
    if (!this.isMeasured) return;
    const effectMs = effect === undefined ? null : effect.atMs - told.askedMs;
    this.took.push({ replyMs: told.answeredMs - told.askedMs, effectMs });
  }

  #fits(effect: SeenEffect | undefined, deed: Deed): boolean {
    if (effect === undefined) return true;
    if (effect.deed !== deed) return false;
    if (deed !== 'scale') return true;
    return (
      effect.wallet === this.#options.wallet &&
      effect.scale === Math.round(Number(this.#scale) * 1e6)
    );
  }
}
