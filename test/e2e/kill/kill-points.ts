import { type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { activityPage } from './activity-answer.ts';
import type { Answer } from './http-tap.ts';
import type { Person } from './person.ts';
import type { ProgramProcess } from './program-process.ts';
import { isBook, type Wire } from './wire.ts';
import type { Witness } from './witness.ts';

/** A life that is about to end. */
export interface Life {
  readonly process: ProgramProcess;
  readonly wire: Wire;
  readonly person: Person;
  readonly witness: Witness;
  readonly dataDir: string;
}

export interface KillPoint {
  readonly name: string;
  /** How far a life has to be before the point is looked for. */
  readonly from: 'start' | 'header' | 'following';
  /** Set when the process has just begun, where the line must be prepared. */
  prepare?(life: Life): void;
  /** Resolves at the point. */
  reached(life: Life): Promise<void>;
}

/** Followed leaders whose following is answered when the answer itself is the point. */
const ANSWERED_FOLLOWS = 3;
/** Pages with rows that are served before the point. */
const PAGES_SERVED = 5;
/** The first line of a notice that has its number. */
const NOTICE = /^[\d:]+ #\d+ /m;
/** Looks at the disk while nothing tells of it. */
const LOOK_MS = 2;

/** Places in a life of ingesting that differ in what is written, sent and known at that moment. */
export const KILL_POINTS: readonly KillPoint[] = [
  {
    name: 'while the new database is being migrated',
    from: 'start',
    reached: databaseAnswers,
  },
  {
    name: 'at the header, with the first deposit just written',
    from: 'header',
    reached: () => Promise.resolve(),
  },
  {
    name: 'at the answer to a person',
    from: 'header',
    async reached({ process, person }) {
      person.followAll(process);
      const answered = () => person.following(process) >= ANSWERED_FOLLOWS;
      await process.until(answered, 'wallets are followed');
    },
  },
  {
    name: 'when a market was just listed',
    from: 'following',
    reached: ({ process, wire }) =>
      process.until(
        () => wire.log.served.some(isListing),
        'the listing of a traded market is served',
      ),
  },
  {
    name: 'half way through the first book',
    from: 'following',
    prepare({ wire }) {
      const { log } = wire;
      let isBegun = false;
      log.treatBooks = (text) => {
        if (isBegun) return 'none';
        isBegun = isBook(text);
        return isBegun ? 'half' : 'whole';
      };
    },
    reached: ({ process, wire }) =>
      process.until(() => wire.log.books.includes('half'), 'half a book is sent'),
  },
  {
    name: 'when the fifth page of activity is served',
    from: 'following',
    reached: ({ process, wire }) =>
      process.until(
        () => wire.log.served.filter(isPageWithRows).length >= PAGES_SERVED,
        'pages of activity are served',
      ),
  },
  {
    name: 'between a trade on RTDS and its row in the Data API',
    from: 'following',
    reached: ({ process, wire }) =>
      process.until(() => hasTradeBetweenFeeds(wire), 'RTDS tells a trade first'),
  },
  {
    name: 'half way through a page of activity',
    from: 'following',
    prepare({ wire }) {
      const { log } = wire;
      log.treat = (answer) => {
        if (!isPageWithRows(answer) || log.withheld.length > 0) return 'whole';
        return log.served.some(isPageWithRows) ? 'half' : 'whole';
      };
    },
    reached: ({ process, wire }) =>
      process.until(() => wire.log.withheld.length > 0, 'half a page is sent'),
  },
  {
    name: 'while the books of the CLOB are asked for',
    from: 'following',
    prepare({ wire }) {
      const { log } = wire;
      // The stream tears after its first book and then stays silent, so books are read over HTTP.
      log.treatBooks = (text) => {
        if (log.books.includes('tear')) return isBook(text) ? 'none' : 'whole';
        return log.books.includes('whole') ? 'tear' : 'whole';
      };
      log.treat = ({ host, url }) =>
        host === 'clob' && url.pathname === '/books' ? 'open' : 'whole';
    },
    reached: ({ process, wire }) =>
      process.until(() => wire.log.withheld.length > 0, 'books are asked for over HTTP'),
  },
  {
    name: 'while a page of activity is being written to the disk',
    from: 'following',
    async reached({ process, wire, witness, dataDir }) {
      await process.until(() => wire.log.served.some(isPageWithRows), 'a page is served');
      let writes = 0;
      const log: FSWatcher = watch(join(dataDir, 'pglite', 'pg_wal'), () => {
        writes += 1;
        witness.note();
      });
      try {
        await process.until(() => writes > 0, 'the log of the database grows');
      } finally {
        log.close();
      }
    },
  },
  {
    name: 'at a notice to a person, before it counts as delivered',
    from: 'following',
    reached: ({ process }) => process.until(() => NOTICE.test(process.output), 'a notice is told'),
  },
  {
    name: 'while it reads what its last life left',
    from: 'start',
    reached: databaseAnswers,
  },
];

/** The embedded database has opened its socket: what the program asks first is on its way. */
async function databaseAnswers({ process, witness, dataDir }: Life): Promise<void> {
  const socket = join(dataDir, '.s.PGSQL.5432');
  const madeAtMs = (): number => statSync(socket, { throwIfNoEntry: false })?.ctimeMs ?? 0;
  // A socket file outlives a killed process.
  const before = madeAtMs();
  const looking = setInterval(() => witness.note(), LOOK_MS);
  try {
    await process.until(() => madeAtMs() > before, 'the database answers on its socket');
  } finally {
    clearInterval(looking);
  }
}

function isListing({ host, url, text }: Answer): boolean {
  return host === 'gamma' && url.searchParams.has('condition_ids') && text.length > '[]'.length;
}

function isPageWithRows(answer: Answer): boolean {
  return (activityPage(answer)?.transactions.size ?? 0) > 0;
}

/** Whether the process knows a trade of a leader from RTDS alone. */
function hasTradeBetweenFeeds({ log }: Wire): boolean {
  if (log.told.size === 0) return false;
  const shown = new Set(log.served.flatMap((one) => [...(activityPage(one)?.transactions ?? [])]));
  return [...log.told].some((transaction) => !shown.has(transaction));
}
