import { checksummed } from '../../data/polymarket/wallet/wallet-addresses.ts';
import type { ConfiguredWallet } from '../allowances/wallet.ts';
import {
  changedLines,
  readEnvFile,
  variablesIn,
  withVariables,
  writeEnvFile,
} from '../env-file.ts';
import { shortPath } from './key-step.ts';
import { KINDS } from './purses.ts';
import type { Walk } from './walk.ts';

/** The choice was not written, so that there is nothing to go on with. */
class NotWrittenError extends Error {
  override readonly name = 'NotWrittenError';
}

/** Writes the wallet into the environment file, shown first. @throws NotWrittenError */
export async function writeChoice(walk: Walk, wallet: ConfiguredWallet): Promise<void> {
  const { talk, options } = walk;
  const before = readEnvFile(options.envPath);
  const choice = {
    POLYMARKET_KEYSTORE: shortPath(wallet.keystorePath),
    POLYMARKET_FUNDER: checksummed(wallet.funder),
    POLYMARKET_SIGNATURE_TYPE: String(KINDS.indexOf(wallet.kind)),
  };
  const after = withVariables(before, choice);
  requireEffect(walk, { after, choice });
  const path = shortPath(options.envPath);
  talk.say(
    '',
    `   ${before === '' ? 'A new file' : 'Changes of'} ${path}, readable by you alone:`,
    '',
  );
  talk.say(...changedLines(before, after).map((line) => `   ${line}`), '');
  if (!(await talk.isYes('   Write it?'))) {
    throw new NotWrittenError(
      `nothing was written to ${path}: set these variables yourself, then polymind setup live`,
    );
  }
  writeEnvFile(options.envPath, after);
  talk.say(`   ${path} is written.`);
}

/** Variables of the process win over those of the file: the file alone would choose in vain. */
function requireEffect(
  walk: Walk,
  { after, choice }: { readonly after: string; readonly choice: Readonly<Record<string, string>> },
): void {
  const { polymarket } = walk.config(after);
  const effective = {
    POLYMARKET_KEYSTORE: polymarket.keystore,
    POLYMARKET_FUNDER: polymarket.funder,
    POLYMARKET_SIGNATURE_TYPE: polymarket.signatureType,
  };
  const inFile = variablesIn(after);
  for (const [name, value] of Object.entries(effective)) {
    const wanted = choice[name] ?? '';
    if (String(value).toLowerCase() === wanted.toLowerCase() && inFile[name] === wanted) continue;
    throw new NotWrittenError(
      `${name} has another value in this shell, which wins over the file: unset ${name}, then polymind setup live`,
    );
  }
}
