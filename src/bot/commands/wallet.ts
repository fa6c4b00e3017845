import { defaultWalletRules, type WalletRules } from '../../engine/domain/wallet.ts';
import { withPicture } from '../charts/money-charts.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { change } from '../confirm.ts';
import { count } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { walletName } from '../format/names.ts';
import { asTyped } from '../grammar/line.ts';
import { readObjectVerb } from '../grammar/object-verb.ts';
import type { Line, Reply } from '../reply.ts';
import { capCard } from './cap-card.ts';
import { muteWallet } from './notify.ts';
import { isOwnExitVerb } from './own-exit-rules.ts';
import { scoreCard } from './score-card.ts';
import {
  candidateCard,
  candidateLines,
  walletCard,
  walletLine,
  walletPicture,
} from './wallet-card.ts';
import { readLabel, readRule, WALLET_VERBS, type WalletVerb } from './wallet-rule.ts';
import { followedWallet, severalError } from './who.ts';

/** Wallets that one message lists. */
const LISTED_MAX = 30;

export const wallet: ChatCommand = {
  name: 'wallet',
  aliases: ['wallets', 'w'],
  summary: 'followed wallets: list, add, and the rules for each',
  examples: [
    ['/wallet', 'lists who is followed'],
    ['/wallet whale-7', 'its card: score, trades, copies, result, rules'],
    ['/wallet whale-7 score', 'how its score is made, and its history'],
    [
      '/wallet add 0x61276aba49117fd9299707d5d573652949d5c977 orca',
      'follows on paper, called orca',
    ],
    ['/wallet whale-7 scale 0.5', 'half of its dollars'],
    ['/wallet whale-7 size $5', 'a fixed size; 1% of bankroll; leader, share or kelly'],
    ['/wallet whale-7 max $10', 'most one copy spends; also day, market'],
    ['/wallet whale-7 price 10-90', 'only prices between 10¢ and 90¢'],
    ['/wallet whale-7 exit all', 'sells all when it sells: mirror, all, manual, 50%'],
    [
      '/wallet whale-7 exit stop 30%',
      'sells at such a loss; also profit, trail 20%, hold 48h, off',
    ],
    ['/wallet whale-7 deny crypto', 'no copies in a category; allow is the contrary'],
    ['/wallet whale-7 reset', 'every rule back to its default'],
    ['/wallet whale-7 mute 2h', 'no notices of its copies to you; off ends it'],
    ['/wallet whale-7 disable', 'no new copies; open ones keep their exits'],
    ['/wallet remove whale-7', 'no longer followed'],
  ],
  arguments: [
    {
      name: 'who',
      about: 'label, address, profile link or @name',
      required: false,
      suggests: 'wallet',
    },
    {
      name: 'do',
      about: Object.keys(WALLET_VERBS).join(', '),
      required: false,
      // Discord lists no more than 25: there these are values of `exit`.
      choices: Object.keys(WALLET_VERBS).filter((verb) => !isOwnExitVerb(verb)),
    },
    { name: 'value', about: 'for example 0.5, $5, 10-90, all', required: false },
  ],
  role: 'viewer',
  danger: 'more',
  async run(call) {
    const { object, verb, value } = readObjectVerb('wallet', call.words, WALLET_VERBS);
    if (object === null && verb === null) return list(call);
    if (object === null) {
      throw new UsageError(`Which wallet? For example: /wallet whale-7 ${verb ?? ''}`.trim());
    }
    if (verb === null) return card(call, object);
    const shown = value.length === 0 ? SHOWN_WITHOUT_VALUE[verb] : undefined;
    return shown === undefined ? act(call, { object, verb, value }) : shown(call, object);
  },
};

/** Rules that show how they stand when nothing follows them. */
const SHOWN_WITHOUT_VALUE: Partial<
  Record<WalletVerb, (call: CommandCall, who: string) => Promise<Reply>>
> = { score: scoreCard, max: capCard };

