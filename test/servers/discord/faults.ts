import type { Changes } from './changes.ts';
import type { Call } from './journal.ts';
import { Refusal, rateLimited } from './refusal.ts';

/** Which calls a fault meets. */
export interface Aim {
  /** How many calls it meets; one unless told. */
  readonly times?: number;
  readonly when?: (call: Call) => boolean;
  /** True lets the call have its effect first: what is lost is only the answer. */
  readonly accepted?: boolean;
}

/** What a fault does to a call. */
export type Harm =
  | { readonly kind: 'answer'; readonly refusal: Refusal }
  /** A bad gateway answers with a page, not with JSON. */
  | { readonly kind: 'page'; readonly status: number }
  /** `close` ends the connection, `reset` breaks it. */
  | { readonly kind: 'cut'; readonly how: 'close' | 'reset' }
  | { readonly kind: 'hold'; readonly hold: Hold };

/** A fault that was laid. */
export class Fault {
  /** Calls it met. */
  met = 0;
  readonly route: string;
  readonly harm: Harm;
  readonly #aim: Aim;
  #left: number;

  constructor(route: string, harm: Harm, aim: Aim) {
    this.route = route;
    this.harm = harm;
    this.#aim = aim;
    this.#left = aim.times ?? 1;
  }

  get accepted(): boolean {
    return this.#aim.accepted ?? false;
  }

  stop(): void {
    this.#left = 0;
  }

  /** Whether it meets this call at this stage; counts it when it does. */
  meets(call: Call, accepted: boolean): boolean {
    if (this.#left === 0 || accepted !== this.accepted) return false;
    if (this.route !== '*' && this.route !== call.route) return false;
    if (this.#aim.when?.(call) === false) return false;
    this.#left -= 1;
    this.met += 1;
    return true;
  }
}

/** Calls that wait until a test lets them go. */
export class Hold {
  readonly #changes: Changes;
  readonly #held: Call[] = [];
  readonly #waiting: (() => void)[] = [];
  #open = false;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** The calls that came, waiting or let go. */
  get calls(): readonly Call[] {
    return this.#held;
  }

  /** Resolves when a call is held. */
  held(count = 1): Promise<Call> {
    return this.#changes.until(() => this.#held[count - 1], {
      what: () => `${this.#held.length} of ${count} calls were held`,
    });
  }

  /** Lets everything go, what waits and what is still to come. */
  release(): void {
    this.#open = true;
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Waits until it is released. */
  async wait(call: Call): Promise<void> {
    this.#held.push(call);
    this.#changes.notify();
    if (this.#open) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** The faults laid on the REST API. A route is written as in {@link Call}, or `*` for all. */
export class Faults {
  readonly #changes: Changes;
  #faults: Fault[] = [];

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** Answers with an error of Discord's form. */
  fail(route: string, refusal: Refusal, aim: Aim = {}): Fault {
    return this.#lay(route, { kind: 'answer', refusal }, aim);
  }

  /** Answers 500 as Discord does, or any other status of a server that is unwell. */
  breakDown(route: string, status: number, aim: Aim = {}): Fault {
    if (status !== 500) return this.#lay(route, { kind: 'page', status }, aim);
    const body = { message: '500: Internal Server Error', code: 0 };
    return this.#lay(route, { kind: 'answer', refusal: new Refusal(500, body) }, aim);
  }

  /** Answers 429. */
  limit(
    route: string,
    flood: { readonly retryAfterS: number; readonly scope?: 'user' | 'global' | 'shared' },
    aim: Aim = {},
  ): Fault {
    const refusal = rateLimited(flood.retryAfterS, flood.scope ?? 'user');
    return this.#lay(route, { kind: 'answer', refusal }, aim);
  }

  /** Ends the connection instead of answering. */
  cut(route: string, aim: Aim & { readonly how?: 'close' | 'reset' } = {}): Fault {
    return this.#lay(route, { kind: 'cut', how: aim.how ?? 'close' }, aim);
  }

  /** Keeps calls waiting: before they do anything, or with `accepted` before they are answered. */
  hold(route: string, aim: Aim = {}): Hold {
    const hold = new Hold(this.#changes);
    this.#lay(route, { kind: 'hold', hold }, { times: Number.POSITIVE_INFINITY, ...aim });
    return hold;
  }

  /** Takes every fault away and lets go what is held. */
  clear(): void {
    const faults = this.#faults;
    this.#faults = [];
    for (const fault of faults) {
      fault.stop();
      if (fault.harm.kind === 'hold') fault.harm.hold.release();
    }
  }

  /** What happens to a call at this stage; holds come first and are waited for. */
  async strike(call: Call, accepted: boolean): Promise<Harm | null> {
    for (const fault of this.#faults) {
      if (fault.harm.kind !== 'hold' || !fault.meets(call, accepted)) continue;
      await fault.harm.hold.wait(call);
    }
    const fault = this.#faults.find(
      (each) => each.harm.kind !== 'hold' && each.meets(call, accepted),
    );
    return fault?.harm ?? null;
  }

  #lay(route: string, harm: Harm, aim: Aim): Fault {
    const fault = new Fault(route, harm, aim);
    this.#faults.push(fault);
    return fault;
  }
}
