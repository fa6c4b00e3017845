import { loadConfig } from '../../../src/app/config.ts';
import { changedLines, variablesIn, withVariables } from '../../../src/app/env-file.ts';
import { ENVIRONMENT_NAMES } from '../../../src/app/environment.ts';
import {
  readKalshiRow,
  readPairRow,
  readPolymarketRow,
} from '../../../src/app/match/market-rows.ts';
import { HistoryRows } from '../../../src/app/score/history-row.ts';
import { readCents, readMoney, readPercent, readPlain } from '../../../src/bot/grammar/amount.ts';
import { readDuration } from '../../../src/bot/grammar/duration.ts';
import { LINE_LENGTH_MAX, readLine, wordsOf } from '../../../src/bot/grammar/line.ts';
import { nearest } from '../../../src/bot/grammar/nearest.ts';
import { COMMANDS } from '../../../src/bot/registry.ts';
import { InitDataCheck } from '../../../src/bot/web/access/init-data.ts';
import { contentOf, lineOf } from '../../../src/data/journal/journal-line.ts';
import { unwrapped } from '../../../src/data/link-text.ts';
import { classifyPost } from '../../../src/data/polymarket/trading/classify-post.ts';
import { readProposal } from '../../../src/engine/brain/llm-proposal.ts';
import { controlRequest } from '../../../src/ops/control/messages.ts';
import { addressIn, lockKey } from '../../../src/ops/keystore/keystore-text.ts';
import { LineSplitter } from '../../../src/tape/line-splitter.ts';
import { LINE_BYTES_MAX, parseTapeLine } from '../../../src/tape/tape-line.ts';
import { initDataOf } from '../../bot/web/rig.ts';
import { journalled } from '../../data/journal/orders.ts';
import { answered, NOW_MS, sent } from '../../data/polymarket/trading/answers.ts';
import { mangledBytes, mangledText, mangledValue, randomOf } from './mangle.ts';
import { AT_MS } from './samples.ts';
import { type HostileTarget, refusing, requireSane } from './target.ts';

function textTarget(
  name: string,
  texts: readonly string[],
  read: (text: string, random: () => number) => unknown,
): HostileTarget {
  return {
    name,
    take(seed) {
      const random = randomOf(seed);
      const text = texts[Math.floor(random() * texts.length)] ?? '';
      const isJson = text.startsWith('{') && random() < 0.6;
      const bad = isJson
        ? (JSON.stringify(mangledValue(JSON.parse(text), random)) ?? 'null')
        : mangledText(text, random);
      requireSane(read(bad, random));
    },
  };
}

const TYPED = COMMANDS.flatMap(({ examples }) => examples.map(([line]) => line));
const AMOUNTS = ['$1,234.56', '5%', '48¢', '0.5', '1e3', '-3', '1.000,5', '½', '10k', '$ 5'];
const DURATIONS = ['5m', '1h30m', '2 days', '90s', '1w', 'tomorrow', '0', '1.5h'];

function typed(text: string): unknown {
  const line = readLine(text);
  const words = wordsOf(text.slice(0, LINE_LENGTH_MAX));
  const names = COMMANDS.map(({ name }) => name);
  return [line, words.length, nearest(words[0]?.slice(0, 40) ?? '', names)];
}

function numbers(text: string): unknown {
  const readers = [readMoney, readPercent, readCents, readPlain];
  return readers.map((read) => refusing(['UsageError'], () => read(text)) ?? null);
}

const ACTIVITY = JSON.stringify({
  proxyWallet: `0x${'a1'.repeat(20)}`,
  timestamp: 1_790_000_000,
  conditionId: `0x${'0c'.repeat(32)}`,
  type: 'TRADE',
  size: 10,
  usdcSize: 5,
  transactionHash: `0x${'0d'.repeat(32)}`,
  price: 0.5,
  asset: '123',
  side: 'BUY',
  outcomeIndex: 0,
  title: 'Rain?',
  slug: 'rain',
  eventSlug: 'rain',
});
const PAIR = JSON.stringify({
  id: 1,
  polymarket: {
    question: 'Will it rain in Paris on 1 May 2027?',
    description: 'Yes if it rains.',
    outcomes: ['Yes', 'No'],
  },
  kalshi: {
    ticker: 'RAIN-27',
    title: 'Rain in Paris?',
    rules_primary: 'If it rains.',
    yes_sub_title: 'Rain',
  },
});
const ASKS = [JSON.stringify({ ask: 'status' }), JSON.stringify({ ask: 'kill', reason: 'test' })];
const TAPE = JSON.stringify({ t: AT_MS, source: 'polymarket.market', frame: { a: [1, 'x'] } });
const PROPOSAL = JSON.stringify({ verdict: 'shrink', sizePercent: 50, reason: 'thin book' });
const KEYSTORE = lockKey(`0x${'11'.repeat(32)}`, Buffer.from('test'), 2).text;
const ENVIRONMENT = 'WEB_PORT=8420\nexport LOG_LEVEL="info" # words\nTELEGRAM_ADMIN_IDS=1,2\n';
const PLACED = JSON.stringify({
  success: true,
  errorMsg: '',
  orderID: `0x${'ab'.repeat(32)}`,
  status: 'matched',
  takingAmount: '10',
  makingAmount: '5.2',
  transactionsHashes: [],
});

