import { type FSWatcher, watch } from 'node:fs';

/** A file system that tells nothing is looked at this often. */
const LOOK_MS = 500;

/** Looks at a directory when the system tells of a change, and every half second anyway. */
export class KillWatch {
  readonly #look: () => void;
  readonly #timer: NodeJS.Timeout;
  #watcher: FSWatcher | null = null;

  constructor(dataDir: string, look: () => void) {
    this.#look = look;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    try {
      this.#watcher = watch(dataDir, () => this.#look());
      this.#watcher.on('error', () => this.#unwatch());
    } catch {
      // No more watches, or none here: the timer looks.
      this.#watcher = null;
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#unwatch();
  }

  #unwatch(): void {
    this.#watcher?.close();
    this.#watcher = null;
  }
}
