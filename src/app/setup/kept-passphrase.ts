/**
 * The passphrase of the keystore for the length of one walk, so that it is typed once. Each asker gets
 * bytes of its own, to overwrite after use.
 */
export class KeptPassphrase {
  readonly #ask: () => Promise<Uint8Array>;
  #kept: Uint8Array | null = null;

  /** `ask` is called when it is needed for the first time. */
  constructor(ask: () => Promise<Uint8Array>) {
    this.#ask = ask;
  }

  /** It was just chosen. */
  keep(bytes: Uint8Array): void {
    this.forget();
    this.#kept = Uint8Array.from(bytes);
  }

  readonly bytes = async (): Promise<Uint8Array> => {
    this.#kept ??= Uint8Array.from(await this.#ask());
    return Uint8Array.from(this.#kept);
  };

  forget(): void {
    this.#kept?.fill(0);
    this.#kept = null;
  }
}
