import type { Socket } from 'node:net';
import type { ControlActs } from './acts.ts';
import { type ControlAnswer, type ControlRequest, controlRequest } from './messages.ts';

const REQUEST_BYTES_MAX = 16 * 1024;
/** How long a client may take to send its line, and to go when it has its answer. */
const CLIENT_MS_MAX = 5_000;
const NEWLINE = 0x0a;

/** What an exchange needs of a connection; a socket is one. */
export type Line = Pick<Socket, 'on' | 'once' | 'end' | 'destroy' | 'destroyed'>;

/** One request and its answer on one connection. What comes behind the first line is not read. */
export class Exchange {
  readonly #line: Line;
  readonly #acts: ControlActs;
  readonly #report: (error: unknown) => void;
  readonly #received: Buffer[] = [];
  #bytes = 0;
  #isAsked = false;
  #patience: NodeJS.Timeout | undefined;

  constructor(line: Line, acts: ControlActs, report: (error: unknown) => void) {
    this.#line = line;
    this.#acts = acts;
    this.#report = report;
  }

  begin(): void {
    this.#patience = setTimeout(() => this.#refuse('no request came'), CLIENT_MS_MAX);
    this.#line.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#line.on('end', () => this.#ended());
    // A client that went away has its answer or wants none.
    this.#line.on('error', () => this.#line.destroy());
    this.#line.once('close', () => clearTimeout(this.#patience));
  }

  #take(chunk: Buffer): void {
    if (this.#isAsked) return;
    const end = chunk.indexOf(NEWLINE);
    this.#received.push(end < 0 ? chunk : chunk.subarray(0, end));
    this.#bytes += end < 0 ? chunk.length : end;
    if (this.#bytes > REQUEST_BYTES_MAX) {
      this.#refuse(`a request has at most ${REQUEST_BYTES_MAX} bytes`);
    } else if (end >= 0) this.#ask();
  }

  #ended(): void {
    if (this.#isAsked) return;
    if (this.#bytes > 0) this.#ask();
    else this.#line.destroy();
  }

  /** Begins the act before it returns: kill must not wait for a turn of the event loop. */
  #ask(): void {
    this.#isAsked = true;
    clearTimeout(this.#patience);
    const request = controlRequest.safeParse(jsonOf(Buffer.concat(this.#received).toString()));
    if (!request.success) {
      const [issue] = request.error.issues;
      const where = issue?.path.join('.') ?? '';
      this.#answer({ ok: false, error: `not a request${where === '' ? '' : `: wrong ${where}`}` });
      return;
    }
    this.#act(request.data).then(
      (result) => this.#answer({ ok: true, result }),
      (error: unknown) => {
        this.#report(error);
        this.#answer({ ok: false, error: error instanceof Error ? error.message : String(error) });
      },
    );
  }

  /** Runs the act at once; an async function runs until its first await. */
  async #act(request: ControlRequest): Promise<unknown> {
    switch (request.ask) {
      case 'kill':
        return this.#acts.kill(request);
      case 'status':
        return this.#acts.status();
      case 'ping':
        return this.#acts.ping();
      case 'operators':
        return this.#acts.operators();
      case 'addOperator':
        return this.#acts.addOperator(request);
      case 'removeOperator':
        return this.#acts.removeOperator(request);
      case 'totpChanged':
        return this.#acts.totpChanged(request);
      case 'dump':
        return this.#acts.dump();
    }
  }

  #refuse(error: string): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#answer({ ok: false, error });
  }

  #answer(answer: ControlAnswer): void {
    if (this.#line.destroyed) return;
    this.#line.end(`${JSON.stringify(answer)}\n`);
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#line.destroy(), CLIENT_MS_MAX);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
