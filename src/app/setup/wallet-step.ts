import { RpcError } from '../../data/polygon/rpc/rpc-error.ts';
import { kindOf } from '../../data/polymarket/wallet/wallet-addresses.ts';
import { type ConfiguredWallet, WALLET_WORDS, type WalletKind } from '../allowances/wallet.ts';
import type { Config } from '../config.ts';
import { writeChoice } from './env-step.ts';
import type { SetupKey } from './key-step.ts';
import { KINDS, type Purse, purseLines, readPurses, richest } from './purses.ts';
import type { Walk } from './walk.ts';

/** The wallet that trades: the one that is configured, or chosen now and written down. */
export async function walletStep(walk: Walk, key: SetupKey): Promise<ConfiguredWallet> {
  const { talk } = walk;
  talk.say('', '2  Wallet');
  const config = walk.config();
  const purses = await readOrTell(walk, { key, rpcUrl: config.polygon.rpcUrl });
  talk.say('   Your key speaks for four wallets at the venue:', '', ...purseLines(purses), '');
  const rich = richest(purses);
  if (rich !== null) talk.say(`   The money is in the ${WALLET_WORDS[rich.kind]}.`);
  const configured = configuredKind(config, key);
  if (configured !== null) {
    talk.say(`   It trades with the ${WALLET_WORDS[configured.kind]}: ${configured.funder}.`);
    return configured;
  }
  const chosen = await choose(walk, { purses, rich });
  for (const line of needs(chosen.kind, config)) talk.say(`   ${line}`);
  const wallet = { ...key, key: key.address, kind: chosen.kind, funder: chosen.address };
  await writeChoice(walk, wallet);
  return wallet;
}

/** Without a node, or while it is silent, the addresses alone. */
async function readOrTell(
  { talk }: Walk,
  { key, rpcUrl }: { readonly key: SetupKey; readonly rpcUrl: string | null },
): Promise<readonly Purse[]> {
  if (rpcUrl === null) {
    talk.say(
      '   What each holds stands on the chain: with POLYGON_RPC_URL, a node of',
      '   Polygon, it is read and shown here.',
    );
    return await readPurses(key.address, null);
  }
  try {
    return await readPurses(key.address, rpcUrl);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    talk.say(`   Not read: ${error.message}`);
    return await readPurses(key.address, null);
  }
}

/** What the environment says already; `null` when nothing, or when it does not fit the key. */
function configuredKind({ polymarket }: Config, key: SetupKey): ConfiguredWallet | null {
  const { funder, signatureType } = polymarket;
  if (signatureType === null) return null;
  const kind = KINDS[signatureType];
  const address = funder ?? (kind === 'eoa' ? key.address : null);
  if (kind === undefined || address === null || kindOf(key.address, address) !== kind) return null;
  return { kind, key: key.address, funder: address, keystorePath: key.keystorePath };
}

async function choose(
  { talk }: Walk,
  { purses, rich }: { readonly purses: readonly Purse[]; readonly rich: Purse | null },
): Promise<Purse> {
  const fallback: WalletKind = 'depositWallet';
  const suggested = rich?.kind ?? fallback;
  if (rich === null && purses.every(({ holdings }) => holdings !== null)) {
    talk.say('   None has money. New accounts at the venue trade with a deposit wallet.');
  }
  const choices = purses.map((purse, type) => ({
    value: purse,
    words: [String(type), ...(purse.kind === suggested ? [''] : [])],
  }));
  const types = purses.map((_, type) => type).join('/');
  return await talk.choose(`   Which one trades? ${types} [${KINDS.indexOf(suggested)}] `, choices);
}

/** What this kind of wallet takes besides, while it is not there. */
function needs(kind: WalletKind, { polymarket, polygon }: Config): readonly string[] {
  if (kind === 'eoa') {
    const node =
      polygon.rpcUrl === null ? ['and POLYGON_RPC_URL, a node to send them through.'] : [];
    return ['It pays its own transactions: it needs some POL, a fraction of one,', ...node];
  }
  if (polymarket.relayerKey !== null) return [];
  return [
    `The venue's relayer sends and pays what a ${WALLET_WORDS[kind]} does. It wants an API`,
    'key, from polymarket.com, Settings, API Keys, in POLYMARKET_RELAYER_KEY.',
  ];
}
