import { afterEach, describe, expect, test } from 'vitest';
import { VenueError } from '../../../../src/data/http/venue-error.ts';
import { HttpDouble, html, json, type Reply, type Route } from '../../../servers/http-double.ts';
import { TICKER } from '../frames.ts';
import { clientOf, proofOf, ROOT } from './venue.ts';

let double: HttpDouble;
afterEach(() => double.stop());

async function open(...routes: Route[]): Promise<void> {
  double = await HttpDouble.start(...routes);
}
const route = (path: string, reply: Route['reply'], needs: Route['needs'] = {}): Route => ({
  path: `${ROOT}${path}`,
  needs,
  reply,
});

/** The error of a read that must fail. */
async function errorOf(read: Promise<unknown>): Promise<VenueError> {
  const error = await read.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof VenueError) return error;
  throw new Error(`expected a VenueError, got ${String(error)}`);
}

describe('the account', () => {
  test('is read with a signature over the path alone', async () => {
    const position = {
      ticker: TICKER,
      exchange_index: 2,
      position_fp: '5.00',
      total_traded_dollars: '2.5000',
      market_exposure_dollars: '2.5000',
      realized_pnl_dollars: '0.0000',
      fees_paid_dollars: '0.0100',
    };
    await open(
      route('/portfolio/balance', () =>
        json({ balance: 500, balance_breakdown: [{ exchange_index: 2, balance: 500 }] }),
      ),
      route(
        '/portfolio/positions',
        () => json({ market_positions: [position], event_positions: [], cursor: '' }),
        { limit: /^1000$/, count_filter: /^position$/ },
      ),
      route('/account/limits', () => {
        const bucket = { refill_rate: 600, bucket_capacity: 1_200 };
        return json({ usage_tier: 'expert', read: bucket, write: bucket, grants: [] });
      }),
    );
    const { account } = clientOf(double);
    expect((await account.getAccountLimits()).tier).toBe('expert');
    expect((await account.getBalance()).shards).toEqual([{ exchangeIndex: 2, cash: 5_000_000 }]);
    const positions = await account.getPositions();
    expect(positions.complete && positions.rows).toMatchObject([{ side: 'yes', exchangeIndex: 2 }]);
    expect(double.seen.map(proofOf)).toEqual(['signed', 'signed', 'signed']);
  });

  test('without a key is refused before anything is sent, and says what to set', async () => {
    await open();
    const error = await errorOf(clientOf(double, null).account.getBalance());
    expect(error).toMatchObject({ kind: 'rejected', code: 'noKey' });
    expect(error.message).toContain('KALSHI_KEY_ID');
    expect(double.seen).toEqual([]);
  });

  test('counters go on when the account tells its own limits', async () => {
    const bucket = { refill_rate: 600, bucket_capacity: 1_200 };
    await open(
      route('/account/limits', () =>
        json({ usage_tier: 'expert', read: bucket, write: bucket, grants: [] }),
      ),
    );
    const client = clientOf(double);
    await client.account.getAccountLimits();
    await client.account.getAccountLimits();
    expect(client.metrics()).toMatchObject([{ endpoint: 'kalshi.account-limits', successes: 2 }]);
  });
});

describe('what goes wrong', () => {
  const failing = (reply: () => Reply) =>
    open(route('/exchange/schedule', reply)).then(() => clientOf(double).exchange.getSchedule());

  test.each([
    ['plain words', { error: 'bad request' }, null, 'bad request'],
    [
      'a code beside words',
      { code: 'bad_thing', message: 'no', details: 'x' },
      'bad_thing',
      'no: x',
    ],
    [
      'a code inside',
      { error: { code: 'insufficient_balance', message: 'too little' } },
      'insufficient_balance',
      'too little',
    ],
  ])('an error body of %s is read', async (...[, body, code, text]) => {
    const error = await errorOf(failing(() => json(body, 400)));
    expect(error).toMatchObject({ kind: 'rejected', status: 400, code, text });
  });

  test('a redirect is not followed', async () => {
    const error = await errorOf(
      failing(() => json({}, 302, { location: 'https://elsewhere.test' })),
    );
    expect(error).toMatchObject({ kind: 'malformed', status: 302 });
    expect(double.seen).toHaveLength(1);
  });

  test('429 without a word about when, and a server that is down for a moment, are waited out', async () => {
    const answers = [
      json({ error: 'too many requests' }, 429),
      html(503),
      json({ schedule: { standard_hours: [], maintenance_windows: null } }),
    ];
    let nth = 0;
    expect(await failing(() => answers[nth++] ?? json({}, 500))).toEqual({
      hours: [],
      maintenance: [],
    });
    expect(double.seen).toHaveLength(3);
  });

  test('an answer without end is cut off', async () => {
    const error = await errorOf(failing(() => ({ kind: 'endless' })));
    expect(error.kind).toBe('malformed');
    expect(error.text).toContain('bytes');
  });

  test('an answer of another shape names the field', async () => {
    const error = await errorOf(failing(() => json({ schedule: { standard_hours: 'always' } })));
    expect(error).toMatchObject({ kind: 'malformed' });
    expect(error.text).toContain('schedule.standard_hours');
  });
});
