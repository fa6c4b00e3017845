import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ControlClient } from '../../../src/ops/control/client.ts';
import { ControlServer, SocketHeldError } from '../../../src/ops/control/server.ts';
import { socketPlace } from '../../../src/ops/control/socket-path.ts';
import { temporaryFolder } from '../folder.ts';
import { actsOf, served } from './served.ts';

describe('the socket', () => {
  test('is the owner’s alone, and goes with the program', async () => {
    const folder = temporaryFolder();
    const { server } = await served(folder);
    expect(server.path).toBe(join(folder, 'control.sock'));
    expect(statSync(server.path).mode & 0o777).toBe(0o600);
    await server.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that a dead program left is replaced', async () => {
    const folder = temporaryFolder();
    const { path } = socketPlace(folder);
    const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`;
    const child = spawn(process.execPath, ['--eval', script]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(existsSync(path)).toBe(true);
    expect(await new ControlClient(folder).ask('ping', {})).toEqual({ kind: 'absent' });
    const { client } = await served(folder);
    expect(await client.ask('ping', {})).toMatchObject({ kind: 'answered' });
  });

  test('that is a mere file is replaced', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'control.sock'), 'old');
    const { client } = await served(folder);
    expect(await client.ask('ping', {})).toMatchObject({ kind: 'answered' });
  });

  test('of a living program is left alone', async () => {
    const folder = temporaryFolder();
    const { client } = await served(folder);
    const second = ControlServer.open(folder, actsOf(), () => undefined);
    await expect(second).rejects.toThrow(SocketHeldError);
    expect(await client.ask('ping', {})).toMatchObject({ kind: 'answered' });
  });

  test('lies elsewhere, privately, when the path is too long, for every name of the folder', async () => {
    const folder = join(temporaryFolder(), 'd'.repeat(120));
    mkdirSync(folder);
    const { server, client } = await served(folder);
    expect(server.path.startsWith(join(tmpdir(), 'polymind-'))).toBe(true);
    expect(statSync(join(server.path, '..')).mode & 0o777).toBe(0o700);
    expect(await client.ask('ping', {})).toMatchObject({ kind: 'answered' });
    const short = join(temporaryFolder(), 'data');
    symlinkSync(folder, short);
    expect(await new ControlClient(short).ask('ping', {})).toMatchObject({ kind: 'answered' });
    await server.close();
    expect(existsSync(join(server.path, '..'))).toBe(false);
  });

  test('is neither made nor used in a directory that others may enter', async () => {
    const folder = join(temporaryFolder(), 'e'.repeat(120));
    mkdirSync(folder);
    const { ownDirectory } = socketPlace(folder);
    if (ownDirectory === null) throw new Error('the path is not too long');
    mkdirSync(ownDirectory);
    onTestFinished(() => rmSync(ownDirectory, { recursive: true }));
    chmodSync(ownDirectory, 0o755);
    const opened = ControlServer.open(folder, actsOf(), () => undefined);
    await expect(opened).rejects.toThrow(/can be read by others/);
    expect(await new ControlClient(folder).ask('ping', {})).toMatchObject({
      kind: 'silent',
      error: expect.stringMatching(/can be read by others/),
    });
  });
});
