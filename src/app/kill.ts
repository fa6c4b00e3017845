import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { count } from '../bot/format/amounts.ts';
import { duration } from '../bot/format/moments.ts';
import { SECOND_MS } from '../engine/domain/time.ts';
import { type Asked, ControlClient } from '../ops/control/client.ts';
import type { ResultOf } from '../ops/control/messages.ts';
import {
  KILL_REASON_LENGTH_MAX,
  type KillRequest,
  killFilePath,
  writeKillFile,
} from '../ops/kill/kill-file.ts';
import { CommandUsageError, defineCommand } from './command.ts';
import { livingHolder } from './host-side/holder.ts';

/** How long a program that holds the folder and does not listen yet is waited for: it starts. */
const STARTING_MS_MAX = 10 * SECOND_MS;
const ASK_AGAIN_MS = 200;

const USAGE = `kill [--reason TEXT]

Stops every automatic order of the program that runs on POLYMIND_DATA_DIR, cancels what is open and
prints the proof. Writes a kill file first, so that it holds whatever becomes of the program: it
starts killed. Only a person arms it again, in a chat or at the console: /kill off

  --reason TEXT  told to everybody, and kept in the audit

Exit code 0: killed with nothing left open, or no program runs. 1: that is not proven.`;

type KillProof = ResultOf<'kill'>;
type Told = Asked<KillProof>;

export const killCommand = defineCommand({
  name: 'kill',
  summary: 'stops every automatic order at once, from the host',
  usage: USAGE,
  options: { reason: { type: 'string' } },
  async run({ args, values, json, dataDir, stdout, stderr }) {
    if (args.length > 0) {
      throw new CommandUsageError('a reason goes so: polymind kill --reason "bad fills"');
    }
    const folder = resolve(dataDir);
    if (!existsSync(folder)) {
      throw new Error(`Nothing was killed: there is no folder ${folder}; set POLYMIND_DATA_DIR`);
    }
    const request = { id: randomUUID(), reason: reasonOf(values.reason) };
    const problem = writeDown(folder, request);
    if (problem !== null) stderr.write(`polymind: ${problem}; the program is told all the same\n`);
    const told = await tell(folder, request);
    const proven = problem === null && isProof(told);
    stdout.write(json ? jsonOf({ folder, problem, told, proven }) : textOf({ folder, told }));
    return proven ? 0 : 1;
  },
});

function reasonOf(text = ''): string {
  const words = text.trim();
  return (words === '' ? 'by host' : `by host: ${words}`).slice(0, KILL_REASON_LENGTH_MAX);
}

/** What went wrong, or `null`. A full disk must not keep the program from being told. */
function writeDown(folder: string, request: KillRequest): string | null {
  try {
    writeKillFile(folder, request, Date.now());
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function tell(folder: string, request: KillRequest): Promise<Told> {
  const client = new ControlClient(folder);
  const deadlineMs = performance.now() + STARTING_MS_MAX;
  for (;;) {
    const told = await client.ask('kill', request);
    const holder = told.kind === 'absent' ? livingHolder(folder) : null;
    if (holder === null) return told;
    if (performance.now() > deadlineMs) {
      return { kind: 'silent', error: `process ${holder} holds the folder and does not listen` };
    }
    await wait(ASK_AGAIN_MS);
  }
}

function isProof(told: Told): boolean {
  if (told.kind === 'absent') return true;
  return told.kind === 'answered' && told.result.blocked && told.result.openLeft === 0;
}

function textOf({ folder, told }: { readonly folder: string; readonly told: Told }): string {
  switch (told.kind) {
    case 'answered':
      return proofText(told.result);
    case 'absent':
      return `■ No program runs on ${folder}; it will start killed\n`;
    case 'refused':
    case 'silent':
      return [
        `! The program does not prove the kill: ${told.error}`,
        `  ${killFilePath(folder)} is there: it is read within a second, and at each start`,
        '  to be sure, end the process; it will start killed',
        '',
      ].join('\n');
  }
}

function proofText({ blocked, tookMs, openBefore, openLeft, message }: KillProof): string {
  const open =
    openLeft === null
      ? 'open orders cannot be counted now'
      : openLeft === 0
        ? 'nothing is open'
        : `${count(openLeft, 'order')} still being cancelled`;
  const ended = openBefore === null || openLeft === null ? 0 : openBefore - openLeft;
  const acted = [
    `blocked within ${duration(Math.ceil(tookMs))}`,
    ...(ended <= 0 ? [] : [`${count(ended, 'order')} ended`]),
    ...(message === '' ? [] : [message]),
  ];
  return [
    blocked ? `■ Killed by host · ${open}` : '! The program does not say that it is killed',
    `  ${acted.join(' · ')}`,
    '  positions are kept; automatic exits are off; arm again in a chat: /kill off',
    '',
  ].join('\n');
}

function jsonOf(of: {
  readonly folder: string;
  readonly problem: string | null;
  readonly told: Told;
  readonly proven: boolean;
}): string {
  const { folder, problem, told, proven } = of;
  const proof = told.kind === 'answered' ? told.result : null;
  const error = told.kind === 'refused' || told.kind === 'silent' ? told.error : null;
  const killFile = { path: killFilePath(folder), problem };
  return `${JSON.stringify({ proven, program: told.kind, proof, error, killFile })}\n`;
}
