import { performance } from 'node:perf_hooks';
import type { Parameters } from './parameters.ts';

/** How a call ended: `pending` while it is not, `lost` when its reply never got out. */
export type Outcome = 'pending' | 'ok' | 'refused' | 'lost';

/** A call as it came in. */
export class Call {
  /** Calls are numbered from 0 in the order in which they had come in whole. */
  readonly index: number;
  /** As the Bot API spells it. */
  readonly method: string;
  readonly chatId: number | null;
  readonly parameters: Parameters;
  readonly receivedAtMs: number;
  outcome: Outcome = 'pending';
  /** What it was refused with. */
  refusal: string | null = null;

  constructor(index: number, method: string, parameters: Parameters) {
    this.index = index;
    this.method = method;
    this.parameters = parameters;
    const chatId = Number(parameters.text('chat_id') ?? Number.NaN);
    this.chatId = Number.isInteger(chatId) ? chatId : null;
    this.receivedAtMs = performance.now();
  }

  text(name: string): string | null {
    return this.parameters.text(name);
  }

  json(name: string): unknown {
    return this.parameters.json(name);
  }
}
