import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { HttpDouble, json } from '../../../servers/http-double.ts';
import { clientOf, WALLET } from './venue.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data/polymarket');
const FIXTURES = join(DATA, 'dilettante-trading__polyoxide/polyoxide-data/tests/fixtures/v2');
const SEARCH = join(
  DATA,
  'nautechsystems__nautilus_trader/crates/adapters/polymarket/test_data/search_response.json',
);
const ANY = /./;
const recorded = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const skipped = existsSync(FIXTURES) ? '' : ' (SKIPPED: no recordings beside the project)';

describe.skipIf(skipped !== '')(`recorded answers${skipped}`, () => {
  test.each(['activity', 'trades', 'positions', 'positions_closed'] as const)(
    'every row of %s is read',
    async (name) => {
      const body = recorded(join(FIXTURES, `${name}.json`)) as { data: unknown[] };
      const route = name === 'positions_closed' ? 'positions' : name;
      const double = await HttpDouble.start({
        path: `/v2/${route}`,
        may: {
          user: ANY,
          limit: ANY,
          status: ANY,
          sizeThreshold: ANY,
          sort_direction: ANY,
          taker_only: ANY,
          _: ANY,
        },
        reply: () => json({ ...body, pagination: { has_more: false, next_cursor: null } }),
      });
      const { data } = clientOf(double);
      const wallet = WALLET as WalletAddress;
      const read =
        route === 'positions'
          ? await data.positions({ wallet })
          : route === 'trades'
            ? await data.trades({ wallet }, { sinceMs: null })
            : await data.activity(wallet, { sinceMs: null });
      expect(read).toMatchObject({ complete: true, problems: [] });
      expect(read.complete && read.rows).toHaveLength(body.data.length);
      await double.stop();
    },
  );

  test('every market of a search is read', async () => {
    const double = await HttpDouble.start({
      path: '/public-search',
      may: { q: ANY, limit_per_type: ANY, search_tags: ANY, search_profiles: ANY },
      reply: () => json(recorded(SEARCH)),
    });
    const read = await clientOf(double).gamma.search('bitcoin');
    expect(read.problems).toEqual([]);
    expect(read.markets.length).toBeGreaterThan(0);
    await double.stop();
  });
});
