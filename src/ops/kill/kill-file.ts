import { randomUUID } from 'node:crypto';
import {
  type BigIntStats,
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceDurably, syncDirectory } from '../private-file.ts';

const FILE_NAME = 'KILL';
const FILE_MODE = 0o600;
export const KILL_REASON_LENGTH_MAX = 200;

const content = z.object({ reason: z.string(), id: z.string() });

/** A kill that is written down. That the file is there is enough: an empty one kills too. */
export interface KillFile {
  readonly reason: string;
  /** Of the request that wrote it; `null` when a person made the file. */
  readonly id: string | null;
  /** Tells this file from one that replaced it. */
  readonly identity: string;
}

export interface KillRequest {
  readonly reason: string;
  readonly id: string;
}

export function killFilePath(dataDir: string): string {
  return join(dataDir, FILE_NAME);
}

/** The kill that is in force for this directory. A file that cannot be read kills as well. */
export function readKillFile(dataDir: string): KillFile | null {
  const path = killFilePath(dataDir);
  try {
    const identity = identityOf(statSync(path, { bigint: true }));
    return { ...contentOf(path), identity };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return null;
    const reason = `the kill file cannot be looked at (${code})`;
    return { reason, id: null, identity: `unreadable ${code}` };
  }
}

/**
 * Writes the kill down, so that a loss of power keeps it. On a full disk the bare file has to do.
 * @throws when not even that can be made.
 */
export function writeKillFile(dataDir: string, { reason, id }: KillRequest, atMs: number): void {
  const path = killFilePath(dataDir);
  const at = new Date(atMs).toISOString();
  const text = `${JSON.stringify({ reason: bounded(reason), id, at })}\n`;
  try {
    replaceDurably(path, text);
  } catch (cause) {
    try {
      closeSync(openSync(path, 'a', FILE_MODE));
      syncDirectory(dataDir);
    } catch {
      throw new Error(`The kill file ${path} cannot be written`, { cause });
    }
  }
}

/**
 * Removes the kill of this identity, durably. `newer` when another has replaced it: that one stays.
 * It is moved aside before it is looked at, so that none that is written meanwhile is lost.
 */
export function clearKillFile(dataDir: string, identity: string): 'cleared' | 'newer' {
  const path = killFilePath(dataDir);
  const aside = `${path}.${randomUUID()}.cleared`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'cleared';
    throw error;
  }
  const isNewer = identityOf(statSync(aside, { bigint: true })) !== identity;
  if (isNewer) putBack(aside, path);
  rmSync(aside, { recursive: true, force: true });
  syncDirectory(dataDir);
  return isNewer ? 'newer' : 'cleared';
}

function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch (error) {
    // Yet another one took its place, and kills as well.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function contentOf(path: string): Pick<KillFile, 'reason' | 'id'> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { reason: `by a kill file that cannot be read (${codeOf(error)})`, id: null };
  }
  const parsed = content.safeParse(jsonOf(text));
  if (parsed.success) return { reason: bounded(parsed.data.reason), id: parsed.data.id };
  const line = bounded(text.trim().split('\n')[0] ?? '');
  return { reason: line === '' ? 'by a kill file' : line, id: null };
}

/** A rename changes none of it. */
function identityOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mtimeNs}`;
}

function bounded(reason: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey is replaced
  return reason.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, KILL_REASON_LENGTH_MAX);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