async function act(
  call: CommandCall,
  {
    object,
    verb,
    value,
  }: { readonly object: string; readonly verb: WalletVerb; readonly value: readonly string[] },
): Promise<Reply> {
  if (verb === 'add') return add(call, object, value);
  if (verb === 'mute') return muteWallet(call, object, value);
  const line = (who: string): string => ['/wallet', who, verb, ...value.map(asTyped)].join(' ');
  const rules = await followedWallet(call, object, line);
  if (verb === 'remove') {
    if (value.length > 0)
      throw new UsageError(`remove takes nothing more: /wallet remove ${asTyped(object)}`);
    return change(call, [{ kind: 'unfollow', address: rules.address }]);
  }
  const changed = readRule(verb, value, { rules, who: asTyped(object) });
  if (verb === 'label') refuseTaken(call, rules, changed.label ?? '');
  return change(call, [{ kind: 'changeWallet', address: rules.address, change: changed }]);
}

function refuseTaken(
  { queries }: CommandCall,
  rules: Pick<WalletRules, 'address'>,
  label: string,
): void {
  const taken = queries
    .wallets()
    .some(
      (one) => one.address !== rules.address && one.label?.toLowerCase() === label.toLowerCase(),
    );
  if (taken) throw new UsageError(`Another wallet is called ${label} already.`);
}

function list({ queries }: CommandCall): Reply {
  const wallets = queries.wallets();
  if (wallets.length === 0) {
    return reply('Nobody is followed yet', {
      blocks: [
        lines('Paste a profile link or an address, for example:', [
          { code: '/wallet add https://polymarket.com/@name' },
        ]),
      ],
    });
  }
  const enabled = wallets.filter((one) => one.enabled).length;
  const all: Line[] = wallets.slice(0, LISTED_MAX).map((one) => walletLine(one, queries));
  const rest = wallets.length > LISTED_MAX ? [`and ${wallets.length - LISTED_MAX} more`] : [];
  return reply(`${count(wallets.length, 'wallet')} followed, ${enabled} copied`, {
    blocks: [lines(...all, ...rest)],
    buttons: [show('Top', '/top')],
  });
}

async function card(call: CommandCall, who: string): Promise<Reply> {
  const found = await call.queries.findWallet(who);
  if (found.kind === 'candidate') return candidateCard(found.candidate, call.queries);
  if (found.kind === 'several') {
    return reply(`"${who}" fits ${count(found.wallets.length, 'wallet')}`, {
      buttons: found.wallets
        .slice(0, 5)
        .map((one) => show(walletName(one), `/wallet ${one.address}`)),
    });
  }
  const rules = await followedWallet(call, who, (meant) => `/wallet ${meant}`);
  const view = await call.queries.wallet(rules.address);
  if (view === null) return reply(walletLine(rules, call.queries));
  return withPicture(walletCard(view, call.queries), await walletPicture(view, call.queries));
}

async function add(call: CommandCall, who: string, value: readonly string[]): Promise<Reply> {
  const label = value.length === 0 ? null : readLabel(value);
  if (value.length > 0 && label === null) {
    throw new UsageError(
      `"${value.join(' ')}" cannot be a name; a working one: /wallet add ${asTyped(who)} ace`,
    );
  }
  const found = await call.queries.findWallet(who);
  if (found.kind === 'several') throw severalError(who, found.wallets);
  if (found.kind === 'none') throw new UsageError(found.reason);
  if (found.kind === 'followed') return change(call, [{ kind: 'follow', rules: found.rules }]);
  const { candidate } = found;
  const named = label ?? freeName(call, candidate.name);
  if (label !== null) refuseTaken(call, candidate, label);
  const rules = { ...defaultWalletRules(candidate.address, call.queries.nowMs()), label: named };
  const answer = await change(call, [{ kind: 'follow', rules }]);
  const known = candidateLines(candidate, call.queries);
  return known.length === 0 || answer.symbol === '✕'
    ? answer
    : { ...answer, blocks: [...answer.blocks, lines(...known)] };
}

/** The venue's own name for it, when it can be a label and is not taken. */
function freeName({ queries }: CommandCall, name: string | null): string | null {
  const label = name === null ? null : readLabel([name]);
  const taken = queries.wallets().some((one) => one.label?.toLowerCase() === label?.toLowerCase());
  return taken ? null : label;
}
