import type { ActionBody } from '../src/bot/action-body.ts';
import { ForbiddenError, reaches, requireBodies, roleFor } from '../src/bot/authorise.ts';
import { type ChatCommand, ROLES, type Role } from '../src/bot/command.ts';
import { COMMANDS } from '../src/bot/registry.ts';
import { ARMED, type Control, type PauseCause } from '../src/engine/domain/control.ts';
import {
  PAPER,
  type SignalId,
  type TokenId,
  type WalletAddress,
} from '../src/engine/domain/ids.ts';
import { ZERO_MONEY } from '../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../src/engine/domain/wallet.ts';

/** Something that a person may do, or may not. */
interface Act<K extends ActionBody['kind']> {
  readonly words: string;
  readonly body: ActionBody & { readonly kind: K };
  /** Under which it is done; armed and on paper unless said. */
  readonly control?: Control;
}

type Acts = { readonly [K in ActionBody['kind']]: readonly Act<K>[] };

const WALLET = '0x0000000000000000000000000000000000000001' as WalletAddress;
const SOMEBODY = { platform: 'telegram', userId: '1' } as const;
const FILTER = { type: 'category', value: 'crypto', action: 'deny' } as const;

/** Everything that a line or a tap can carry out. */
const ACTS: Acts = {
  kill: [{ words: 'kill', body: { kind: 'kill', reason: '' } }],
  pause: [{ words: 'pause', body: { kind: 'pause', reason: '' } }],
  follow: [
    { words: 'follow a wallet', body: { kind: 'follow', rules: defaultWalletRules(WALLET, 0) } },
  ],
  changeWallet: [
    {
      words: "change a wallet's rules, mute, disable",
      body: { kind: 'changeWallet', address: WALLET, change: { enabled: false } },
    },
    {
      words: 'let a wallet trade live',
      body: { kind: 'changeWallet', address: WALLET, change: { mode: 'live' } },
    },
  ],
  unfollow: [{ words: 'remove a wallet', body: { kind: 'unfollow', address: WALLET } }],
  addFilter: [{ words: 'add a filter', body: { kind: 'addFilter', filter: FILTER } }],
  removeFilter: [
    { words: 'remove a filter', body: { kind: 'removeFilter', type: 'category', value: 'crypto' } },
  ],
  close: [
    {
      words: 'close positions',
      body: { kind: 'close', ledger: PAPER, tokenId: '1' as TokenId },
    },
  ],
  resume: [
    {
      words: 'resume after a pause of a person',
      body: { kind: 'resume' },
      control: pausedBy('person'),
    },
    {
      words: 'resume after a loss limit',
      body: { kind: 'resume' },
      control: pausedBy('dayLoss'),
    },
  ],
  setMode: [
    { words: 'back to paper', body: { kind: 'setMode', mode: 'paper' } },
    { words: 'live on', body: { kind: 'setMode', mode: 'live' } },
  ],
  acknowledgeLive: [
    { words: 'acknowledge what real money means', body: { kind: 'acknowledgeLive' } },
  ],
  changeSetting: [
    {
      words: 'change limits and settings',
      body: { kind: 'changeSetting', key: 'bankroll', value: '1000' },
    },
  ],
  takeArbitrage: [
    {
      words: 'buy an arbitrage that was asked about, on paper',
      body: { kind: 'takeArbitrage', id: '' as SignalId },
    },
  ],
  judgePair: [
    {
      words: 'say that two markets are not one question',
      body: { kind: 'judgePair', number: 1, verdict: 'reject', why: null },
    },
    {
      words: 'say that two markets are one question, take a verdict back',
      body: { kind: 'judgePair', number: 1, verdict: 'approve', why: null },
    },
  ],
  deposit: [
    {
      words: 'top up the paper deposit',
      body: { kind: 'deposit', ledger: PAPER, amount: ZERO_MONEY },
    },
  ],
  arm: [{ words: 'arm after a kill', body: { kind: 'arm' } }],
  putOperator: [
    {
      words: 'let somebody in, change a role',
      body: { kind: 'putOperator', ...SOMEBODY, role: 'viewer', name: '' },
    },
  ],
  removeOperator: [{ words: 'take a role away', body: { kind: 'removeOperator', ...SOMEBODY } }],
};

function pausedBy(cause: PauseCause): Control {
  return { ...ARMED, paused: { cause, reason: '', atMs: 0, day: null } };
}

/** Who may do what, and where, as a Markdown table: asked of the code that decides it. */
export function roleTable(): string {
  const acts = Object.values(ACTS).flat();
  const rows = acts
    .map(({ words, body, control = ARMED }) => ({
      words,
      role: roleFor(body, control),
      place: mayBeSaidAnywhere(body, control) ? 'anywhere' : 'privately',
    }))
    .sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  return [
    `| may | ${ROLES.join(' | ')} | where |`,
    `|---|${ROLES.map(() => ':-:').join('|')}|---|`,
    `| ask: ${asking().join(' ')} | ${marks('viewer')} | anywhere |`,
    ...COMMANDS.filter(isTakenAway).map(
      ({ name, role }) => `| take out as a file: \`/${name}\` | ${marks(role)} | privately |`,
    ),
    ...rows.map(({ words, role, place }) => `| ${words} | ${marks(role)} | ${place} |`),
    '',
  ].join('\n');
}

/** Commands that show something to everybody; what some of them also change is in the other rows. */
function asking(): readonly string[] {
  return COMMANDS.filter(({ role, name }) => role === 'viewer' && name !== 'undo').map(
    ({ name }) => `\`/${name}\``,
  );
}

/** What only shows, and yet is not for everybody. */
function isTakenAway({ role, danger }: ChatCommand): boolean {
  return role !== 'viewer' && danger === 'none';
}

function marks(needed: Role): string {
  return ROLES.map((role) => (reaches(role, needed) ? 'yes' : '–')).join(' | ');
}

function mayBeSaidAnywhere(body: ActionBody, control: Control): boolean {
  const queries = { status: () => ({ control }) } as Parameters<typeof requireBodies>[2];
  try {
    requireBodies({ actor: 'telegram:1', role: 'admin', isPrivate: false }, [body], queries);
    return true;
  } catch (error) {
    if (error instanceof ForbiddenError) return false;
    throw error;
  }
}
