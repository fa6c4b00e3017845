import type { SignerWord, SigningRequest } from './signer-words.ts';

/** The way to where the key is. After `died` nothing more comes. */
export interface SignerLink {
  /** For what people read. */
  readonly place: 'thread' | 'process';
  listen(ears: SignerEars): void;
  /** Has it open the key, once. */
  open(id: number): void;
  /** @throws Error when the request is no plain data; the error may quote it */
  post(request: SigningRequest): void;
  /** Whether our process lives for the sake of it. */
  keepAlive(isNeeded: boolean): void;
  /** Ends it as it is, with its memory. */
  end(): Promise<void>;
}

export interface SignerEars {
  heard(word: SignerWord): void;
  /** What happened to it, as the end of a sentence: `ended with 1`. Nothing of its own words. */
  died(how: string): void;
}
