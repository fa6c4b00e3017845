import type { Call } from './calls.ts';
import { Refusal, usualDescription } from './refusal.ts';

/** Which calls a fault meets: a method, or `*` for all. */
export type FaultyMethod = string;

/** How often and where a fault strikes. */
export interface FaultScope {
  /** How many calls it meets; 1 when not said. */
  readonly times?: number;
  /** Only calls about this chat. */
  readonly chatId?: number;
}

export interface Failure extends FaultScope {
  readonly code: number;
  /** The API's own words for the code when not said. */
  readonly description?: string;
  readonly retryAfterS?: number;
  /** Answers as a proxy in front of the API does, not in JSON. */
  readonly html?: boolean;
}

/** What is to become of a call before it does anything, or instead of its reply. */
export type Strike =
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly html: boolean }
  /** The connection ends before the call counts. */
  | { readonly kind: 'drop' }
  /** The call counts, its reply is never sent. */
  | { readonly kind: 'loseReply' };

interface Fault {
  readonly method: FaultyMethod;
  readonly chatId: number | null;
  left: number;
  readonly strike: () => Strike;
}

/** A fault that was set, to be ended before it has met all its calls. */
export interface SetFault {
  /** How many calls it will still meet. */
  readonly left: number;
  end(): void;
}

/** Replies that wait: the call has its effect, its answer comes when it is released. */
export interface Hold {
  /** Calls that are held now or were. */
  readonly calls: readonly Call[];
  /** The first call that is held. */
  readonly held: Promise<Call>;
  release(): void;
}

interface OpenHold extends Hold {
  readonly method: FaultyMethod;
  readonly chatId: number | null;
  readonly calls: Call[];
  readonly released: Promise<void>;
  readonly take: (call: Call) => void;
}

/** Faults and held replies, in the order in which they were set. */
export class Faults {
  readonly #faults: Fault[] = [];
  readonly #holds: OpenHold[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  fail(method: FaultyMethod, failure: Failure): SetFault {
    const { code, retryAfterS = null, description, html = false } = failure;
    const refusal = new Refusal(
      code,
      description ?? usualDescription(code, retryAfterS),
      retryAfterS,
    );
    return this.#set(method, failure, () => ({ kind: 'refuse', refusal, html }));
  }

  drop(method: FaultyMethod, scope: FaultScope): SetFault {
    return this.#set(method, scope, () => ({ kind: 'drop' }));
  }

  loseReply(method: FaultyMethod, scope: FaultScope): SetFault {
    return this.#set(method, scope, () => ({ kind: 'loseReply' }));
  }

  /** Every call about a chat is refused until its time is over, each told the seconds that are left. */
  stuckChat(chatId: number, seconds: number): SetFault {
    const overAtMs = this.#nowMs() + seconds * 1000;
    const scope = { chatId, times: Number.POSITIVE_INFINITY };
    const set = this.#set('*', scope, () => {
      const leftS = Math.ceil((overAtMs - this.#nowMs()) / 1000);
      const refusal = new Refusal(429, usualDescription(429, leftS), leftS);
      return { kind: 'refuse', refusal, html: false };
    });
    this.#stuck.set(set, overAtMs);
    return set;
  }

  readonly #stuck = new Map<SetFault, number>();

  hold(method: FaultyMethod, { chatId }: { readonly chatId?: number } = {}): Hold {
    const held = gate<Call>();
    const released = gate<void>();
    const calls: Call[] = [];
    const hold: OpenHold = {
      method,
      chatId: chatId ?? null,
      calls,
      held: held.promise,
      released: released.promise,
      take: (call) => {
        calls.push(call);
        held.open(call);
      },
      release: () => {
        this.#holds.splice(this.#holds.indexOf(hold), 1);
        released.open();
      },
    };
    this.#holds.push(hold);
    return hold;
  }

  /** What strikes this call, which counts as met by it. */
  strike(call: Call): Strike | null {
    for (const [set, overAtMs] of this.#stuck) if (this.#nowMs() >= overAtMs) set.end();
    const fault = this.#faults.find((one) => one.left > 0 && meets(one, call));
    if (fault === undefined) return null;
    fault.left -= 1;
    return fault.strike();
  }

  /** Resolves when no hold keeps the reply of this call. */
  async released(call: Call): Promise<void> {
    const hold = this.#holds.find((one) => meets(one, call));
    if (hold === undefined) return;
    hold.take(call);
    await hold.released;
  }

  releaseAll(): void {
    for (const hold of [...this.#holds]) hold.release();
  }

  #set(method: FaultyMethod, { times = 1, chatId }: FaultScope, strike: () => Strike): SetFault {
    const fault: Fault = { method, chatId: chatId ?? null, left: times, strike };
    this.#faults.push(fault);
    const set: SetFault = {
      get left() {
        return fault.left;
      },
      end: () => {
        fault.left = 0;
        this.#stuck.delete(set);
      },
    };
    return set;
  }
}

function meets(
  fault: { readonly method: FaultyMethod; readonly chatId: number | null },
  call: Call,
): boolean {
  if (fault.chatId !== null && fault.chatId !== call.chatId) return false;
  return fault.method === '*' || fault.method.toLowerCase() === call.method.toLowerCase();
}

function gate<T>(): { readonly promise: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
