import { describe } from 'vitest';
import { postgresBinDir } from '../../servers/postgres.ts';
import { describeStore } from './store-contract.ts';
import { postgresSubject } from './subjects.ts';

const binDir = postgresBinDir();

describe.skipIf(binDir === null)('on a Postgres server', () => {
  describeStore('SqlStore', () => postgresSubject(binDir ?? ''), { numRuns: 40 });
});
