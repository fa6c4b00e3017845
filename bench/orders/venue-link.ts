import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SeenPost, VenueReady } from './venue-words.ts';

/** The venue of the bench, in a process of its own. */
export class VenueLink {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** `key` is the address that has to have signed. */
  static async start(key: string): Promise<VenueLink> {
    const file = fileURLToPath(new URL('./venue-process.js', import.meta.url));
    const child = fork(file, [key]);
    const [{ url }] = (await once(child, 'message')) as [VenueReady];
    return new VenueLink(child, url);
  }

  /** Every order that came. */
  async posts(): Promise<readonly SeenPost[]> {
    this.#child.send('tell');
    const [seen] = (await once(this.#child, 'message')) as [readonly SeenPost[]];
    return seen;
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}
