import { type Address, addressKey } from '../../bot/chat/address.ts';
import type { ChatOutbox } from '../../bot/chat/outbox.ts';
import { tapDataOf } from '../../bot/chat/tap-data.ts';
import { chatSink } from '../../bot/notice/chat-sink.ts';
import { Digest } from '../../bot/notice/digest.ts';
import { Notifier } from '../../bot/notice/notifier.ts';
import { NoticePolicy } from '../../bot/notice/policy.ts';
import type { Reply } from '../../bot/reply.ts';
import type { ChatDesk } from './chat-desk.ts';

export interface TargetOptions {
  readonly address: Address;
  readonly desk: ChatDesk;
  readonly outbox: ChatOutbox;
  readonly isAdmin: () => boolean;
}

/** One chat that is told of things: by its own preferences, at its own pace. */
export class Target {
  readonly notifier: Notifier;
  readonly #digest: Digest;
  readonly #offWake: () => void;

  constructor({ address, desk, outbox, isAdmin }: TargetOptions) {
    const target = addressKey(address);
    const { preferences, store, notices: context, report, program, timing } = desk;
    const taps = (reply: Reply): readonly string[] => {
      const { taps: pending } = desk.chats.of(target);
      pending.offer(reply.buttons, { actor: null, nowMs: timing.nowMs() });
      return reply.buttons.map((button) => tapDataOf(button, pending));
    };
    const policy = new NoticePolicy({
      target,
      preferences: () => preferences.of(target),
      isAdmin,
      timeZone: () => program.queries.timeZone(),
      nowMs: () => timing.nowMs(),
    });
    this.notifier = new Notifier({
      target,
      store,
      ready: () => preferences.ready(),
      policy,
      context,
      sink: chatSink({ to: address, outbox, taps }),
      timing,
      // Who was just let in is greeted, not told that he was.
      firstMs: timing.nowMs() + 1,
      report,
    });
    this.#digest = new Digest({
      target,
      queries: program.queries,
      store,
      send: async (reply) => {
        await outbox.send(address, { reply, taps: taps(reply), silent: true }, 'digest');
      },
      timing,
      report,
    });
    this.#offWake = desk.onWake(() => this.notifier.wake());
  }

  start(): void {
    this.notifier.start();
    this.#digest.start();
  }

  async close(): Promise<void> {
    this.#offWake();
    await Promise.all([this.notifier.close(), this.#digest.close()]);
  }
}
