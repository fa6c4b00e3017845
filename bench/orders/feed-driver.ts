import { setTimeout as wait } from 'node:timers/promises';
import type { LiveRig } from './live-rig.ts';
import type { Script } from './script.ts';

const PER_MS = 2;
const TICK_MS = 1;
const SETTLE_MS_MAX = 10_000;
const SETTLE_LOOK_MS = 5;

/** Brings the messages of the script when they are due, whatever the program does with them. */
export class FeedDriver {
  told = 0;
  tellingMs = 0;
  signals = 0;
  readonly #script: Script;
  readonly #rig: LiveRig;

  constructor(script: Script, rig: LiveRig) {
    this.#script = script;
    this.#rig = rig;
  }

  /** Tells the messages up to `until`, and the signals among them, at the pace of the feed. */
  async tell(until: number): Promise<void> {
    const beganMs = performance.now();
    const first = this.told;
    await new Promise<void>((done, fail) => {
      const timer = setInterval(() => {
        try {
          const due = first + Math.floor((performance.now() - beganMs) * PER_MS);
          while (this.told < Math.min(due, until)) this.#tellOne();
          if (this.told < until) return;
          clearInterval(timer);
          done();
        } catch (error) {
          clearInterval(timer);
          fail(error);
        }
      }, TICK_MS);
    });
    this.tellingMs += performance.now() - beganMs;
    await this.#settled();
  }

  #tellOne(): void {
    const { signals, messages } = this.#script;
    this.#rig.intake.text('polymarket.market', messages.at(this.told), Date.now());
    this.told += 1;
    const signal = signals[this.signals];
    if (signal?.at !== this.told) return;
    this.signals += 1;
    this.#rig.signal(signal.tokenId, signal.frame(Date.now()));
  }

  async #settled(): Promise<void> {
    const endMs = performance.now() + SETTLE_MS_MAX;
    while (!this.#rig.isSettled) {
      if (performance.now() > endMs) throw new Error('orders are underway for too long');
      await wait(SETTLE_LOOK_MS);
    }
  }
}
