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
import { openState } from './open-state.ts';

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
  const { dataDir, redisUrl, polymarket, polygon } = config;
  const { keystore, funder, signatureType, relayerUrl, relayerKey } = polymarket;
  const keystorePath = resolve(keystore ?? keystorePathIn(dataDir));
  if (keystore === null && !existsSync(keystorePath)) return null;
  const key = await openTradingKey({
    keystorePath,
    passphrase: passphraseSource(context),
    funder,
    signatureType: signatureType ?? 0,
  });
  try {
    // Also beside a server: after a failover to an older copy it alone knows what was sent.
    const journal = await FileJournal.open({
      dataDir,
      report: (problem) => log.error({ err: problem }, 'the journal of orders'),
    });
    const chain = { rpcUrl: polygon.rpcUrl, relayerUrl, relayerKey };
    const state = openState(redisUrl, log);
    return { key, chain, journal, state, scrubber: context.scrubber };
  } catch (error) {
    await key.signer.close();
    throw error;
  }
}
