import { LiveSocket, type LiveSocketOptions } from '../../../src/data/socket/live-socket.ts';
import type { SilenceVerdict } from '../../../src/data/socket/socket-link.ts';
import { VirtualSockets } from './virtual-sockets.ts';

export const OPTIONS: LiveSocketOptions = {
  url: 'wss://venue.test/ws',
  frameBytesMax: 1_000,
  isCompressed: true,
  connectTimeoutMs: 10_000,
  keepAlive: { text: 'PING', answer: 'PONG', everyMs: 10_000, isAnswered: true },
  silenceMsMax: 30_000,
  probeTimeoutMs: 5_000,
  pace: null,
};

export function live(change: Partial<LiveSocketOptions> = {}) {
  const runtime = new VirtualSockets();
  const texts: [string, number][] = [];
  const lost: string[] = [];
  const heard = { opens: 0, silences: 0 };
  const owner = { verdict: 'fault' as SilenceVerdict, greeting: 'hello' };
  const socket: LiveSocket = new LiveSocket({ ...OPTIONS, ...change }, runtime, {
    onOpen: () => {
      heard.opens += 1;
      socket.send(owner.greeting);
    },
    onText: (text, receivedAtMs) => texts.push([text, receivedAtMs]),
    onLost: (reason) => lost.push(reason),
    onSilence: () => {
      heard.silences += 1;
      return owner.verdict;
    },
  });
  return { runtime, socket, texts, lost, heard, owner };
}

export function opened(change: Partial<LiveSocketOptions> = {}) {
  const setup = live(change);
  setup.socket.start();
  setup.runtime.last.open();
  return setup;
}

/** Lets time pass in steps, the venue answering each PING. */
export function answering({ runtime }: ReturnType<typeof live>, ms: number): void {
  for (let passed = 0; passed < ms; passed += 1_000) {
    runtime.advance(1_000);
    if (runtime.last.state === 'open') runtime.last.text('PONG');
  }
}
