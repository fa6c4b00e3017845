import type { ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { SignerPolicy } from './policy.ts';
import { newSignerProcess } from './signer-command.ts';
import { Lines, requestLine, wordIn } from './signer-lines.ts';
import type { SignerEars, SignerLink } from './signer-link.ts';
import type { SigningRequest } from './signer-words.ts';

/** Requests go in, words come out, and nobody hears what else it says. */
export type SignerChild = ChildProcessByStdio<Writable, Readable, null>;

export interface ProcessLinkOptions {
  readonly keystore: string;
  /** Read by the process alone; an absolute path. */
  readonly passphraseFile: string;
  readonly policy: SignerPolicy;
  /** The process to speak with; the product has one kind only. */
  readonly spawn?: ((passphraseFile: string) => SignerChild) | undefined;
}

/** The signer in a process of its own, over its standard input and output: a line a word. */
export class ProcessLink implements SignerLink {
  readonly place = 'process';
  readonly #options: ProcessLinkOptions;
  readonly #child: SignerChild;
  readonly #ended: Promise<unknown>;

  constructor(options: ProcessLinkOptions) {
    this.#options = options;
    const child = (options.spawn ?? newSignerProcess)(options.passphraseFile);
    this.#child = child;
    this.#ended = new Promise((done) => {
      child.once('exit', done);
      // One that never started has no exit.
      child.once('error', done);
    });
    this.keepAlive(false);
  }

  listen({ heard, died }: SignerEars): void {
    const { stdin, stdout } = this.#child;
    const lines = new Lines();
    this.#child.on('error', () => died('did not start'));
    this.#child.on('exit', (code, signal) => died(`ended with ${signal ?? code}`));
    // What could not be written was asked of one that is dead: its end says so.
    stdin.on('error', () => undefined);
    stdout.setEncoding('utf8').on('data', (text: string) => {
      const words = lines.push(text)?.map(wordIn) ?? [null];
      for (const word of words) {
        if (word === null) died('answered with no word of a signer');
        else heard(word);
      }
    });
  }

  open(id: number): void {
    const { keystore, passphraseFile, policy } = this.#options;
    this.#child.stdin.write(requestLine({ id, kind: 'open', keystore, passphraseFile, policy }));
  }

  post(request: SigningRequest): void {
    this.#child.stdin.write(requestLine(request));
  }

  keepAlive(isNeeded: boolean): void {
    const { stdin, stdout } = this.#child;
    const pipes = [stdin, stdout].filter((pipe) => pipe instanceof Socket);
    for (const one of [this.#child, ...pipes]) {
      if (isNeeded) one.ref();
      else one.unref();
    }
  }

  async end(): Promise<void> {
    this.#child.ref();
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
