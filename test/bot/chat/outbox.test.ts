import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address } from '../../../src/bot/chat/address.ts';
import {
  ANSWER_RETRY_MS_MAX,
  FLOODED_MS_MAX,
  OFFLINE_MS_MAX,
} from '../../../src/bot/chat/answer-job.ts';
import {
  type ChatPort,
  FloodError,
  LostError,
  OfflineError,
  type Outgoing,
  RefusedError,
  UnreachableError,
} from '../../../src/bot/chat/chat-port.ts';
import { LANES, type Lane } from '../../../src/bot/chat/lane.ts';
import { ChatOutbox } from '../../../src/bot/chat/outbox.ts';
import { CALL_TIMEOUT_MS, WAITING_MAX } from '../../../src/bot/chat/outbox-queue.ts';
import { plainText, reply, show } from '../../../src/bot/format/compose.ts';
import { VirtualTiming } from '../notice/virtual-timing.ts';

const ONE: Address = { platform: 'telegram', kind: 'person', id: '1' };
const TWO: Address = { platform: 'telegram', kind: 'person', id: '2' };

function said(text: string): Outgoing {
  return { reply: reply(text, { buttons: [show('Why', '/why')] }), taps: ['x'], silent: false };
}

/** A platform that takes as long, and fails as often, as a test wants. */
class Platform implements ChatPort {
  readonly timing = new VirtualTiming();
  readonly arrived: string[] = [];
  readonly reported: unknown[] = [];
  inFlight = new Map<string, number>();
  mostInFlight = 0;
  takesMs = 0;
  fails: (text: string, to: Address) => Error | null = () => null;
  readonly outbox: ChatOutbox;

  constructor() {
    this.outbox = new ChatOutbox({
      ports: { telegram: this },
      timing: this.timing,
      report: (error) => this.reported.push(error),
    });
  }

  send = async (to: Address, message: Outgoing) => {
    await this.#call(to, plainText(message.reply.title));
    return { messageId: `m${this.arrived.length}` };
  };

  edit = (to: Address, sent: { readonly messageId: string }, message: Outgoing) =>
    this.#call(to, `${sent.messageId} := ${plainText(message.reply.title)}`);

  async #call(to: Address, text: string): Promise<void> {
    const count = (this.inFlight.get(to.id) ?? 0) + 1;
    this.inFlight.set(to.id, count);
    this.mostInFlight = Math.max(this.mostInFlight, count);
    if (this.takesMs > 0) {
      await new Promise<void>((done) => this.timing.after(this.takesMs, done));
    }
    this.inFlight.set(to.id, count - 1);
    const failure = this.fails(text, to);
    if (failure !== null) throw failure;
    this.arrived.push(to.id === '1' ? text : `${to.id}: ${text}`);
  }
}

