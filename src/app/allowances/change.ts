import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { type Fees, PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import type { PolymarketApproval } from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { Passphrase } from '../../ops/keystore/signer.ts';
import { FEE_PER_GAS_WEI_MAX } from '../../ops/keystore/transaction.ts';
import type { CommandContext } from '../command.ts';
import { gwei, pol } from './amounts.ts';
import { openApprovingKey } from './approving-key.ts';
import { changeRelayed, type RelayerAccess } from './change-relayed.ts';
import { countText, documentOf, isWanted, nothingToDo, planLines } from './change-words.ts';
import { APPROVAL_GAS, type Sent, type SentApproval, sendApprovals } from './send.ts';
import { readStandings, requirePolygon } from './standing.ts';
import type { ConfiguredWallet } from './wallet.ts';

export interface Change {
  readonly kind: 'set' | 'revoke';
  /** The only allowance to change, by name. */
  readonly only: string | null;
  readonly wallet: ConfiguredWallet;
  /** Without one, only a wallet that acts through the relayer can be changed. */
  readonly rpcUrl: string | null;
  readonly relayer: RelayerAccess;
  /** Opens the keystore. */
  readonly passphrase: Passphrase;
  /** Asks the person whether to go on. */
  readonly isYes: (question: string) => Promise<boolean>;
}

/** Shows what will be signed, asks, signs, sends and waits. Returns the exit code. */
export async function changeAllowances(context: CommandContext, change: Change): Promise<number> {
  return change.wallet.kind === 'eoa'
    ? await changeOwn(context, change)
    : await changeRelayed(context, change);
}

async function changeOwn(context: CommandContext, change: Change): Promise<number> {
  if (change.rpcUrl === null) {
    throw new Error('nothing is sent without a node of the chain: set POLYGON_RPC_URL');
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
  if (!(await change.isYes(`Sign and send ${countText(approvals.length)}?`))) {
    context.stderr.write('Nothing was signed.\n');
    return 1;
  }
  return report(context, change, await signAndSend(context, { change, rpc, approvals, fees }));
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
    ...planLines(approvals, kind),
    '',
    `Each costs at most ${pol(each)} (${APPROVAL_GAS} gas at ${gwei(fees.maxFeePerGas)}), all of them`,
    `${pol(each * BigInt(approvals.length))}.`,
    '',
  ].join('\n');
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
  const signer = await openApprovingKey(change.wallet, change.passphrase);
  try {
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
