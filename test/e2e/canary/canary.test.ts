import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Place, sightings } from './canaries.ts';
import { CanaryRun } from './canary-run.ts';

const SEED = process.env['CANARY_SEED'] ?? '5';
const WHOLE_RUN_MS_MAX = 300_000;
/** Before the crash. */
const TRADES = 2;

let run: CanaryRun;
let places: readonly Place[] = [];

beforeAll(async () => {
  run = await CanaryRun.start(SEED);
  await run.prepare();
  await tradeAndCrash();
  await tradeAndStop();
  places = await run.places();
}, WHOLE_RUN_MS_MAX);
afterAll(() => run.close());

/** Trades on a bad day, tells of itself, and dies of an error with every secret in its words. */
async function tradeAndCrash(): Promise<void> {
  const { host, venue, phone } = run;
  const { trading } = venue;
  trading.inject({ on: 'post', fault: { kind: 'acceptThen500' } });
  trading.inject({ on: 'post', fault: { kind: 'refuse', status: 401, error: 'Unauthorized' } });
  trading.inject({ on: 'post', fault: { kind: 'acceptThenGarbled' } });
  const process = run.run('the first life');
  await process.until(() => run.telegram.isPolled, 'the bot listens');
  await phone.ask('/mode', 'LIVE');
  venue.setDay('bad');
  await process.until(() => venue.trades >= TRADES, 'live orders fill');
  await phone.hears(/^●? ?LIVE/);
  // A venue, or what stands before it, that says back what it was sent.
  const [key] = run.credentials;
  const echo = `no such key: POLY_PASSPHRASE ${key?.passphrase}`;
  trading.inject({ on: 'post', fault: { kind: 'refuse', status: 400, error: echo } });
  await phone.hears('refused by the venue: no such key: POLY_PASSPHRASE [secret]');
  trading.inject({ on: 'keys', fault: 'revoked' });
  process.lookAtHost();
  process.signal('SIGWINCH');
  await process.until(() => readdirSync(host.reports).length > 0, 'it told of itself');
  // What only the thread of the signer knows cannot be in words of the rest.
  host.crashWith([
    host.marker,
    host.secrets.passphrase,
    host.secrets.botToken,
    ...run.credentials.flatMap(({ secret, passphrase }) => [secret, passphrase]),
  ]);
  process.signal('SIGQUIT');
  expect(await process.ended()).toBe(1);
  expect(process.errors).toContain(`${host.marker} | [secret]`);
}

/** Recovers, trades again, is killed by a person and asked to stop. */
async function tradeAndStop(): Promise<void> {
  const { venue, phone } = run;
  venue.setDay('good');
  const before = venue.trades;
  const process = run.run('the second life');
  await process.until(() => venue.trades > before, 'live orders fill again');
  await phone.ask('/kill', 'Killed by you');
  await phone.hears('nothing is open at the venue');
  process.lookAtHost();
  process.signal('SIGTERM');
  expect(await process.ended()).toBe(0);
}

describe('a whole run with canary secrets', () => {
  test('traded with them', () => {
    expect(run.credentials.length).toBeGreaterThan(0);
    expect(run.venue.signatures.size).toBeGreaterThan(10);
  });

  test('leaves no secret in its files, its database, its words, the chat or a report of a crash', () => {
    expect(sightings(run.canaries, places)).toEqual([]);
  });

  test('keeps the secret of the codes in one file', () => {
    expect(sightings([run.codes], places)).toEqual([`${run.codes.name} in data/totp.json`]);
  });

  test('is searched where it leaves things: a planted word is found in each kind of place', () => {
    const { marker, address } = run.host;
    const found = sightings(
      [
        { name: 'the marker', text: marker },
        { name: 'the account', text: address },
      ],
      places,
    );
    const kinds = [
      /^the account in data\/intent\.log/,
      /^the marker in data\/pg/,
      /^the marker in rows of .*wallets/,
      /^the marker in standard output of the first life/,
      /^the marker in standard error of the first life/,
      /^the marker in reports\//,
      /^the marker in cmdline of the first life/,
      /^the marker in environ of the second life/,
      /^the marker in the chat/,
    ];
    for (const kind of kinds)
      expect(
        found.some((one) => kind.test(one)),
        `${kind}`,
      ).toBe(true);
  });
});
