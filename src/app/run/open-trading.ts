import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { FileJournal } from '../../data/journal/file-journal.ts';
import { keystorePathIn } from '../../ops/keystore/keystore-file.ts';
import type { Logger } from '../../ops/log.ts';
import type { CommandContext } from '../command.ts';
import type { Config } from '../config.ts';
import { passphraseSource } from '../host-side/passphrase.ts';
import { openTradingKey } from '../running/live/trading-key.ts';
import type { Trading } from '../running/program-options.ts';

const DEPOSIT_WALLET = 3;

/**
 * Opens the account that the host has a keystore for; `null` without one. A keystore that cannot be
 * opened stops the start: what is held live could not be sold.
 *
 * @throws SignerError, JournalError, or an error that says what is wrong
 */
export async function openTrading(
  context: Pick<CommandContext, 'host' | 'stderr' | 'scrubber' | 'loadConfig'>,
  { config, log }: { readonly config: Config; readonly log: Logger },
): Promise<Trading | null> {
  const { dataDir, databaseUrl, polymarket } = config;
  const { keystore, funder, signatureType } = polymarket;
  const keystorePath = resolve(keystore ?? keystorePathIn(dataDir));
  if (keystore === null && !existsSync(keystorePath)) return null;
  if (signatureType === DEPOSIT_WALLET) {
    throw new Error(
      'POLYMARKET_SIGNATURE_TYPE 3 (deposit wallet) cannot trade live yet: types 0, 1 and 2 can',
    );
  }
  const key = await openTradingKey({
    keystorePath,
    passphrase: passphraseSource(context),
    funder,
    signatureType: signatureType ?? 0,
  });
  try {
    const journal =
      databaseUrl === null
        ? await FileJournal.open({
            dataDir,
            report: (problem) => log.error({ err: problem }, 'the journal of orders'),
          })
        : null;
    return { key, journal, scrubber: context.scrubber };
  } catch (error) {
    await key.signer.close();
    throw error;
  }
}
