import { resolve } from 'node:path';
import type { CommandContext } from '../command.ts';
import type { Config } from '../config.ts';
import { readEnvFile, variablesIn } from '../env-file.ts';
import { passphraseSource } from '../host-side/passphrase.ts';
import { OpenAccount } from './account.ts';
import { KeptPassphrase } from './kept-passphrase.ts';
import { Talk } from './talk.ts';

export interface WalkOptions {
  /** Where the choice is written. */
  readonly envPath: string;
  /** Where the key to import is; `null` when it is made or typed. */
  readonly keyFile: string | null;
}

/** What the steps of one walk share. What each has done stands on disk and chain, not here. */
export class Walk {
  readonly context: CommandContext;
  readonly talk: Talk;
  readonly passphrase: KeptPassphrase;
  readonly options: WalkOptions;
  readonly account = new OpenAccount(this);

  constructor(context: CommandContext, options: WalkOptions) {
    // Where one document is wanted, people are talked to beside it.
    const output = context.json ? context.stderr : context.stdout;
    this.context = { ...context, loadConfig: () => this.config() };
    this.talk = new Talk({ host: context.host, output });
    this.options = options;
    this.passphrase = new KeptPassphrase(() => passphraseSource(this.context));
    this.#load = context.loadConfig;
  }

  readonly #load: CommandContext['loadConfig'];

  /** With what was written meanwhile. @throws ConfigError */
  config(text: string = readEnvFile(this.options.envPath)): Config {
    return this.#load(variablesIn(text));
  }

  /** Forgets what was opened for it. */
  async end(): Promise<void> {
    this.passphrase.forget();
    await this.account.close();
  }

  get dataDir(): string {
    return resolve(this.config().dataDir);
  }
}
