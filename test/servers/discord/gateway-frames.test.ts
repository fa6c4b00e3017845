import { GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { DiscordDouble } from './discord-double.ts';

const IDENTIFY = 2;
const RESUME = 6;

let double: DiscordDouble;

beforeEach(async () => {
  double = await DiscordDouble.start();
});

afterEach(() => double.stop());

describe('a websocket that no library would open', () => {
  const closedWith = (socket: WebSocket): Promise<number> =>
    new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
  const open = async (query = '?v=10&encoding=json'): Promise<WebSocket> => {
    const socket = new WebSocket(`${double.gateway.url}/${query}`);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    return socket;
  };
  const identify = (token: string, intents: unknown): string =>
    JSON.stringify({ op: IDENTIFY, d: { token, intents, properties: { os: 'linux' } } });

  test('is closed with the code of what it did wrong', async () => {
    const sent: readonly (readonly [frame: string, code: number])[] = [
      ['no json', 4002],
      ['{"op":99}', 4001],
      ['{"op":3,"d":{}}', 4003],
      [identify('wrong', 1), 4004],
      [identify(double.token, 1 << 30), 4013],
      [identify(double.token, GatewayIntentBits.GuildMembers), 4014],
      [JSON.stringify({ op: RESUME, d: { token: 'wrong', session_id: 'x', seq: 1 } }), 4004],
    ];
    for (const [frame, code] of sent) {
      const socket = await open();
      const closed = closedWith(socket);
      socket.send(frame);
      expect([frame, await closed]).toEqual([frame, code]);
    }
    expect(await closedWith(await open('?v=9&encoding=json'))).toBe(4012);
  });

  test('is told 4005 when it identifies twice', async () => {
    const socket = await open();
    const closed = closedWith(socket);

    socket.send(identify(double.token, 1));
    socket.send(identify(double.token, 1));

    expect(await closed).toBe(4005);
  });

  test('is told 9 when it resumes a session that is not there', async () => {
    const socket = await open();
    const answers: unknown[] = [];
    socket.addEventListener('message', ({ data }) => answers.push(JSON.parse(String(data))));

    socket.send(
      JSON.stringify({ op: RESUME, d: { token: double.token, session_id: 'x', seq: 1 } }),
    );

    await double.until(() => answers.some((each) => (each as { op: number }).op === 9), {
      what: () => JSON.stringify(answers),
    });
    expect(answers.at(-1)).toEqual({ op: 9, d: false });
    socket.close();
  });

  test('is closed when it talks too much', async () => {
    const socket = await open();
    const closed = closedWith(socket);

    for (let sent = 0; sent <= 120; sent += 1) socket.send('{"op":1,"d":null}');

    expect(await closed).toBe(4008);
  });
});
