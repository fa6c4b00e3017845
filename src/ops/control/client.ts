import { connect } from 'node:net';
import type { z } from 'zod';
import {
  type Ask,
  CONTROL_RESULTS,
  controlAnswer,
  type RequestOf,
  type ResultOf,
} from './messages.ts';
import { requireOwnPlace, socketPlace } from './socket-path.ts';

/** Longer than the program takes to prove that nothing is open. */
const ANSWER_MS_MAX = 10_000;
const ANSWER_BYTES_MAX = 1024 * 1024;
/** No socket, or nobody behind it. */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ECONNREFUSED']);

export type Asked<T> =
  | { readonly kind: 'answered'; readonly result: T }
  /** The program runs and does not do it. */
  | { readonly kind: 'refused'; readonly error: string }
  /** No program listens for this directory. */
  | { readonly kind: 'absent' }
  /** One is there, and no answer that can be read came of it. */
  | { readonly kind: 'silent'; readonly error: string };

/** Asks the program that runs on a data directory. */
export class ControlClient {
  readonly #dataDir: string;
  readonly #timeoutMs: number;

  constructor(dataDir: string, timeoutMs: number = ANSWER_MS_MAX) {
    this.#dataDir = dataDir;
    this.#timeoutMs = timeoutMs;
  }

  /** Never rejects: what went wrong is an answer too. */
  async ask<A extends Ask>(ask: A, of: Omit<RequestOf<A>, 'ask'>): Promise<Asked<ResultOf<A>>> {
    let line: string;
    try {
      const place = socketPlace(this.#dataDir);
      requireOwnPlace(place);
      line = await this.#exchange(place.path, `${JSON.stringify({ ask, ...of })}\n`);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (ABSENT.has(code)) return { kind: 'absent' };
      return { kind: 'silent', error: error instanceof Error ? error.message : String(error) };
    }
    const answer = controlAnswer.safeParse(jsonOf(line));
    if (!answer.success) return { kind: 'silent', error: 'its answer cannot be read' };
    if (!answer.data.ok) return { kind: 'refused', error: answer.data.error };
    const schema: z.ZodType = CONTROL_RESULTS[ask];
    const result = schema.safeParse(answer.data.result);
    if (!result.success) return { kind: 'silent', error: 'it is of another version' };
    return { kind: 'answered', result: result.data as ResultOf<A> };
  }

  #exchange(path: string, request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const received: Buffer[] = [];
      let bytes = 0;
      const socket = connect(path, () => socket.write(request));
      const fail = (error: Error): void => {
        clearTimeout(late);
        socket.destroy();
        reject(error);
      };
      const late = setTimeout(
        () => fail(new Error(`it does not answer within ${this.#timeoutMs / 1_000} s`)),
        this.#timeoutMs,
      );
      socket.on('data', (chunk) => {
        received.push(chunk);
        bytes += chunk.length;
        if (bytes > ANSWER_BYTES_MAX) fail(new Error('its answer is too long'));
      });
      socket.on('error', fail);
      socket.on('end', () => {
        clearTimeout(late);
        socket.destroy();
        resolve(Buffer.concat(received).toString());
      });
    });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
