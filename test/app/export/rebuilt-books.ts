import { microFromDecimal } from '../../../src/engine/domain/values/micro.ts';

/** The books of one ledger as the lines of an export alone tell them. */
export interface RebuiltBooks {
  cash: number;
  flows: number;
  realised: number;
  fees: number;
  /** By leader and token; what is not there holds nothing and cost nothing. */
  readonly positions: Map<
    string,
    { quantity: number; cost: number; realised: number; fees: number }
  >;
}

const FLOW_KINDS = new Set(['deposit', 'withdrawal', 'external']);

/** Adds the lines of a CSV text up, by ledger: knows nothing but the columns. */
export function rebuiltBooks(csv: string): ReadonlyMap<string, RebuiltBooks> {
  const [head = [], ...lines] = parsedCsv(csv);
  const ledgers = new Map<string, RebuiltBooks>();
  for (const line of lines) {
    const text = (name: string): string => line[head.indexOf(name)] ?? '';
    const micro = (name: string): number => (text(name) === '' ? 0 : exact(text(name)));
    const books = ledgers.get(text('ledger')) ?? emptyBooks();
    ledgers.set(text('ledger'), books);
    const isFlow = FLOW_KINDS.has(text('kind'));
    books.cash += micro('cash_change');
    books.flows += isFlow ? micro('cash_change') + micro('cost') : 0;
    books.realised += micro('realised');
    books.fees += micro('fee');
    if (text('token_id') === '') continue;
    const key = `${text('leader')}|${text('token_id')}`;
    const row = books.positions.get(key) ?? { quantity: 0, cost: 0, realised: 0, fees: 0 };
    books.positions.set(key, {
      quantity: row.quantity + micro('shares'),
      cost: row.cost + micro('cost'),
      realised: row.realised + micro('realised'),
      fees: row.fees + micro('fee'),
    });
  }
  return ledgers;
}

export function emptyBooks(): RebuiltBooks {
  return { cash: 0, flows: 0, realised: 0, fees: 0, positions: new Map() };
}

function exact(text: string): number {
  const micro = microFromDecimal(text);
  if (micro === null) throw new Error(`a number of an export is exact, got ${text}`);
  return micro;
}

/** RFC 4180 and nothing else: every line ends in CR LF, quotes are doubled within quotes. */
export function parsedCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '"';
    const cell = quoted ? /"((?:[^"]|"")*)"/y : /([^",\r\n]*)/y;
    cell.lastIndex = at;
    const found = cell.exec(text);
    if (found === null) throw new Error(`a cell is broken at ${at}`);
    line.push(quoted ? (found[1] ?? '').replaceAll('""', '"') : (found[1] ?? ''));
    at = cell.lastIndex;
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      lines.push(line);
      line = [];
      at += 2;
    } else throw new Error(`a line is broken at ${at}`);
  }
  if (line.length > 0) throw new Error('the last line has no end');
  return lines;
}
