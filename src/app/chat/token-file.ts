import { closeSync, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KeptToken, keptTokens, type TokenStore } from '../../bot/web/access/api-tokens.ts';
import { makePrivateDirectory, replaceDurably, requirePrivate } from '../../ops/private-file.ts';

const FILE_NAME = 'web-tokens.json';

/** The file of tokens holds something else: no program is let in by it. */
export class TokenFileError extends Error {
  override readonly name = 'TokenFileError';
}

/** Tokens of programs in a file that nobody else may read; of their secrets it knows hashes only. */
export class TokenFile implements TokenStore {
  readonly #dataDir: string;
  readonly #path: string;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#path = join(dataDir, FILE_NAME);
  }

  /** @throws TokenFileError, NotPrivateError */
  load(): readonly KeptToken[] {
    if (!existsSync(this.#path)) return [];
    const parsed = keptTokens.safeParse(this.#read());
    if (parsed.success) return parsed.data.tokens;
    throw new TokenFileError(
      `${this.#path} holds no tokens of PolyMind: remove it, and make new ones`,
    );
  }

  /** @throws NotPrivateError, and what the file system says */
  save(tokens: readonly KeptToken[]): void {
    makePrivateDirectory(this.#dataDir);
    replaceDurably(this.#path, `${JSON.stringify({ version: 1, tokens }, null, 2)}\n`);
  }

  #read(): unknown {
    const file = openSync(this.#path, 'r');
    try {
      requirePrivate(this.#path, fstatSync(file));
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    } finally {
      closeSync(file);
    }
  }
}
