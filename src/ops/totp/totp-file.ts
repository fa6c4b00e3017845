import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { withFileLock } from '../file-lock.ts';
import { makePrivateDirectory, replaceDurably, requirePrivate } from '../private-file.ts';
import { enrolmentUri, newSecret, stepOfCode } from './totp.ts';

const FILE_NAME = 'totp.json';
/** Wrong tries in a row that lock, and for how long. */
const WRONG_TRIES_MAX = 5;
const LOCK_MS = 15 * 60_000;

const ACTOR = /^(?:telegram:\d{1,20}|discord:\d{15,20}|console)$/;

const integer = z.number().int().nonnegative();
const person = z.strictObject({
  secret: z.string().regex(/^[A-Z2-7]{32,}$/),
  enrolledAtMs: integer,
  /** A code was shown once; before that the secret counts for nothing. */
  proven: z.boolean(),
  /** The newest step whose code was used. */
  usedStep: integer.nullable(),
  wrongTries: integer,
  lockedUntilMs: integer.nullable(),
});
const content = z.strictObject({ version: z.literal(1), people: z.record(z.string(), person) });

type Person = z.infer<typeof person>;
type People = Readonly<Record<string, Person>>;

/** What became of a code. The fifth wrong one in a row is told as `locked`. */
export type TotpVerdict = 'right' | 'wrong' | 'used' | 'locked' | 'none';

/** A person as it is listed: without the secret. */
export interface Enrolled {
  readonly actor: string;
  readonly enrolledAtMs: number;
  readonly proven: boolean;
  readonly lockedUntilMs: number | null;
}

/** The file cannot be used, or the request does not fit it: nothing is confirmed. */
export class TotpFileError extends Error {
  override readonly name = 'TotpFileError';
}

/** Whether somebody of this name can be enrolled: `telegram:123`, `discord:456…`, `console`. */
export function isTotpActor(actor: string): boolean {
  return ACTOR.test(actor);
}

/**
 * One-time codes of people, in a file that is read afresh each time, so that the host may change it
 * under a running program. A code is used up on the disk before it is called right; whatever goes
 * wrong throws. A clock that was set back makes codes count as used and locks last: never the other
 * way round.
 */
export class TotpFile {
  readonly #dataDir: string;
  readonly #path: string;
  readonly #nowMs: () => number;

  constructor(dataDir: string, nowMs: () => number = Date.now) {
    this.#dataDir = dataDir;
    this.#path = join(dataDir, FILE_NAME);
    this.#nowMs = nowMs;
  }

  /** Whether this person has a proven secret. @throws TotpFileError, NotPrivateError */
  has(actor: string): boolean {
    return this.#read()[actor]?.proven === true;
  }

  list(): readonly Enrolled[] {
    return Object.entries(this.#read()).map(([actor, one]) => {
      const { enrolledAtMs, proven } = one;
      return { actor, enrolledAtMs, proven, lockedUntilMs: this.#lockOf(one) };
    });
  }

  /** Checks a code and uses it up. @throws TotpFileError, NotPrivateError, FileBusyError */
  check(actor: string, code: string): TotpVerdict {
    if (!this.has(actor)) return 'none';
    return this.#change((people) => {
      const one = people[actor];
      if (one?.proven !== true) return { answer: 'none' as const };
      if (this.#lockOf(one) !== null) return { answer: 'locked' as const };
      const { next, verdict } = this.#judge(one, code);
      if (next === one) return { answer: verdict };
      return { answer: verdict, people: { ...people, [actor]: next } };
    });
  }

  /** A fresh secret, which counts once {@link prove} has seen a code of it. */
  enrol(actor: string): { readonly secret: string; readonly uri: string } {
    if (!isTotpActor(actor)) throw new TotpFileError(`${actor} is nobody who can be enrolled`);
    makePrivateDirectory(this.#dataDir);
    const secret = newSecret();
    return this.#change((people) => {
      if (people[actor]?.proven === true) {
        throw new TotpFileError(`${actor} is enrolled already: reset it first`);
      }
      const next: Person = {
        secret,
        enrolledAtMs: this.#nowMs(),
        proven: false,
        usedStep: null,
        wrongTries: 0,
        lockedUntilMs: null,
      };
      const answer = { secret, uri: enrolmentUri(secret, actor) };
      return { answer, people: { ...people, [actor]: next } };
    });
  }

  /** Whether the code is right for a secret that waits for it; from then on it counts. */
  prove(actor: string, code: string): boolean {
    return this.#change((people) => {
      const one = people[actor];
      if (one === undefined) throw new TotpFileError(`${actor} is not enrolled`);
      if (one.proven) throw new TotpFileError(`${actor} is enrolled already`);
      const usedStep = stepOfCode(one.secret, code, this.#nowMs());
      if (usedStep === null) return { answer: false };
      return { answer: true, people: { ...people, [actor]: { ...one, proven: true, usedStep } } };
    });
  }

  /** Forgets a person's secret; tells whether there was one. */
  reset(actor: string): boolean {
    if (!Object.hasOwn(this.#read(), actor)) return false;
    return this.#change((people) => {
      const { [actor]: gone, ...others } = people;
      return { answer: gone !== undefined, people: others };
    });
  }

  #judge(one: Person, code: string): { readonly next: Person; readonly verdict: TotpVerdict } {
    const step = stepOfCode(one.secret, code, this.#nowMs());
    if (step !== null && (one.usedStep === null || step > one.usedStep)) {
      const next = { ...one, usedStep: step, wrongTries: 0, lockedUntilMs: null };
      return { next, verdict: 'right' };
    }
    if (step !== null) return { next: one, verdict: 'used' };
    // A lock that is over leaves its tries behind.
    const tries = (one.lockedUntilMs === null ? one.wrongTries : 0) + 1;
    if (tries < WRONG_TRIES_MAX) {
      return { next: { ...one, wrongTries: tries, lockedUntilMs: null }, verdict: 'wrong' };
    }
    const lockedUntilMs = this.#nowMs() + LOCK_MS;
    return { next: { ...one, wrongTries: tries, lockedUntilMs }, verdict: 'locked' };
  }

  #lockOf({ lockedUntilMs }: Person): number | null {
    return lockedUntilMs !== null && this.#nowMs() < lockedUntilMs ? lockedUntilMs : null;
  }

  #change<T>(change: (people: People) => { readonly answer: T; readonly people?: People }): T {
    return withFileLock(`${this.#path}.lock`, (stillOurs) => {
      const { answer, people } = change(this.#read());
      if (people !== undefined) {
        stillOurs();
        replaceDurably(this.#path, `${JSON.stringify({ version: 1, people })}\n`);
      }
      return answer;
    });
  }

  #read(): People {
    const text = this.#text();
    if (text === null) return {};
    const parsed = content.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data.people;
    // What is wrong may quote a secret.
    throw new TotpFileError(`${this.#path} is damaged: restore it, or delete it and enrol again`);
  }

  #text(): string | null {
    let file: number;
    try {
      file = openSync(this.#path, 'r');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
    try {
      requirePrivate(this.#path, fstatSync(file));
      return readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  }
}

/** `undefined` for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
