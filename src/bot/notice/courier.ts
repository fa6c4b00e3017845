import type { PendingNotice } from '../../engine/contract/chat-store.ts';
import type { Notice } from '../../engine/domain/notice.ts';
import { bareReply } from '../chat/bare-outgoing.ts';
import { isUnsent, RefusedError, type Sent } from '../chat/chat-port.ts';
import { count } from '../format/amounts.ts';
import { reply, show } from '../format/compose.ts';
import { Burst } from './burst.ts';
import { burstItem, burstReply } from './burst-card.ts';
import { lookUp, type NoticeContext, namesOf } from './context.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { markedRepeat } from './mark-repeat.ts';
import type { NoticeMessage } from './notice-message.ts';
import type { NoticeCard, NoticeSink } from './notice-sink.ts';
import type { NoticePolicy } from './policy.ts';
import type { Timing } from './timing.ts';
import { TOPIC_RULES, topicOf } from './topics.ts';
import { isJoinable, plainNotice, wordNotice } from './word-notice.ts';

export interface CourierOptions {
  readonly log: DeliveryLog;
  readonly policy: Pick<NoticePolicy, 'maySound' | 'sounded'>;
  readonly context: NoticeContext;
  readonly sink: NoticeSink;
  readonly timing: Timing;
  readonly report: (error: unknown) => void;
}

/** Words notices and hands them over, one by one or many in a card, and marks what became of them. */
export class Courier {
  readonly #options: CourierOptions;
  readonly #burst: Burst;
  /** Refused as it was: sent as bare text. */
  readonly #bare = new Set<string>();
  #skipped = 0;

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#burst = new Burst(options.timing);
  }

  /** Whether the next one is shown by itself, not in a card with others. */
  isSingle(notice: Notice): boolean {
    if (this.#options.sink.edit === null || !isJoinable(notice)) return true;
    return this.#burst.admitsSingle();
  }

  /** How long the card of many still has to wait. */
  get burstWaitMs(): number {
    return this.#burst.waitMs();
  }

  /** Tells one notice by itself. @throws StoreError, and as {@link NoticeSink.send} */
  async single(pending: PendingNotice): Promise<void> {
    const { log, policy } = this.#options;
    const { notice } = pending;
    const mayRepeat = log.mayRepeat(pending);
    const isLoud = policy.maySound(notice);
    const message = await this.#worded(pending, { isLoud, mayRepeat });
    await log.trying([pending]);
    const { lane } = TOPIC_RULES[topicOf(notice)];
    const card: NoticeCard = { message, lane, noticeIds: [notice.id] };
    const sent = await this.#handOver(card, (one) => this.#options.sink.send(one));
    if (sent === null) {
      await log.end([notice.id], 'refused');
      return;
    }
    if (isLoud) policy.sounded();
    if (isJoinable(notice)) this.#burst.single();
    await log.end([notice.id], 'sent');
  }

  /**
   * Tells many in one card, a new one or the one that tells of those before; returns how many fit.
   * @throws StoreError, and as {@link NoticeSink.send}
   */
  async together(all: readonly PendingNotice[]): Promise<number> {
    const { log, policy, sink } = this.#options;
    const pending = all.slice(0, this.#burst.room);
    const noticeIds = pending.map(({ notice }) => notice.id);
    const messages = await Promise.all(
      pending.map((one) => this.#worded(one, { isLoud: false, mayRepeat: log.mayRepeat(one) })),
    );
    const [first] = messages;
    if (first === undefined) return 0;
    const { card } = this.#burst;
    const isLoud = card === null && pending.some(({ notice }) => policy.maySound(notice));
    const added = messages.map((message, at) =>
      burstItem(message, pending[at]?.notice.ledger ?? null),
    );
    const items = [...(card?.items ?? []), ...added];
    const mayRepeat = pending.some((one) => log.mayRepeat(one));
    const written = burstReply(items);
    const message: NoticeMessage = {
      ...first,
      reply: mayRepeat ? markedRepeat(written) : written,
      delivery: isLoud ? 'on' : 'silent',
    };
    await log.trying(pending);
    const whole: NoticeCard = { message, lane: 'money', noticeIds };
    const sent = await this.#place(whole, card?.sent ?? null, sink);
    if (sent === null) {
      await log.end(noticeIds, 'refused');
      return pending.length;
    }
    if (isLoud) policy.sounded();
    this.#burst.shown(sent, items);
    await log.end(noticeIds, 'joined');
    return pending.length;
  }

  /** Notes what came too late. */
  skip(notices: number): void {
    this.#skipped += notices;
  }

  /** Says once how many came too late. @throws as {@link NoticeSink.send} */
  async tellSkipped(): Promise<void> {
    if (this.#skipped === 0) return;
    const skipped = this.#skipped;
    const { sink, timing } = this.#options;
    const line = reply(`${count(skipped, 'older notice')} skipped · /why today`, {
      symbol: '!',
      buttons: [show('Why', '/why today')],
    });
    const message: NoticeMessage = {
      id: 'skipped',
      atMs: timing.nowMs(),
      reply: line,
      about: 'skipped',
      delivery: 'silent',
      tally: 'notice',
      urgent: true,
    };
    await this.#handOver({ message, lane: 'alert', noticeIds: [] }, (one) => sink.send(one));
    this.#skipped -= skipped;
  }

  /** Changes the card that is there, or sends a new one; `null` when neither is taken. */
  async #place(card: NoticeCard, there: Sent | null, sink: NoticeSink): Promise<Sent | null> {
    if (there === null || sink.edit === null) {
      return this.#handOver(card, (one) => sink.send(one));
    }
    try {
      await sink.edit(there, card);
      return there;
    } catch (error) {
      if (isRefusal(error)) this.#burst.lose();
      throw this.#noted(error, card);
    }
  }

  /** Sends; what is refused is sent once more as bare text. `null` when that is refused as well. */
  async #handOver(
    card: NoticeCard,
    send: (card: NoticeCard) => Promise<Sent>,
  ): Promise<Sent | null> {
    const { report } = this.#options;
    const { id } = card.message;
    try {
      if (!this.#bare.has(id)) return await send(card);
    } catch (error) {
      if (!isRefusal(error)) throw this.#noted(error, card);
      report(error);
      this.#bare.add(id);
    }
    try {
      const sent = await send(asBare(card));
      this.#bare.delete(id);
      return sent;
    } catch (error) {
      if (!isRefusal(error)) throw this.#noted(error, card);
      report(error);
      this.#bare.delete(id);
      return null;
    }
  }

  /** What may have arrived is a possible repeat from now on. */
  #noted(error: unknown, { noticeIds }: NoticeCard): unknown {
    if (!isUnsent(error)) this.#options.log.lost(noticeIds);
    return error;
  }

  /** Names may be missing, and values wrong; the message is not. */
  async #worded(
    { notice }: PendingNotice,
    { isLoud, mayRepeat }: { readonly isLoud: boolean; readonly mayRepeat: boolean },
  ): Promise<NoticeMessage> {
    const { context, report } = this.#options;
    const going = { delivery: isLoud ? 'on' : 'silent', mayRepeat } as const;
    let facts = null;
    try {
      facts = await lookUp(notice, context);
    } catch (error) {
      report(error);
    }
    try {
      return wordNotice(facts ?? namesOf(notice, context), going);
    } catch (error) {
      report(error);
      return plainNotice(notice, going);
    }
  }
}

function asBare(card: NoticeCard): NoticeCard {
  const { message } = card;
  return { ...card, message: { ...message, reply: bareReply(message.reply) } };
}

function isRefusal(error: unknown): boolean {
  return error instanceof RefusedError;
}
