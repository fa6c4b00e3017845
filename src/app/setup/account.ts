import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { PolymarketExecutor } from '../../data/polymarket/trading/polymarket-executor.ts';
import type { Passphrase } from '../../ops/keystore/signer.ts';
import { SignerError } from '../../ops/keystore/signer-error.ts';
import { type ConfiguredWallet, SIGNATURE_TYPES } from '../allowances/wallet.ts';
import { givenPassphrase } from '../host-side/passphrase.ts';
import { openTradingKey, type TradingKey } from '../running/live/trading-key.ts';
import { polymarketUrls } from '../running/polymarket-urls.ts';
import type { Walk } from './walk.ts';

/** Passphrases that may be mistyped in one walk. */
const PASSPHRASE_TRIES_MAX = 3;

/** The account at the venue, opened when a step first needs it and then kept to the end of the walk. */
export class OpenAccount {
  readonly #walk: Walk;
  #open: { readonly key: TradingKey; readonly executor: PolymarketExecutor } | null = null;

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  /** @throws SignerError */
  async executor(wallet: ConfiguredWallet): Promise<PolymarketExecutor> {
    if (this.#open !== null) return this.#open.executor;
    const key = await withPassphrase(this.#walk, (passphrase) =>
      openTradingKey({
        keystorePath: wallet.keystorePath,
        passphrase,
        funder: wallet.kind === 'eoa' ? null : wallet.funder,
        signatureType: SIGNATURE_TYPES[wallet.kind],
      }),
    );
    const { clobUrl } = polymarketUrls(this.#walk.config());
    // What is wrong with the account is an answer of each question here; no program runs to be killed.
    const options = { clobUrl, ...key, onFault: () => undefined };
    const executor = new PolymarketExecutor(options, SYSTEM_RUNTIME);
    this.#open = { key, executor };
    await this.#letIn(executor);
    return executor;
  }

  /** Credentials are secret before anything can speak of them. @throws VenueError */
  async #letIn({ access }: PolymarketExecutor): Promise<void> {
    await access.credentials();
    const known = access.known?.channelAuth();
    if (known === undefined) return;
    this.#walk.context.scrubber.register(known.secret);
    this.#walk.context.scrubber.register(known.passphrase);
  }

  async close(): Promise<void> {
    this.#open?.executor.close();
    await this.#open?.key.signer.close();
    this.#open = null;
  }
}

/** A wrong passphrase that was typed is asked for again. @throws SignerError */
export async function withPassphrase<T>(
  walk: Walk,
  open: (passphrase: Passphrase) => Promise<T>,
): Promise<T> {
  const { passphrase, talk } = walk;
  const isGiven = givenPassphrase(walk.config()) !== null;
  for (let tries = 1; ; tries += 1) {
    try {
      return await open(passphrase.source);
    } catch (error) {
      const isWrong = error instanceof SignerError && error.kind === 'passphrase';
      if (!isWrong) throw error;
      passphrase.forget();
      if (isGiven || tries >= PASSPHRASE_TRIES_MAX) throw error;
      talk.say(`   ${error.message}.`);
    }
  }
}
