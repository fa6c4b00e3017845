import { VenueError } from '../../data/http/venue-error.ts';
import { RpcError } from '../../data/polygon/rpc/rpc-error.ts';
import { SIGNATURE_TYPES } from '../allowances/wallet.ts';
import type { CommandContext } from '../command.ts';
import { allowanceStep } from './allowance-step.ts';
import { canaryStep } from './canary-step.ts';
import { codesStep } from './codes-step.ts';
import { doctorStep } from './doctor-step.ts';
import { keyStep } from './key-step.ts';
import { moneyStep } from './money-step.ts';
import { Walk, type WalkOptions } from './walk.ts';
import { walletStep } from './wallet-step.ts';

/** The dollars that the venue's smallest order takes, in micro-dollars. */
const DOLLARS_MIN = 1_000_000n;

/** The steps to live trading, each as far as it is not done yet. Returns the exit code. */
export async function walkLive(context: CommandContext, options: WalkOptions): Promise<number> {
  const walk = new Walk(context, options);
  const { talk } = walk;
  try {
    talk.say(
      'The way to real money, in seven steps. What is done is not asked again: stop',
      'with Ctrl-C whenever you like, and polymind setup live goes on from there.',
      'Nothing here withdraws or transfers.',
    );
    return await steps(walk);
  } finally {
    await walk.end();
  }
}

async function steps(walk: Walk): Promise<number> {
  const key = await keyStep(walk);
  const wallet = await walletStep(walk, key);
  const open: string[] = [];
  const note = (what: string, isDone: boolean) => {
    if (!isDone) open.push(what);
  };
  note('allowances', await orTold(walk, () => allowanceStep(walk, wallet)));
  note('money', await orTold(walk, async () => (await moneyStep(walk, wallet)) >= DOLLARS_MIN));
  note('codes', await codesStep(walk));
  note('what the doctor found', (await doctorStep(walk, wallet)).length === 0);
  const canTrade = !open.includes('allowances') && !open.includes('money');
  note('the order', canTrade ? await orTold(walk, () => canaryStep(walk, wallet)) : skipped(walk));
  return end(walk, { open, wallet: { ...wallet, signatureType: SIGNATURE_TYPES[wallet.kind] } });
}

/** What a host does not answer is no end of the walk: the other steps may be done meanwhile. */
async function orTold({ talk }: Walk, step: () => Promise<boolean>): Promise<boolean> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof VenueError || error instanceof RpcError)) throw error;
    talk.say(`   Not done: ${error.message}`);
    return false;
  } finally {
    talk.requireGoing();
  }
}

function skipped({ talk }: Walk): boolean {
  talk.say('', '7  One order, placed and cancelled', '   It takes money and allowances first.');
  return false;
}

function end(
  { talk, context }: Walk,
  { open, wallet }: { readonly open: readonly string[]; readonly wallet: object },
): number {
  if (context.json) context.stdout.write(`${JSON.stringify({ wallet, open })}\n`);
  if (open.length > 0) {
    talk.say('', `Still open: ${open.join(', ')}. polymind setup live goes on there.`);
    return 1;
  }
  talk.say(
    '',
    'All seven are done. Live is off, and stays off until you turn it on: start',
    'polymind run; then /mode live in the chat is the next and only step.',
  );
  return 0;
}
