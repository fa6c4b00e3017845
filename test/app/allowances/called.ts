import { PassThrough } from 'node:stream';
import { onTestFinished, vi } from 'vitest';
import { allowancesCommand } from '../../../src/app/allowances.ts';
import { runCommandLine } from '../../../src/app/command-line.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { ADDRESS, keystoreIn, PASSPHRASE } from '../../ops/keystore/keys.ts';
import { RpcNode } from '../../servers/polygon/rpc-node.ts';
import { temporaryFolder } from '../folder.ts';
import { quietHost } from '../quiet-host.ts';

/** The key of a hosted node, which stands in its address. */
export const NODE_KEY = 'pk-3f9c2a7714bd4e';
export const FUNDER = '0x2e234dae75c793f67a35089c9d99245e1c58470b';

export async function startNode(): Promise<RpcNode> {
  const node = await RpcNode.start(`/v2/${NODE_KEY}`);
  onTestFinished(() => node.stop());
  node.give(ADDRESS, 250_500_000n);
  return node;
}

export interface CallOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Somebody sits at it. */
  readonly terminal?: boolean;
}

/** Somebody who calls the command with a keystore of their own. */
export function allowances(argv: readonly string[], options: CallOptions = {}) {
  const { env = {}, terminal = true } = options;
  const folder = temporaryFolder();
  keystoreIn(folder);
  let out = '';
  let err = '';
  const keyboard = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => undefined,
  });
  const code = runCommandLine([allowancesCommand], {
    argv: ['allowances', ...argv],
    env: { POLYMIND_DATA_DIR: folder, ...env },
    stdout: { write: (text) => (out += text), isTTY: terminal },
    stderr: { write: (text) => (err += text), isTTY: terminal },
    host: terminal ? { ...quietHost(), input: keyboard } : quietHost(),
    scrubber: new Scrubber(),
  });
  const asked = (prompt: string) =>
    vi.waitFor(
      () => {
        if (!err.endsWith(prompt)) throw new Error(`it has not asked ${prompt}: ${err}`);
      },
      { timeout: 120_000, interval: 10 },
    );
  return {
    code,
    out: () => out,
    err: () => err,
    all: () => out + err,
    /** Answers the question whether to sign. */
    async says(answer: string) {
      await asked('? y/N ');
      keyboard.write(`${answer}\n`);
    },
    async types(passphrase = PASSPHRASE) {
      await asked('The passphrase of the keystore: ');
      keyboard.write(`${passphrase}\n`);
    },
  };
}
