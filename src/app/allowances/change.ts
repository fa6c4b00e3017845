import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { type Fees, PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import { dollars, shares } from '../../engine/domain/values/money.ts';
import {
  POLYGON_CHAIN_ID,
  POLYMARKET_CONTRACTS,
  type PolymarketApproval,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { SignerPolicy } from '../../ops/keystore/policy.ts';
import { Signer } from '../../ops/keystore/signer.ts';
import { FEE_PER_GAS_WEI_MAX } from '../../ops/keystore/transaction.ts';
import { type CommandContext, CommandUsageError } from '../command.ts';
import { passphraseSource } from '../host-side/passphrase.ts';
import { TypedLines } from '../host-side/typed-lines.ts';
import { gwei, pol } from './amounts.ts';
import { APPROVAL_GAS, type Sent, type SentApproval, sendApprovals } from './send.ts';
import {
  extentOf,
  readStandings,
  requirePolygon,
  type Standing,
  spenderWords,
} from './standing.ts';
import type { ConfiguredWallet } from './wallet.ts';

/** The signer of this command signs approvals and nothing else, so its limits for orders do not matter. */
const POLICY: SignerPolicy = {
  purpose: 'allowances',
  chainId: POLYGON_CHAIN_ID,
  exchanges: [{ version: '3', address: POLYMARKET_CONTRACTS.exchangeV3 }],
  funder: null,
  signatureType: 0,
  orderNotionalMax: dollars(1),
  orderQuantityMax: shares(1),
};

/** Nobody waits for a price here: a busy host may take its time. */
const SIGN_MS_MAX = 30_000;

export interface Change {
  readonly kind: 'set' | 'revoke';
  /** The only allowance to change, by name. */
  readonly only: string | null;
  readonly wallet: ConfiguredWallet;
  readonly rpcUrl: string;
}

/** Shows what will be signed, asks, signs, sends and waits. Returns the exit code. */
export async function changeAllowances(context: CommandContext, change: Change): Promise<number> {
  if (context.host.input.isTTY !== true) {
    throw new CommandUsageError(
      `allowances ${change.kind} asks before it signs, so it needs a terminal: polymind allowances ${change.kind}`,
    );
  }
  const rpc = new PolygonRpc(change.rpcUrl, SYSTEM_RUNTIME);
  await requirePolygon(rpc);
  const standings = await readStandings(rpc, change.wallet.funder);
  const approvals = standings.filter((one) => isWanted(one, change)).map((one) => one.approval);
  if (approvals.length === 0) return nothingToDo(context, change);

  const fees = await rpc.fees();
  if (fees.maxFeePerGas > FEE_PER_GAS_WEI_MAX) {
    throw new Error(
      `gas costs up to ${gwei(fees.maxFeePerGas)} now and ${gwei(FEE_PER_GAS_WEI_MAX)} at most is paid: later`,
    );
  }
  context.stderr.write(planText(change, approvals, fees));
  if (!(await isConfirmed(context, approvals.length))) {
    context.stderr.write('Nothing was signed.\n');
    return 1;
  }
  return report(context, change, await signAndSend(context, { change, rpc, approvals, fees }));
}

/** Named: whatever is not so yet. Else what trading needs and is not there, or all that is. */
function isWanted({ approval, now }: Standing, { kind, only }: Change): boolean {
  const extent = now === null ? 'none' : extentOf(now);
  if (only !== null && approval.name !== only) return false;
  if (kind === 'revoke') return extent !== 'none';
  return only === null ? approval.isNeeded && extent === 'none' : extent !== 'endless';
}

function nothingToDo({ json, stdout }: CommandContext, { kind, wallet }: Change): number {
  const text = kind === 'set' ? 'Nothing to set: it is there.' : 'Nothing to revoke.';
  stdout.write(json ? documentOf({ kind, wallet }, []) : `${text}\n`);
  return 0;
}

function planText(
  { kind, wallet }: Change,
  approvals: readonly PolymarketApproval[],
  fees: Fees,
): string {
  const each = APPROVAL_GAS * fees.maxFeePerGas;
  return [
    `From ${wallet.key} on Polygon, one after the other:`,
    '',
    ...approvals.map((approval) => `  ${approval.name.padEnd(18)}  ${callWords(approval, kind)}`),
    '',
    `Each costs at most ${pol(each)} (${APPROVAL_GAS} gas at ${gwei(fees.maxFeePerGas)}), all of them ${pol(each * BigInt(approvals.length))}.`,
    '',
  ].join('\n');
}

function callWords(approval: PolymarketApproval, kind: Change['kind']): string {
  const token = POLYMARKET_CONTRACTS[approval.token];
  const spender = `${POLYMARKET_CONTRACTS[approval.spender]} (${spenderWords(approval)})`;
  return approval.token === 'pusd'
    ? `pUSD ${token}: approve ${spender} for ${kind === 'set' ? 'an unlimited amount' : 'nothing'}`
    : `shares ${token}: ${kind === 'set' ? 'approve' : 'no longer approve'} ${spender} for all`;
}

async function isConfirmed({ host, stderr }: CommandContext, count: number): Promise<boolean> {
  stderr.write(`Sign and send ${count === 1 ? 'it' : `these ${count}`}? y/N `);
  const typed = new TypedLines(host.input);
  try {
    const line = (await typed.next())?.toLowerCase();
    return line === 'y' || line === 'yes';
  } finally {
    typed.close();
  }
}

async function signAndSend(
  context: CommandContext,
  of: {
    readonly change: Change;
    readonly rpc: PolygonRpc;
    readonly approvals: readonly PolymarketApproval[];
    readonly fees: Fees;
  },
): Promise<readonly SentApproval[]> {
  const { change, rpc, approvals, fees } = of;
  const { json, stdout, stderr } = context;
  const signer = await Signer.start({
    keystorePath: change.wallet.keystorePath,
    policy: POLICY,
    signMsMax: SIGN_MS_MAX,
    passphrase: passphraseSource(context),
  });
  try {
    if (signer.address !== change.wallet.key) {
      throw new Error(`the keystore is now that of ${signer.address}: nothing was signed`);
    }
    return await sendApprovals({
      rpc,
      signer,
      change: change.kind,
      approvals,
      fees,
      firstNonce: await rpc.nextNonce(signer.address),
      beforeSending: (name, hash) => stderr.write(`Sending ${name} as ${hash} ...\n`),
      onSent: (sent) => {
        if (!json)
          stdout.write(`${sent.name.padEnd(18)}  ${sent.hash ?? 'unsigned'}  ${sentWords(sent)}\n`);
      },
    });
  } finally {
    await signer.close();
  }
}

function sentWords(sent: Sent): string {
  switch (sent.state) {
    case 'mined':
      return `mined in block ${sent.block}`;
    case 'reverted':
      return `mined in block ${sent.block}, and reverted: it changed nothing`;
    case 'unsigned':
    case 'refused':
      return `not sent: ${sent.why}`;
    case 'unknown':
      return `not known, it may be mined yet: ${sent.why}`;
  }
}

function report(
  { json, stdout, stderr }: CommandContext,
  change: Change,
  sent: readonly SentApproval[],
): number {
  if (json) stdout.write(documentOf(change, sent));
  if (sent.every(({ state }) => state === 'mined')) return 0;
  stderr.write('It stopped there. polymind allowances shows what is allowed now.\n');
  return 1;
}

function documentOf(
  { kind, wallet }: Pick<Change, 'kind' | 'wallet'>,
  transactions: readonly SentApproval[],
): string {
  return `${JSON.stringify({ wallet: wallet.funder, change: kind, transactions })}\n`;
}
