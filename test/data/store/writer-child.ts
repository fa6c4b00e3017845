import { openStore } from '../../../src/data/store/open-store.ts';

/**
 * A process of its own that writes without end: `<dataDir>`. Each line on its output is a row whose
 * commit was acknowledged.
 */
const [dataDir = ''] = process.argv.slice(2);
const store = await openStore({ databaseUrl: null, dataDir });
for (let row = 1; ; row += 1) {
  await store.commit([
    { kind: 'cursor', name: 'rows', value: `${row}` },
    { kind: 'cursor', name: `row ${row}`, value: `${row}` },
  ]);
  process.stdout.write(`${row}\n`);
}
