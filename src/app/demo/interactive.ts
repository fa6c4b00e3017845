import type { ConsoleInput, ConsoleOutput } from '../../bot/console/streams.ts';
import { shortAddress } from '../../bot/format/names.ts';
import type { Line } from '../../bot/reply.ts';
import type { StatusView } from '../../engine/contract/views.ts';
import { Chat } from '../chat/chat.ts';
import type { ChatDesk } from '../chat/chat-desk.ts';
import { Dashboard, requireSafeDashboard } from '../chat/dashboard.ts';
import type { Config } from '../config.ts';
import { bookLine, feedWords } from '../console/headline.ts';
import { HostConsole } from '../console/host-console.ts';
import { NO_HISTORY } from '../console/line-history-file.ts';
import { Recorder } from '../running/recorder.ts';
import { type DemoOptions, startDemo } from './demo-run.ts';
import type { DemoTrading } from './demo-trading.ts';

export interface InteractiveOptions
  extends Omit<DemoOptions, 'observers' | 'onNotices' | 'onFatal'> {
  readonly input: ConsoleInput;
  readonly output: ConsoleOutput;
  readonly colour: boolean;
  readonly screen: boolean;
  readonly recordTo: string | null;
  /** Resolves when the person or the host wants the demo to end. */
  readonly stopped: Promise<unknown>;
  /** Bots that the environment names. */
  readonly phones: Pick<Config, 'telegram' | 'discord' | 'web'>;
}

/** The demo with somebody watching. Resolves when it has ended. */
export async function runInteractive(options: InteractiveOptions): Promise<void> {
  const { recordTo, seed, log } = options;
  requireSafeDashboard(options.phones);
  let end: (reason: unknown) => void = () => undefined;
  const ended = new Promise<unknown>((done) => {
    end = done;
  });
  const recorder = recordTo === null ? null : await Recorder.open(recordTo, end);
  let desk: ChatDesk | null = null;
  const demo = await startDemo({
    ...options,
    trades: true,
    observers: recorder === null ? [] : [recorder],
    onNotices: () => desk?.wake(),
    onFatal: end,
  });
  const startedAtMs = Date.now();
  const report = (error: unknown): void => log.error({ err: error }, 'the console');
  const { telegram, discord } = options.phones;
  const hasPhone = telegram.botToken !== null || discord.botToken !== null;
  const { queries } = demo.program;
  const clock = (atMs: number): string => clockOf(atMs - startedAtMs);
  const config = { ...options.phones, dataDir: demo.dataDir };
  const { people, store } = demo;
  const dashboard = new Dashboard({ config, people, store, takesAnyPort: true, report });
  const chat = new Chat({ ...demo, config, log, web: dashboard.door, report });
  desk = chat.desk;
  await dashboard.open(chat);
  const console = new HostConsole({
    ...options,
    desk,
    header: (columns) => {
      const status = queries.status();
      return [
        headline({ seed, clock: clock(Date.now()) }, columns),
        bookLine(status),
        ` feeds  ${feedWords(status.feeds)}`,
        ...(demo.trading === null ? [] : [liveLine(status, demo.trading)]),
        dashboard.line({ withKey: true }),
        ...chat.lines,
      ];
    },
    footer: () => (hasPhone ? INVITATIONS : [...INVITATIONS, PHONE]),
    clock,
    history: NO_HISTORY,
    dataDir: demo.dataDir,
    quit: () => end(null),
    report,
  });
  console.start();
  chat.start(console);
  const reason = await Promise.race([ended, options.stopped.then(() => null)]);
  await dashboard.close();
  await chat.close();
  await console.close();
  await demo.close();
  await recorder?.close();
  if (reason !== null) throw reason;
}

const PHONE: Line = [
  ' Phone: set ',
  { code: 'TELEGRAM_BOT_TOKEN' },
  ', run it again, and this world messages you',
];

const INVITATIONS: readonly Line[] = [
  [' Try   ', { code: '/why 2' }, '                  why #2 was copied or not, with both numbers'],
  [
    '       ',
    { code: '/wallet ace scale 0.5' },
    "   half of ace's size: watch the next copy change",
  ],
  [
    '       ',
    { code: '/mode live' },
    "              ace's copies become signed orders: a throw-away key",
  ],
  ['       ', { code: '/kill' }, '                   stop everything, and see the proof'],
];

/** The account that can trade here, and the code that an authenticator app would show. */
function liveLine({ mode, liveMissing }: StatusView, { trading, code }: DemoTrading): Line {
  const digits = code(Date.now()).replace(/^(...)/, '$1 ');
  const address = shortAddress(trading.key.account.funder);
  const state =
    mode === 'live'
      ? 'LIVE'
      : liveMissing.length === 0
        ? 'ready'
        : 'not ready: /mode live says why';
  return ` live   ${address} · throw-away key · ${state} · code ${digits}`;
}

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
