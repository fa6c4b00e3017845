import type { Sent } from '../../../src/bot/chat/chat-port.ts';
import { plainText } from '../../../src/bot/format/compose.ts';
import type { NoticeContext } from '../../../src/bot/notice/context.ts';
import type { NoticeCard, NoticeSink } from '../../../src/bot/notice/notice-sink.ts';
import { Notifier } from '../../../src/bot/notice/notifier.ts';
import { NoticePolicy } from '../../../src/bot/notice/policy.ts';
import { PHONE_PREFERENCES, type Preferences } from '../../../src/bot/notice/preferences.ts';
import { PAPER } from '../../../src/engine/domain/ids.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { ChatRows } from './chat-rows.ts';
import { context, notice } from './examples.ts';
import { VirtualTiming } from './virtual-timing.ts';

/** 12:00 in UTC on a Monday. */
export const NOON_MS = Date.UTC(2026, 10, 23, 12);

/** A message as it stands in the chat. */
export interface Shown {
  readonly id: string;
  text: string;
  noticeIds: string[];
  edits: number;
  readonly isLoud: boolean;
  readonly lane: string;
}

/** A phone: what its chat shows, and how the platform behaves. */
export class Phone implements NoticeSink {
  readonly shown: Shown[] = [];
  /** Before a call; may throw. `arrives` says that it came through although no answer did. */
  before: (card: NoticeCard, call: 'send' | 'edit') => undefined | { readonly arrives: Error } =
    () => undefined;

  send = async (card: NoticeCard): Promise<Sent> => {
    const lost = this.before(card, 'send');
    const id = `m${this.shown.length + 1}`;
    this.shown.push({
      id,
      text: textOf(card),
      noticeIds: [...card.noticeIds],
      edits: 0,
      isLoud: card.message.delivery === 'on',
      lane: card.lane,
    });
    if (lost !== undefined) throw lost.arrives;
    return { messageId: id };
  };

  edit = async (sent: Sent, card: NoticeCard): Promise<void> => {
    const lost = this.before(card, 'edit');
    const there = this.shown.find(({ id }) => id === sent.messageId);
    if (there === undefined) throw new Error(`no message ${sent.messageId}`);
    there.text = textOf(card);
    there.noticeIds.push(...card.noticeIds);
    there.edits += 1;
    if (lost !== undefined) throw lost.arrives;
  };

  get titles(): string[] {
    return this.shown.map(({ text }) => text.split('\n')[0] ?? '');
  }

  get told(): string[] {
    return this.shown.flatMap(({ noticeIds }) => noticeIds);
  }
}

function textOf({ message: { reply } }: NoticeCard): string {
  const first = `${reply.symbol ?? ''} ${plainText(reply.title)}`.trim();
  const rows = reply.blocks.flatMap((one) =>
    one.kind === 'lines' ? one.lines.map(plainText) : [],
  );
  return [first, ...rows].join('\n');
}

/** A target over several runs of the program: its rows and its phone stay. */
export class Life {
  readonly timing = new VirtualTiming(NOON_MS);
  readonly rows = new ChatRows();
  readonly phone = new Phone();
  readonly reported: unknown[] = [];
  preferences: Preferences;
  notifier: Notifier;
  #notices = 0;

  constructor(preferences: Partial<Preferences> = {}) {
    this.preferences = { ...PHONE_PREFERENCES, quiet: null, ...preferences };
    this.notifier = this.#run(this.phone);
  }

  #run(sink: NoticeSink, knows: NoticeContext = context()): Notifier {
    const { timing } = this;
    return new Notifier({
      target: 'telegram:1',
      store: this.rows,
      ready: async () => undefined,
      policy: new NoticePolicy({
        target: 'telegram:1',
        preferences: () => this.preferences,
        isAdmin: () => true,
        timeZone: () => 'UTC',
        nowMs: () => timing.nowMs(),
      }),
      context: knows,
      sink,
      timing,
      firstMs: 0,
      report: (error) => this.reported.push(error),
    });
  }

  /** A run that knows the world in another way, or shows its cards elsewhere. */
  restart(sink: NoticeSink = this.phone, knows: NoticeContext = context()): void {
    void this.notifier.close();
    this.notifier = this.#run(sink, knows);
    this.notifier.start();
  }

  /** Writes a notice; nobody is woken. */
  write(of: Partial<Notice> & Pick<Notice, 'kind'>): Notice {
    this.#notices += 1;
    const one = notice({
      id: `n${this.#notices}`,
      subject: `subject${this.#notices}`,
      atMs: this.timing.nowMs(),
      ...of,
    });
    this.rows.notices.push(one);
    return one;
  }

  /** The same, and everybody is woken. */
  async tell(of: Partial<Notice> & Pick<Notice, 'kind'>): Promise<Notice> {
    const one = this.write(of);
    this.notifier.wake();
    await this.timing.advance(0);
    return one;
  }

  get states(): Record<string, string> {
    return Object.fromEntries(this.rows.states);
  }
}

export const COPY = {
  kind: 'fill',
  ledger: PAPER,
  data: { side: 'buy', whole: 1, quantity: 8_060_000, price: 620_000, notional: 5_000_000 },
} as const;
export const EXIT = { ...COPY, data: { ...COPY.data, side: 'sell' } } as const;
export const KILL = {
  kind: 'killed',
  ledger: null,
  data: { reason: 'by telegram:2', canceled: 0 },
} as const;
