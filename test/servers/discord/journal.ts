import type { Changes } from './changes.ts';
import type { Json } from './json.ts';
import type { UploadedFile } from './multipart.ts';

/** A request to the REST API. */
export interface Call {
  /** Its place in the one order of requests and gateway frames. */
  readonly index: number;
  readonly method: string;
  /** `/channels/123/messages`, decoded, without the version. */
  readonly path: string;
  /** `POST /channels/:channel/messages`; null when there is no such route. */
  readonly route: string | null;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly uploads: readonly UploadedFile[];
  /** Null while it is not answered, 0 when the connection was cut instead. */
  status: number | null;
  answer: unknown;
}

/** A frame that came over the gateway. */
export interface Frame {
  readonly index: number;
  readonly op: number;
  readonly data: unknown;
  /** The connection it came over, counted from 1. */
  readonly connection: number;
}

/** Everything that was asked of the platform, in one order. */
export class Journal {
  readonly calls: Call[] = [];
  readonly frames: Frame[] = [];
  /** Requests answered with 401, 403 or 429: 10,000 in ten minutes ban an address. */
  invalidRequests = 0;
  readonly #changes: Changes;
  #next = 0;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  called(call: Omit<Call, 'index' | 'status' | 'answer'>): Call {
    const logged: Call = { ...call, index: this.#count(), status: null, answer: null };
    this.calls.push(logged);
    this.#changes.notify();
    return logged;
  }

  answered(call: Call, status: number, answer: Json | readonly unknown[] | null): void {
    call.status = status;
    call.answer = answer;
    if ([401, 403, 429].includes(status)) this.invalidRequests += 1;
    this.#changes.notify();
  }

  received(frame: Omit<Frame, 'index'>): void {
    this.frames.push({ ...frame, index: this.#count() });
    this.#changes.notify();
  }

  /** The calls of one route, in order. */
  to(route: string): readonly Call[] {
    return this.calls.filter((call) => call.route === route);
  }

  #count(): number {
    this.#next += 1;
    return this.#next;
  }
}
