import type { ConsoleInput, ConsoleOutput } from '../../bot/console/streams.ts';
import type { Line } from '../../bot/reply.ts';
import { bookLine, feedWords } from '../console/headline.ts';
import { HostConsole } from '../console/host-console.ts';
import { NO_HISTORY } from '../console/line-history-file.ts';
import { Recorder } from '../running/recorder.ts';
import { type DemoOptions, startDemo } from './demo-run.ts';

export interface InteractiveOptions
  extends Omit<DemoOptions, 'observers' | 'onNotices' | 'onFatal'> {
  readonly input: ConsoleInput;
  readonly output: ConsoleOutput;
  readonly colour: boolean;
  readonly screen: boolean;
  readonly recordTo: string | null;
  /** Resolves when the person or the host wants the demo to end. */
  readonly stopped: Promise<unknown>;
}

/** The demo with somebody watching. Resolves when it has ended. */
export async function runInteractive(options: InteractiveOptions): Promise<void> {
  const { recordTo, seed, log } = options;
  let end: (reason: unknown) => void = () => undefined;
  const ended = new Promise<unknown>((done) => {
    end = done;
  });
  const recorder = recordTo === null ? null : await Recorder.open(recordTo, end);
  let console: HostConsole | null = null;
  const demo = await startDemo({
    ...options,
    observers: recorder === null ? [] : [recorder],
    onNotices: () => console?.wake(),
    onFatal: end,
  });
  const startedAtMs = Date.now();
  const { queries } = demo.program;
  const clock = (atMs: number): string => clockOf(atMs - startedAtMs);
  console = new HostConsole({
    ...options,
    program: demo.program,
    store: demo.store,
    header: (columns) => {
      const status = queries.status();
      return [
        headline({ seed, clock: clock(Date.now()) }, columns),
        bookLine(status),
        ` feeds  ${feedWords(status.feeds)}`,
      ];
    },
    footer: () => INVITATIONS,
    clock,
    history: NO_HISTORY,
    quit: () => end(null),
    report: (error) => log.error({ err: error }, 'the console'),
  });
  console.start();
  const reason = await Promise.race([ended, options.stopped.then(() => null)]);
  await console.close();
  await demo.close();
  await recorder?.close();
  if (reason !== null) throw reason;
}

const INVITATIONS: readonly Line[] = [
  [' Try   ', { code: '/why 2' }, '                  why #2 was copied or not, with both numbers'],
  [
    '       ',
    { code: '/wallet ace scale 0.5' },
    "   half of ace's size: watch the next copy change",
  ],
  ['       ', { code: '/kill' }, '                   stop everything, and see the proof'],
];

function headline(
  { seed, clock }: { readonly seed: string; readonly clock: string },
  columns: number,
): Line {
  const name = ' PolyMind demo';
  const what = '   simulated venues · no network · no real money';
  const right = `seed ${seed}   ${clock}`;
  const gap = ' '.repeat(Math.max(3, columns - name.length - what.length - right.length - 1));
  return [{ bold: name }, what, gap, right];
}

/** `00:52` since the start. */
function clockOf(sinceMs: number): string {
  const seconds = Math.max(0, Math.floor(sinceMs / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
