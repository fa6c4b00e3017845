import { TapeWriter } from '../../src/tape/tape-writer.ts';
import { numbered } from './numbered.ts';

// A process of its own, for tests that kill it or limit it: writes lines and stays.
const [path = '', count = '', flushEveryLines = ''] = process.argv.slice(2);
const writer = await TapeWriter.open(path, {
  onError: (error) => {
    console.log(`${error.kind}: ${error.message}`);
    void writer.close().then(() => process.exit(0));
  },
  flushEveryMs: 3_600_000,
  flushEveryLines: Number(flushEveryLines),
});
for (const line of numbered(Number(count))) writer.append(line);
setInterval(() => undefined, 60_000);
