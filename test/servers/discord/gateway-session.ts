import { randomBytes } from 'node:crypto';
import type { Json } from './json.ts';

/** What a session gets of an event: null when its intents leave it out. */
export type EventView = (intents: number) => Json | null;

interface Event {
  readonly s: number;
  readonly t: string;
  readonly d: Json;
}

/** What a session speaks over. */
export interface Wire {
  send(frame: Json): void;
}

/** One identified session: it outlives its connections and keeps what they missed. */
export class GatewaySession {
  readonly id = randomBytes(16).toString('hex');
  readonly intents: number;
  /** False once Discord would no longer let it resume. */
  valid = true;
  readonly #events: Event[] = [];
  #wire: Wire | null = null;

  constructor(intents: number) {
    this.intents = intents;
  }

  get connected(): boolean {
    return this.#wire !== null;
  }

  get sequence(): number {
    return this.#events.length;
  }

  /** A newer connection takes the session from an older one. */
  attach(wire: Wire): void {
    this.#wire = wire;
  }

  detach(wire: Wire): void {
    if (this.#wire === wire) this.#wire = null;
  }

  /** Numbers an event, keeps it for a resume and sends it when there is a connection. */
  dispatch(type: string, data: Json): void {
    const event: Event = { s: this.#events.length + 1, t: type, d: data };
    this.#events.push(event);
    this.#wire?.send({ op: 0, ...event });
  }

  /** Sends again everything after `seq`. */
  replay(seq: number): void {
    for (const event of this.#events.slice(seq)) this.#wire?.send({ op: 0, ...event });
  }
}
