import { EventEmitter, once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ControlClient } from '../../../src/ops/control/client.ts';
import { Exchange, type Line } from '../../../src/ops/control/exchange.ts';
import { operatorKeyOf, operatorName, operatorRoleOf } from '../../../src/ops/control/messages.ts';
import { socketPlace } from '../../../src/ops/control/socket-path.ts';
import { temporaryFolder } from '../folder.ts';
import { actsOf, KILL, PROOF, served } from './served.ts';

/** Sends bytes as they are and gives back everything that is answered. */
async function raw(path: string, bytes: string | Buffer): Promise<string> {
  const socket = connect(path);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => undefined);
  socket.write(bytes);
  socket.on('end', () => socket.end());
  await once(socket, 'close');
  return text;
}

describe('the host asks', () => {
  test('and each request reaches its act and is answered', async () => {
    const asked: unknown[] = [];
    const { client } = await served(
      temporaryFolder(),
      actsOf({
        kill: async (request) => {
          asked.push(request);
          return PROOF;
        },
        addOperator: async (request) => {
          asked.push(request);
          return { outcome: 'refused', message: 'no' };
        },
        totpChanged: async (request) => {
          asked.push(request);
          return {};
        },
      }),
    );
    const operator = { platform: 'telegram', userId: '5', role: 'trader', name: 'Ann' } as const;
    const change = { actor: 'telegram:5', change: 'reset' } as const;
    expect(await client.ask('ping', {})).toEqual({ kind: 'answered', result: { pid: 7 } });
    expect(await client.ask('kill', KILL)).toEqual({ kind: 'answered', result: PROOF });
    expect(await client.ask('addOperator', { operator })).toEqual({
      kind: 'answered',
      result: { outcome: 'refused', message: 'no' },
    });
    expect(await client.ask('totpChanged', change)).toEqual({ kind: 'answered', result: {} });
    expect(asked).toEqual([
      { ask: 'kill', ...KILL },
      { ask: 'addOperator', operator },
      { ask: 'totpChanged', ...change },
    ]);
  });

  test('and hears that nobody is there', async () => {
    const folder = temporaryFolder();
    expect(await new ControlClient(folder).ask('kill', KILL)).toEqual({ kind: 'absent' });
    const missing = new ControlClient(join(folder, 'missing'));
    expect(await missing.ask('kill', KILL)).toEqual({ kind: 'absent' });
  });

  test('and hears why it was not done', async () => {
    const failing = async (): Promise<never> => {
      throw new Error('the database is down');
    };
    const { client, reported } = await served(temporaryFolder(), actsOf({ operators: failing }));
    expect(await client.ask('operators', {})).toEqual({
      kind: 'refused',
      error: 'the database is down',
    });
    expect(reported).toEqual([new Error('the database is down')]);
  });

  test('and does not wait for ever', async () => {
    const folder = temporaryFolder();
    const never = new Promise<never>(() => undefined);
    await served(folder, actsOf({ kill: () => never }));
    const impatient = new ControlClient(folder, 50);
    expect(await impatient.ask('kill', KILL)).toEqual({
      kind: 'silent',
      error: 'it does not answer within 0.05 s',
    });
  });

  test.each([
    ['nothing', '', 'its answer cannot be read'],
    ['no JSON', 'hello\n', 'its answer cannot be read'],
    ['another result', '{"ok":true,"result":{"pid":"x"}}\n', 'it is of another version'],
    ['far too much', 'x'.repeat(2_000_000), 'its answer is too long'],
  ])('and gets %s', async (_what, bytes, error) => {
    const folder = temporaryFolder();
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(bytes);
    });
    server.listen(socketPlace(folder).path);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    expect(await new ControlClient(folder).ask('ping', {})).toEqual({ kind: 'silent', error });
  });
});