describe('the outbox', () => {
  it('sends what waits for a chat by its lane, each lane in order, one call at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...LANES), { minLength: 2, maxLength: 40 }),
        async (lanes) => {
          const platform = new Platform();
          platform.takesMs = 50;
          platform.outbox.answer(ONE, said('first'), { lane: 'digest' });
          const all = lanes.map((lane, at) => ({ lane, text: `${lane} ${at}` }));
          for (const { lane, text } of all) platform.outbox.answer(ONE, said(text), { lane });
          await platform.timing.advance(50 * (all.length + 2));
          const rank = (lane: Lane): number => LANES.indexOf(lane);
          const expected = all.toSorted((a, b) => rank(a.lane) - rank(b.lane));
          expect(platform.arrived).toEqual(['first', ...expected.map(({ text }) => text)]);
          expect(platform.mostInFlight).toBe(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets no chat wait for another', async () => {
    const platform = new Platform();
    platform.fails = (_text, { id }) => (id === '1' ? new FloodError(60_000) : null);
    platform.outbox.answer(ONE, said('a'), { lane: 'answer' });
    platform.outbox.answer(TWO, said('b'), { lane: 'answer' });
    await platform.timing.advance(0);
    expect(platform.arrived).toEqual(['2: b']);
  });

  it('sends nothing to a chat while its platform wants a pause, then safety first', async () => {
    const platform = new Platform();
    let floods = 1;
    const calls: number[] = [];
    platform.fails = () => {
      calls.push(platform.timing.monotonicMs());
      floods -= 1;
      return floods >= 0 ? new FloodError(60_000) : null;
    };
    platform.outbox.answer(ONE, said('status'), { lane: 'answer' });
    await platform.timing.advance(10);
    platform.outbox.answer(ONE, said('killed'), { lane: 'safety' });
    await expect(platform.outbox.send(ONE, said('fill'), 'money')).rejects.toThrow(FloodError);
    await platform.timing.advance(59_989);
    expect(platform.arrived).toEqual([]);
    await platform.timing.advance(1);
    expect(platform.arrived).toEqual(['killed', 'status']);
    expect(calls).toEqual([0, 60_000, 60_000]);
  });

  it('tells a notifier what became of its one try', async () => {
    const platform = new Platform();
    platform.fails = () => new UnreachableError('blocked');
    await expect(platform.outbox.send(ONE, said('a'), 'money')).rejects.toThrow(UnreachableError);
    platform.fails = () => null;
    await expect(platform.outbox.send(ONE, said('b'), 'money')).resolves.toEqual({
      messageId: 'm1',
    });
    await platform.outbox.edit(ONE, { sent: { messageId: 'm1' }, message: said('c') }, 'money');
    expect(platform.arrived).toEqual(['b', 'm1 := c']);
    const discord = { ...ONE, platform: 'discord' } as const;
    await expect(platform.outbox.send(discord, said('a'), 'money')).rejects.toThrow(OfflineError);
  });

  it('drops the oldest of the least urgent lane when too many wait, and says so', async () => {
    const platform = new Platform();
    let isFlooded = true;
    platform.fails = () => (isFlooded ? new FloodError(1_000) : null);
    platform.outbox.answer(ONE, said('first'), { lane: 'answer' });
    await platform.timing.advance(0);
    for (let at = 0; at < WAITING_MAX; at += 1) {
      platform.outbox.answer(ONE, said(`digest ${at}`), { lane: 'digest' });
    }
    platform.outbox.answer(ONE, said('killed'), { lane: 'safety' });
    isFlooded = false;
    await platform.timing.advance(2_000);
    expect(platform.arrived.slice(0, 3)).toEqual([
      'killed',
      'first',
      '3 answers left out: more came than this chat takes at a time',
    ]);
    expect(platform.arrived[3]).toBe('digest 3');
    expect(platform.arrived).toHaveLength(WAITING_MAX);
    expect(platform.reported).toHaveLength(1);
  });

  it('gives a call up that is never answered', async () => {
    const platform = new Platform();
    platform.takesMs = CALL_TIMEOUT_MS * 10;
    const sent = platform.outbox.send(ONE, said('a'), 'money');
    const failed = expect(sent).rejects.toThrow(LostError);
    await platform.timing.advance(CALL_TIMEOUT_MS);
    await failed;
  });

  it('drops what waits when it is closed, and takes nothing more', async () => {
    const platform = new Platform();
    platform.takesMs = 1_000;
    platform.outbox.answer(ONE, said('under way'), { lane: 'answer' });
    const waiting = platform.outbox.send(ONE, said('waits'), 'money');
    const refused = expect(waiting).rejects.toThrow(OfflineError);
    platform.outbox.close();
    await refused;
    platform.outbox.answer(ONE, said('late'), { lane: 'safety' });
    await platform.timing.advance(10_000);
    expect(platform.arrived).toEqual(['under way']);
    expect(platform.timing.armed).toBe(0);
  });
});

describe('an answer', () => {
  it('is tried for a minute while nothing is reached, then reported', async () => {
    const platform = new Platform();
    let isDown = true;
    platform.fails = () => (isDown ? new OfflineError('no route') : null);
    platform.outbox.answer(ONE, said('a'), { lane: 'answer' });
    await platform.timing.advance(30_000);
    isDown = false;
    await platform.timing.advance(ANSWER_RETRY_MS_MAX);
    expect(platform.arrived).toEqual(['a']);
    isDown = true;
    platform.outbox.answer(ONE, said('b'), { lane: 'answer' });
    await platform.timing.advance(OFFLINE_MS_MAX);
    isDown = false;
    await platform.timing.advance(OFFLINE_MS_MAX);
    expect(platform.arrived).toEqual(['a']);
    expect(platform.reported).toHaveLength(1);
  });

  it('is given up when the platform wants pauses for ever', async () => {
    const platform = new Platform();
    platform.fails = () => new FloodError(30_000);
    platform.outbox.answer(ONE, said('a'), { lane: 'answer' });
    await platform.timing.advance(FLOODED_MS_MAX + 60_000);
    expect(platform.reported).toHaveLength(1);
    expect(platform.timing.armed).toBe(0);
  });

  it('says that it may repeat when the first one may have arrived', async () => {
    const platform = new Platform();
    let lost = 1;
    platform.fails = () => {
      lost -= 1;
      return lost >= 0 ? new LostError('no answer') : null;
    };
    platform.outbox.answer(ONE, said('a'), { lane: 'answer' });
    await platform.timing.advance(1_000);
    expect(platform.arrived).toEqual(['a (may repeat)']);
  });

  it('replaces a message, or follows it where that cannot be changed, as bare text at last', async () => {
    const platform = new Platform();
    platform.outbox.answer(ONE, said('new'), { lane: 'answer', replaces: { messageId: 'm9' } });
    await platform.timing.advance(0);
    expect(platform.arrived).toEqual(['m9 := new']);
    const tried: string[] = [];
    platform.fails = (text) => {
      tried.push(text);
      return tried.length < 3 ? new RefusedError('no') : null;
    };
    platform.outbox.answer(ONE, said('next'), { lane: 'answer', replaces: { messageId: 'm9' } });
    await platform.timing.advance(0);
    expect(tried).toEqual(['m9 := next', 'next', 'next']);
    expect(platform.reported).toHaveLength(2);
  });
});
