import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { position } from '../../chat-facts.ts';
import { eventually } from '../../discord/rig.ts';
import { ADMIN, VIEWER, WebRig } from '../rig.ts';

/** A reader of the stream that may stop reading. */
function listen(
  rig: WebRig,
  token: string,
  lastEventId: string | null = null,
): Promise<{ readonly socket: Socket; readonly heard: () => string }> {
  const { hostname, port, host } = new URL(rig.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket.on('data', (bytes) => {
    heard += bytes.toString();
  });
  socket.on('error', () => undefined);
  const back = lastEventId === null ? '' : `last-event-id: ${lastEventId}\r\n`;
  socket.write(
    `GET /api/live HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n${back}\r\n`,
  );
  return new Promise((done) => {
    socket.once('data', () => done({ socket, heard: () => heard }));
  });
}

test('what changes is told within a moment, and a reader who comes back misses nothing', async () => {
  const rig = await new WebRig().open();
  const token = await rig.signIn(VIEWER);
  const one = await listen(rig, token);
  await eventually(() => one.heard().includes('event: snapshot'));
  expect(one.heard()).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(one.heard()).toMatch(/content-type: text\/event-stream/i);
  expect(one.heard()).toMatch(/x-accel-buffering: no/i);
  await rig.say('/pause', await rig.signIn(ADMIN));
  await eventually(() => /event: delta[\s\S]*"paused":\{"cause":"person"/.test(one.heard()));
  const seen = [...one.heard().matchAll(/^id: (\S+)$/gm)].at(-1)?.[1] ?? '';
  one.socket.destroy();
  await eventually(() => rig.server?.hub.counts.listeners === 0);
  rig.world.positions = [];
  const back = await listen(rig, token, seen);
  await eventually(() => back.heard().includes('"gone":['));
  expect(back.heard()).not.toContain('event: snapshot');
  expect(rig.reports).toEqual([]);
});

test('a reader who takes nothing is dropped, and holds no more than its bound meanwhile', async () => {
  const rig = await new WebRig().open();
  const token = await rig.signIn(VIEWER);
  const stalled = await listen(rig, token);
  const quick = await listen(rig, token);
  stalled.socket.pause();
  const many = (turn: number) =>
    Array.from({ length: 2_000 }, (_, index) => {
      const view = position();
      const shares = { ...view.position, tokenId: `${index}` as never, fees: turn as never };
      return { ...view, position: shares };
    });
  let turn = 0;
  await eventually(() => {
    turn += 1;
    rig.world.positions = many(turn);
    return (rig.server?.hub.counts.dropped ?? 0) > 0;
  });
  expect(rig.server?.hub.counts.listeners).toBe(1);
  const before = quick.heard().length;
  await eventually(() => quick.heard().length > before);
});

test('a stream is refused to who is not signed in', async () => {
  const rig = await new WebRig().open();
  const refused = await listen(rig, 'x'.repeat(43));
  await eventually(() => refused.heard().startsWith('HTTP/1.1 401'));
  expect(rig.server?.hub.counts.listeners).toBe(0);
});

test('a server that closes ends its streams', async () => {
  const rig = await new WebRig().open();
  const one = await listen(rig, await rig.signIn(VIEWER));
  let hasEnded = false;
  one.socket.on('close', () => {
    hasEnded = true;
  });
  await rig.server?.close();
  await eventually(() => hasEnded);
});