describe('kill', () => {
  test('acts while its bytes are being read, before anything is awaited', () => {
    const order: string[] = [];
    const acts = actsOf({
      kill: async () => {
        order.push('acted');
        await Promise.resolve();
        order.push('proven');
        return PROOF;
      },
    });
    const line = Object.assign(new EventEmitter(), {
      end: () => order.push('answered'),
      destroy: () => undefined,
      destroyed: false,
    });
    new Exchange(line as unknown as Line, acts, () => undefined).begin();
    onTestFinished(() => void line.emit('close'));
    line.emit('data', Buffer.from(`${JSON.stringify({ ask: 'kill', ...KILL })}\n`));
    order.push('the bytes were read');
    expect(order).toEqual(['acted', 'the bytes were read']);
  });

  test('acts although other requests hang', async () => {
    const never = new Promise<never>(() => undefined);
    const folder = temporaryFolder();
    await served(folder, actsOf({ operators: () => never }));
    const hanging = Array.from({ length: 20 }, () => {
      const socket = connect(socketPlace(folder).path);
      socket.on('error', () => undefined);
      socket.write('{"ask":"operators"}\n');
      return socket;
    });
    expect(await new ControlClient(folder).ask('kill', KILL)).toMatchObject({ kind: 'answered' });
    for (const socket of hanging) socket.destroy();
  });
});

describe('a request', () => {
  test.each([
    ['no JSON', 'kill\n'],
    ['an empty line', '\n'],
    ['an unknown wish', '{"ask":"withdraw"}\n'],
    ['a missing field', '{"ask":"kill","id":"x"}\n'],
    ['a field too many', '{"ask":"ping","please":true}\n'],
    [
      'a name with a path in it',
      '{"ask":"removeOperator","operator":{"platform":"telegram","userId":"../1"}}\n',
    ],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x0a])],
  ])('with %s is refused and does nothing', async (_what, bytes) => {
    const acts = actsOf();
    const kill = vi.spyOn(acts, 'kill');
    const { server } = await served(temporaryFolder(), acts);
    expect(JSON.parse(await raw(server.path, bytes))).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^not a request/),
    });
    expect(kill).not.toHaveBeenCalled();
  });

  test('without an end is refused at 16 KiB, in one piece or in many', async () => {
    const { server } = await served(temporaryFolder());
    const answer = await raw(server.path, 'x'.repeat(20_000));
    expect(JSON.parse(answer)).toEqual({ ok: false, error: 'a request has at most 16384 bytes' });
  });

  test('may come in pieces, and end with the connection', async () => {
    const { server } = await served(temporaryFolder());
    const socket = connect(server.path);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    for (const piece of ['{"as', 'k":"pi', 'ng"}']) socket.write(piece);
    socket.end();
    await once(socket, 'close');
    expect(JSON.parse(text)).toEqual({ ok: true, result: { pid: 7 } });
  });

  test('is one a connection: what follows is not read', async () => {
    const acts = actsOf();
    const kill = vi.spyOn(acts, 'kill');
    const { server } = await served(temporaryFolder(), acts);
    const answer = await raw(
      server.path,
      `{"ask":"ping"}\n${JSON.stringify({ ask: 'kill', ...KILL })}\n`,
    );
    expect(answer).toBe('{"ok":true,"result":{"pid":7}}\n');
    expect(kill).not.toHaveBeenCalled();
  });
});

describe('words for people', () => {
  test('are read as they are typed', () => {
    expect(operatorKeyOf('telegram:123')).toEqual({ platform: 'telegram', userId: '123' });
    const wrong = [
      'telegram',
      'telegram:',
      'telegram:1:2',
      'signal:1',
      'telegram:1x',
      'Telegram:1',
      '',
    ];
    expect(wrong.map(operatorKeyOf)).toEqual(wrong.map(() => null));
    expect(['viewer', 'trader', 'admin', 'owner', ''].map(operatorRoleOf)).toEqual([
      'viewer',
      'trader',
      'admin',
      null,
      null,
    ]);
  });

  test('of a person cannot steer a terminal', () => {
    expect(operatorName(' Ann\u001b[2J\u202e\n')).toBe('Ann [2J');
    expect(operatorName('x'.repeat(100))).toHaveLength(64);
  });
});
