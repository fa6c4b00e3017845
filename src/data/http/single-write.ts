import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** What is certain of one write. */
export type WriteOutcome =
  /** A whole answer, of any status. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Names in lower case. */
      readonly headers: ReadonlyMap<string, string>;
      readonly text: string;
    }
  /** No byte of it left. */
  | { readonly kind: 'notSent'; readonly text: string }
  /** `stop` ended it before a byte left. */
  | { readonly kind: 'stopped'; readonly text: string }
  /** A byte of it may have left, and there is no whole answer. */
  | { readonly kind: 'unknown'; readonly text: string };

export interface SingleWriteOptions {
  readonly body: Uint8Array | null;
  readonly stop: () => string | null;
  /** Shared by the writes of one transport. */
  readonly ready: WeakSet<Socket>;
  readonly isSecure: boolean;
  readonly answerBytesMax: number;
}

/** One request from its connection to its outcome, which is settled once. */
export class SingleWrite {
  readonly outcome: Promise<WriteOutcome>;
  readonly #request: ClientRequest;
  readonly #options: SingleWriteOptions;
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  #isSent = false;
  #isSettled = false;
  #resolve: (outcome: WriteOutcome) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;

  constructor(request: ClientRequest, options: SingleWriteOptions) {
    this.#request = request;
    this.#options = options;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    request.setNoDelay(true);
    request.on('socket', (socket) => this.#connect(socket));
    request.on('response', (response) => this.#read(response));
    // After the outcome is settled, what the connection says has no meaning any more.
    request.on('error', (error) => this.#fail(reasonOf(error)));
    request.on('close', () => this.#fail('the connection was closed'));
  }

  /** Time is up. */
  expire(text: string): void {
    this.#fail(text);
  }

  #connect(socket: Socket): void {
    const { ready, isSecure } = this.#options;
    if (ready.has(socket)) {
      this.#write();
      return;
    }
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      ready.add(socket);
      this.#write();
    });
  }

  #write(): void {
    if (this.#isSettled) return;
    let stopped: string | null;
    try {
      stopped = this.#options.stop();
    } catch (error) {
      this.#isSettled = true;
      this.#request.destroy();
      this.#reject(error);
      return;
    }
    if (stopped !== null) {
      this.#settle({ kind: 'stopped', text: stopped });
      return;
    }
    this.#isSent = true;
    this.#request.end(this.#options.body ?? undefined);
  }

  #read(response: IncomingMessage): void {
    const encoding = response.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      this.#fail(`an answer in the encoding ${encoding}`);
      return;
    }
    response.on('data', (chunk: Uint8Array) => this.#take(chunk));
    response.on('end', () => this.#finish(response));
    response.on('error', (error) => this.#fail(reasonOf(error)));
    response.on('close', () => this.#fail('the answer broke off'));
  }

  #take(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    const { answerBytesMax } = this.#options;
    if (this.#bytes <= answerBytesMax) this.#chunks.push(chunk);
    else this.#fail(`an answer of more than ${answerBytesMax} bytes`);
  }

  #finish(response: IncomingMessage): void {
    if (this.#isSettled) return;
    if (!response.complete) {
      this.#fail('the answer broke off');
      return;
    }
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(this.#chunks));
    } catch {
      this.#fail('an answer that is not UTF-8');
      return;
    }
    this.#isSettled = true;
    const headers = new Map<string, string>();
    for (const [name, value] of Object.entries(response.headers)) {
      if (typeof value === 'string') headers.set(name, value);
    }
    this.#resolve({ kind: 'answered', status: response.statusCode ?? 0, headers, text });
  }

  #fail(text: string): void {
    this.#settle({ kind: this.#isSent ? 'unknown' : 'notSent', text });
  }

  /** Ends without a whole answer: the connection is of no more use. */
  #settle(outcome: WriteOutcome): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#resolve(outcome);
    this.#request.destroy();
  }
}

/** A connection tried on several addresses fails with an error that has a code and no words. */
function reasonOf(error: Error & { readonly code?: string }): string {
  return error.message || error.code || error.name;
}
