import type { Passphrase } from '../../ops/keystore/signer.ts';

/**
 * The passphrase of the keystore for the length of one walk, so that it is typed once. Each asker gets
 * bytes of its own, to overwrite after use. One in a file that the signer's process reads is not kept.
 */
export class KeptPassphrase {
  readonly #from: () => Passphrase;
  #kept: Uint8Array | null = null;

  /** `from` is asked when it is needed. */
  constructor(from: () => Passphrase) {
    this.#from = from;
  }

  /** It was just chosen. */
  keep(bytes: Uint8Array): void {
    this.forget();
    this.#kept = Uint8Array.from(bytes);
  }

  get source(): Passphrase {
    const from = this.#from();
    if (typeof from !== 'function') return from;
    return async () => {
      this.#kept ??= Uint8Array.from(await from());
      return Uint8Array.from(this.#kept);
    };
  }

  forget(): void {
    this.#kept?.fill(0);
    this.#kept = null;
  }
}