function config(text: string, random: () => number): void {
  const name = ENVIRONMENT_NAMES[Math.floor(random() * ENVIRONMENT_NAMES.length)] ?? '';
  refusing(['ConfigError', 'NotPrivateError'], () => loadConfig({ [name]: text }));
}

/** What would change another variable too is left to a person, in words of its own. */
const BY_HAND = /^the file cannot be changed without changing/;

function environment(text: string): void {
  let changed: string;
  try {
    changed = withVariables(text, { WEB_PORT: '1' });
  } catch (error) {
    if (error instanceof Error && BY_HAND.test(error.message)) return;
    throw error;
  }
  if (variablesIn(changed)['WEB_PORT'] !== '1') throw new Error('what was written is not read');
  changedLines(text, changed);
}

function bytesTarget(name: string, bytes: Buffer, read: (bytes: Buffer) => unknown): HostileTarget {
  return {
    name,
    take(seed) {
      read(mangledBytes(bytes, randomOf(seed)));
    },
  };
}

const JOURNAL = Buffer.concat(
  ['one', 'two', 'three'].map((id) => lineOf([{ order: journalled(id) }])),
);
const SOUND_ORDERS = ['one', 'two', 'three'].map((id) => JSON.stringify(journalled(id)));

/** What a damaged journal gives are orders that were written, or none. */
function journal(bytes: Buffer): void {
  const { orders, soundBytes } = contentOf(bytes);
  if (soundBytes > bytes.length) throw new Error('more is sound than there is');
  for (const order of orders.values()) {
    if (!SOUND_ORDERS.includes(JSON.stringify(order))) throw new Error('an order was made up');
  }
}

function tapeLines(bytes: Buffer): void {
  const lines = new LineSplitter(LINE_BYTES_MAX);
  for (const line of [...lines.push(bytes), ...lines.end()]) {
    if (line !== null) parseTapeLine(line.toString());
  }
}

/** Files, answers, typed lines and what a browser hands over. */
export function textTargets(): readonly HostileTarget[] {
  const mini = new InitDataCheck('123456:AAtest', () => AT_MS);
  const signed = initDataOf(
    { auth_date: String(AT_MS / 1_000), user: '{"id":7,"first_name":"A"}' },
    '123456:AAtest',
  );
  return [
    textTarget('a typed line', TYPED, typed),
    textTarget('a typed amount', AMOUNTS, numbers),
    textTarget('a typed duration', DURATIONS, (text) =>
      refusing(['UsageError'], () => readDuration(text, 60_000)),
    ),
    textTarget(
      'a link',
      ['[a](https://polymarket.com/event/x)', '<https://kalshi.com/markets/a>'],
      unwrapped,
    ),
    textTarget(
      'the value of a variable',
      ['8420', 'https://u:p@host:1/x?y#z', '1,2,3', './data'],
      config,
    ),
    textTarget('a file of variables', [ENVIRONMENT], environment),
    textTarget('a line of a history', [ACTIVITY], (text) => new HistoryRows().read(text)),
    textTarget('a line of pairs', [PAIR], (text) => [
      readPairRow(text),
      readPolymarketRow(text),
      readKalshiRow(text),
    ]),
    textTarget('a request of the host', ASKS, (text) =>
      refusing(['SyntaxError'], () => controlRequest.safeParse(JSON.parse(text)).success),
    ),
    textTarget('a line of a tape', [TAPE], (text) => 'error' in parseTapeLine(text)),
    textTarget('what a model proposes', [PROPOSAL], readProposal),
    textTarget('a keystore', [KEYSTORE], (text) =>
      refusing(['SignerError'], () => addressIn(text)),
    ),
    textTarget(
      'the answer to an order',
      [PLACED, '{"error":"not enough balance / allowance"}'],
      (text, random) =>
        classifyPost(
          answered([200, 400, 425, 429, 500, 503][Math.floor(random() * 6)] ?? 200, text),
          sent(),
          NOW_MS,
        ),
    ),
    textTarget('how a Mini App is opened', [signed], (text) => {
      const verdict = mini.check(text);
      if (verdict.kind === 'person' && verdict.userId !== '7') throw new Error('a forged person');
    }),
    bytesTarget('a journal of orders', JOURNAL, journal),
    bytesTarget('a tape', Buffer.from(`${TAPE}\n${TAPE}\n`), tapeLines),
  ];
}
