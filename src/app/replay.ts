import { TapeWriter } from '../tape/tape-writer.ts';
import { CommandUsageError, defineCommand, type Output } from './command.ts';
import { rejectionLines } from './rejection-lines.ts';
import { runDecisionReplay } from './replay/decision-replay.ts';
import { parseSets, SET_OPTION, SET_USAGE } from './set-option.ts';
import { parseFollowList } from './virtual/follow-list.ts';
import { type Replay, type ReplayOptions, replayTape } from './virtual/replay-tape.ts';

const USAGE = `replay <tape...>
       polymind replay --decision ID

Plays recordings through the engine on a virtual clock, as fast as it goes. A tape of venue frames
is copied on paper; a tape of our own is stepped input by input and must give the same effects.
Prints what kept markets and copies out, by part of market quality and by gate.

  --decision ID     makes one decision of this host's database again, from what is on record
  --follow LIST     addresses separated by commas, or all
  --record FILE     writes the whole run, our own inputs included, as a tape (one tape only)
${SET_USAGE}`;

/** How much of a recording may be lost if the program dies. */
const FLUSH_EVERY_MS = 1_000;
const FLUSH_EVERY_LINES = 10_000;

export const replayCommand = defineCommand({
  name: 'replay',
  summary: 'recorded frames through the same engine on a virtual clock',
  usage: USAGE,
  options: {
    decision: { type: 'string' },
    follow: { type: 'string' },
    record: { type: 'string' },
    ...SET_OPTION,
  },
  async run(context) {
    const { args, values, json, stdout, stderr } = context;
    if (values.decision !== undefined) {
      requireAlone(args, values);
      return await runDecisionReplay(context, values.decision);
    }
    const options = readOptions(args, values);
    const replays: NamedReplay[] = [];
    for (const tape of args) {
      const progress = (lines: number): void => showProgress(stderr, `${tape}: ${lines} lines`);
      replays.push({ tape, ...(await replayOne({ ...options, path: tape, progress })) });
      showProgress(stderr, '');
    }
    const [first] = replays;
    if (!json) for (const replay of replays) stdout.write(describe(replay));
    else if (first !== undefined && replays.length === 1) {
      const { tape: _, ...document } = first;
      stdout.write(`${JSON.stringify(document)}\n`);
    } else stdout.write(`${JSON.stringify(replays)}\n`);
    return replays.every(isSound) ? 0 : 1;
  },
});

type NamedReplay = Replay & { readonly tape: string };

interface Values {
  readonly follow?: string | undefined;
  readonly record?: string | undefined;
  readonly set?: string[] | undefined;
}

interface OneReplay extends Omit<ReplayOptions, 'record' | 'path'> {
  /** File for the whole run as a tape. */
  readonly recordTo: string | null;
}

/** A decision is made from what is on record, and from nothing else. */
function requireAlone(args: readonly string[], { follow, record, set }: Values): void {
  if (args.length === 0 && [follow, record, set].every((one) => one === undefined)) return;
  throw new CommandUsageError('--decision stands alone: polymind replay --decision K3F9QX');
}

function readOptions(args: readonly string[], { follow, record, set }: Values): OneReplay {
  if (args.length === 0) throw new CommandUsageError('replay needs a tape: polymind replay FILE');
  if (record !== undefined && args.length > 1) {
    throw new CommandUsageError('--record writes one tape, so it takes one tape');
  }
  const list = parseFollowList(follow);
  if (typeof list === 'string') throw new CommandUsageError(list);
  return { follow: list, settings: parseSets(set), recordTo: record ?? null };
}

async function replayOne({ recordTo, ...options }: OneReplay & { path: string }): Promise<Replay> {
  if (recordTo === null) return replayTape(options);
  let failure: Error | null = null;
  const writer = await TapeWriter.open(recordTo, {
    flushEveryMs: FLUSH_EVERY_MS,
    flushEveryLines: FLUSH_EVERY_LINES,
    onError: (error) => {
      failure = error;
    },
  });
  const replay = await replayTape({ ...options, record: (line) => writer.append(line) });
  await writer.close();
  if (failure !== null) throw failure;
  return replay;
}

/** A replay fails when an invariant broke, or a recording did not come out as it was recorded. */
function isSound({ invariants, effects }: Replay): boolean {
  return (
    invariants.violations === 0 &&
    (effects.recorded === null || effects.recorded === effects.sha256)
  );
}

function showProgress(stderr: Output, text: string): void {
  if (stderr.isTTY === true) stderr.write(`\r\u001b[K${text}`);
}

function describe(replay: NamedReplay): string {
  const { tape, inputs, signals, decisions, fills, positions, pnl, invariants, effects } = replay;
  const reasons = Object.entries(decisions.byReason)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `    ${String(count).padStart(7)}  ${reason}\n`)
    .join('');
  const equal =
    effects.recorded === null
      ? ''
      : `  effects ${effects.recorded === effects.sha256 ? 'equal' : 'DIFFER from'} the recording\n`;
  return (
    `${tape}\n` +
    `  ${inputs} lines · signals: ${signals.copy} copy, ${signals.exit} exit\n` +
    `  decisions: ${decisions.accepted} accepted, ${decisions.held} held, ${decisions.denied} denied\n` +
    reasons +
    rejectionLines(replay.rejections) +
    `  PAPER  ${fills} fills · ${positions} open positions · realised ${dollars(pnl.realised)}` +
    ` · unrealised ${dollars(pnl.unrealised)} · fees ${dollars(pnl.fees)}\n` +
    `  invariants: checked ${invariants.checked} times, ${invariants.violations} broken\n` +
    invariants.broken.map((sentence) => `    ${sentence}\n`).join('') +
    replay.problems.map((one) => `  line ${one.lineNumber}: ${one.problem}\n`).join('') +
    equal
  );
}

function dollars(amount: number): string {
  return `${amount < 0 ? '−' : ''}$${Math.abs(amount).toFixed(2)}`;
}
