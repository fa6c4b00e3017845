import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Ask, FromPhone, PhoneReport, PlatformName, ToPhone } from './protocol.ts';

export type Told = FromPhone & { readonly kind: 'told' };

interface Waiting {
  readonly take: (told: Told) => void;
  readonly fail: (error: Error) => void;
}

/** A platform and its people in their own process, as this one drives them. */
export class PhoneLink {
  readonly platform: PlatformName;
  readonly env: Readonly<Record<string, string>>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #ended: (report: PhoneReport) => void = () => undefined;

  private constructor(platform: PlatformName, child: ChildProcess, env: PhoneLink['env']) {
    this.platform = platform;
    this.env = env;
    this.#child = child;
    child.on('message', (message: FromPhone) => this.#take(message));
    child.once('exit', (code) => this.#failAll(`${platform} ended with ${code}`));
  }

  static async start(platform: PlatformName): Promise<PhoneLink> {
    const file = new URL(`../chat-${platform}.js`, import.meta.url);
    const child = fork(fileURLToPath(file));
    const [ready] = (await once(child, 'message')) as [FromPhone];
    if (ready.kind !== 'ready') throw new Error(`${platform} did not begin`);
    return new PhoneLink(platform, child, ready.env);
  }

  /** Has a person do something; resolves when it was answered. */
  ask(ask: Ask): Promise<Told> {
    return new Promise((take, fail) => {
      this.#waiting.set(ask.who, { take, fail });
      this.#send(ask);
    });
  }

  report(): Promise<PhoneReport> {
    return new Promise((resolve) => {
      this.#ended = resolve;
      this.#send({ kind: 'end' });
    });
  }

  stop(): void {
    this.#child.removeAllListeners('exit');
    if (this.#child.connected) this.#child.disconnect();
  }

  #send(message: ToPhone): void {
    this.#child.send(message);
  }

  #take(message: FromPhone): void {
    if (message.kind === 'ended') this.#ended(message.report);
    if (message.kind !== 'told' && message.kind !== 'failed') return;
    const waiting = this.#waiting.get(message.who);
    this.#waiting.delete(message.who);
    if (message.kind === 'told') waiting?.take(message);
    else waiting?.fail(new Error(`${this.platform}, ${message.who}: ${message.reason}`));
  }

  #failAll(reason: string): void {
    for (const { fail } of this.#waiting.values()) fail(new Error(reason));
  }
}
