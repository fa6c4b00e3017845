import { type ConsoleOptions, ConsoleSurface } from '../../../src/bot/console/console.ts';
import type { NoticeMessage } from '../../../src/bot/notice/notice-message.ts';
import type { Line, Reply } from '../../../src/bot/reply.ts';
import { VirtualTiming } from '../notice/virtual-timing.ts';
import { FakeInput, FakeOutput } from './streams.ts';

export const HEADER: readonly Line[] = [
  [
    ' ',
    { bold: 'PolyMind demo' },
    '   simulated venues · no network · no real money   seed 7   00:52',
  ],
  [
    ' PAPER  equity $505.86   today ',
    { gain: '+$5.86' },
    '   open 6 · $29.98   copied 8 · skipped 14',
  ],
  ' feeds  Polymarket 0.1 s   Kalshi 0.4 s   Binance 0.1 s   http://127.0.0.1:8420',
];

export const FOOTER: readonly Line[] = [
  [
    ' Try   ',
    { code: '/why 2' },
    '                  why that trade was not copied, with both numbers',
  ],
  [
    '       ',
    { code: '/wallet ace scale 0.5' },
    "   half of ace's size: watch the next copy change",
  ],
  ['       ', { code: '/kill' }, '                   stop everything, and see the proof'],
  ' Phone: set TELEGRAM_BOT_TOKEN, run it again, and this world messages you',
];

/** Minutes and seconds since the start of virtual time. */
export function demoClock(atMs: number): string {
  const seconds = Math.floor((atMs - 1_000_000) / 1_000);
  const two = (of: number): string => String(of).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

export function plainReply(title: string, ...lines: readonly string[]): Reply {
  const blocks = lines.length === 0 ? [] : [{ kind: 'lines', lines } as const];
  return { symbol: null, title, blocks, buttons: [] };
}

/** A console in a terminal or in a pipe, with time that stands still. */
export class Session {
  readonly timing = new VirtualTiming();
  readonly output: FakeOutput;
  readonly input: FakeInput;
  readonly surface: ConsoleSurface;
  /** Lines that were dispatched. */
  readonly lines: string[] = [];
  readonly reported: unknown[] = [];
  readonly remembered: string[] = [];
  quits = 0;

  constructor({
    tty = true,
    ttyInput = tty,
    columns = 80,
    rows = 24,
    ...options
  }: Partial<ConsoleOptions> & {
    readonly tty?: boolean;
    readonly ttyInput?: boolean;
    readonly columns?: number;
    readonly rows?: number;
  } = {}) {
    this.output = new FakeOutput({ tty, columns, rows });
    this.input = new FakeInput(ttyInput);
    this.surface = new ConsoleSurface({
      input: this.input,
      output: this.output,
      timing: this.timing,
      tap: async (button) => plainReply(`tapped ${button.label}`),
      isUrgent: (line) => /^\/?kill\b/.test(line),
      header: () => HEADER,
      footer: () => FOOTER,
      complete: () => [],
      clock: demoClock,
      history: { load: () => [], append: (line) => this.remembered.push(line) },
      colour: true,
      screen: true,
      quit: () => {
        this.quits += 1;
      },
      report: (error) => this.reported.push(error),
      ...options,
      dispatch: async (line) => {
        this.lines.push(line);
        return (await options.dispatch?.(line)) ?? plainReply(`answer to ${line}`);
      },
    });
    this.surface.start();
  }

  get screen(): string[] {
    return this.output.terminal.lines;
  }
}

/** A card of a given kind at the present moment. */
export function message(
  of: Partial<NoticeMessage> & Pick<NoticeMessage, 'reply'>,
  atMs = 1_000_000,
): NoticeMessage {
  return {
    id: 'n',
    about: 'subject',
    delivery: 'on',
    tally: 'copy',
    urgent: false,
    atMs,
    ...of,
  };
}

export const COPY: Reply = {
  symbol: '●',
  title: 'PAPER bought 8.06 YES at 62.0¢ · $5.00',
  blocks: [
    {
      kind: 'lines',
      lines: [
        [
          { link: 'Fed cuts in December?', url: 'https://polymarket.com/event/fed' },
          '   ace paid 61.7¢ · we were 1.9 s behind, 0.3¢ worse',
        ],
      ],
    },
  ],
  buttons: [
    { label: 'Why', tap: { kind: 'command', text: '/why K3M9QX' }, style: 'plain', validMs: 9 },
  ],
};

export const SKIP: Reply = {
  symbol: '✕',
  title: 'PAPER not copied: price moved 2.0¢, limit 1.5¢',
  blocks: [
    {
      kind: 'lines',
      lines: ['Will Turkey call an election?   whale-7 paid 31.0¢, book is 33.0¢'],
    },
  ],
  buttons: [],
};

/** An answer with everything in it. */
export const BALANCE: Reply = {
  symbol: '◆',
  title: ['PAPER made ', { gain: '+$5.86' }, ' today'],
  blocks: [
    {
      kind: 'table',
      head: ['wallet', 'copies', 'made'],
      align: ['left', 'right', 'right'],
      rows: [
        ['ace', '7', '+$8.10'],
        ['東京ビッグ', '12', '−$2.24'],
      ],
    },
    {
      kind: 'lines',
      lines: [
        [
          '  ',
          { code: '/wallet ace scale 0.5' },
          "   half of ace's size: the next copy of ace costs half of what it would have cost otherwise, and so on",
        ],
      ],
    },
  ],
  buttons: [
    { label: 'Undo', tap: { kind: 'command', text: '/undo' }, style: 'safe', validMs: 60_000 },
    { label: 'Why', tap: { kind: 'command', text: '/why' }, style: 'plain', validMs: 60_000 },
  ],
};
