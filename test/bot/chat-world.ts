import { People } from '../../src/bot/chat/people.ts';
import type { PeopleView } from '../../src/bot/command.ts';
import type { ActionAnswer, Actions } from '../../src/engine/contract/actions.ts';
import type { Queries, WalletSearch } from '../../src/engine/contract/queries.ts';
import type {
  LeadingWallet,
  OrderLifeView,
  OrderView,
  PositionView,
  StatusView,
} from '../../src/engine/contract/views.ts';
import type { AuditEntry } from '../../src/engine/domain/change.ts';
import type { CommandBody } from '../../src/engine/domain/command.ts';
import { ARMED, type Control } from '../../src/engine/domain/control.ts';
import type { Decision } from '../../src/engine/domain/decision.ts';
import { type LedgerId, walletAddress } from '../../src/engine/domain/ids.ts';
import { filterKey, type MarketFilter } from '../../src/engine/domain/market-filter.ts';
import type { SettingDefinition } from '../../src/engine/domain/setting-kinds.ts';
import { resolveSettings, SETTING_KEYS, SETTINGS } from '../../src/engine/domain/settings.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import type { WalletRules } from '../../src/engine/domain/wallet.ts';
import { judgeMarket } from '../../src/engine/intelligence/filters/market-filters.ts';
import {
  ACE,
  CANDIDATE,
  candidate,
  fill,
  NOW,
  order,
  position,
  WHALE,
  walletFacts,
  whale,
} from './chat-facts.ts';
import { ChatKalshi } from './chat-kalshi.ts';
import { ChatMarkets } from './chat-markets.ts';
import { ChatMoney } from './chat-money.ts';
import { ChatPairs } from './chat-pairs.ts';
import { decisionView, pastDecisions, STATUS } from './chat-past.ts';
import { ChatScores } from './chat-scores.ts';
import { PeopleRows } from './people-rows.ts';

export const ACCOUNT = 'live:polymarket:0x6177777777777777777777777777777777779cd5' as LedgerId;

/** The engine as a chat sees it: plain values, and commands that change them as the core would. */
export class ChatWorld {
  nowMs = NOW;
  control: Control = ARMED;
  wallets = new Map<string, WalletRules>();
  texts: Record<string, string> = {};
  filters = new Map<string, MarketFilter>();
  positions: readonly PositionView[] = [position()];
  open: readonly OrderView[] = [];
  /** Orders that can be looked at one by one. */
  lives: readonly OrderLifeView[] = [{ ...order(), events: [] }];
  decisions: readonly Decision[] = pastDecisions();
  status: Partial<StatusView> = {};
  ledger: Partial<StatusView['ledgers'][number]> = {};
  audit: AuditEntry[] = [];
  account: StatusView['ledgers'][number] | null = null;
  accounts: readonly LedgerId[] = [];
  /** What is open stays so after a kill, until a venue has proven otherwise. */
  keepsOpen = false;
  readonly money = new ChatMoney();
  readonly scores = new ChatScores();
  readonly markets = new ChatMarkets();
  readonly kalshi = new ChatKalshi();
  readonly pairs = new ChatPairs();
  readonly peopleRows = new PeopleRows();
  readonly #people = new People({
    permanent: [
      { platform: 'telegram', userId: '7', role: 'admin', name: 'Ada', isPermanent: true },
    ],
    store: this.peopleRows,
    nowMs: () => this.nowMs,
  });
  readonly people: PeopleView & Pick<People, 'execute'> = {
    list: () => this.#people.list(),
    execute: (command) => this.#people.execute(command),
    openPairing: () => ({ code: '7F3K-92QD', expiresAtMs: this.nowMs + 600_000 }),
  };
  /** What the venue ranks first; fails when it is down. */
  leaders: () => Promise<readonly LeadingWallet[]> = () =>
    Promise.resolve([{ wallet: CANDIDATE, name: 'degen-2', profit: dollars(12_345.6) }]);
  /** What was carried out, in order. */
  readonly done: { readonly id: string; readonly actor: string; readonly body: CommandBody }[] = [];
  /** Before a command acts; may throw. */
  before: (body: CommandBody) => void = () => undefined;
  readonly #ids = new Set<string>();

  /** Nobody has traded yet. */
  isFresh(): void {
    this.positions = [];
    this.wallets.clear();
    const cash = dollars(500);
    this.ledger = { openPositions: 0, cash, equity: cash, atCost: dollars(0) };
    this.status = { today: { copied: 0, exited: 0, denied: 0, byGate: [] } };
  }

  /** An account with this many dollars, and live switched on. */
  isLive(balance = 2_310): void {
    this.hasAccount(balance);
    this.control = { ...this.control, live: { atMs: this.nowMs, entriesFromMs: this.nowMs } };
  }

  /** An account that lacks nothing; somebody has read the warning. */
  hasAccount(balance = 2_310): void {
    this.accounts = [ACCOUNT];
    this.control = { ...this.control, warningReadAtMs: NOW - 86_400_000 };
    const cash = dollars(balance);
    const none = { today: dollars(0), todayNet: dollars(0), openPositions: 0 } as const;
    const rest = { peakEquity: cash, atCost: dollars(0), reserved: dollars(0) };
    this.account = { ledger: ACCOUNT, cash, equity: cash, ...none, ...rest };
  }

  constructor() {
    this.markets.filters = () => [...this.filters.values()];
    this.wallets.set(WHALE, whale());
    this.wallets.set(ACE, whale({ address: ACE, label: 'ace', confidence: 0.71 }));
  }

  readonly actions: Actions = {
    execute: ({ id, actor, body }) => {
      try {
        this.before(body);
      } catch (error) {
        return Promise.reject(error);
      }
      if (this.#ids.has(id))
        return Promise.resolve({ outcome: 'done', message: 'this was done already' });
      this.#ids.add(id);
      const answer = this.#act(body, actor);
      const { kind: action, ...detail } = body;
      this.audit.unshift({
        commandId: id,
        actor,
        action,
        detail,
        outcome: answer.outcome,
        atMs: this.nowMs,
      });
      if (answer.outcome === 'done') this.done.push({ id, actor, body });
      return Promise.resolve(answer);
    },
  };

  #act(body: CommandBody, actor: string): ActionAnswer {
    const ok: ActionAnswer = { outcome: 'done', message: '' };
    switch (body.kind) {
      case 'follow':
        this.wallets.set(body.rules.address, body.rules);
        return ok;
      case 'unfollow':
        this.wallets.delete(body.address);
        return ok;
      case 'changeWallet': {
        const rules = this.wallets.get(body.address);
        if (rules === undefined) return { outcome: 'refused', message: 'it is not followed' };
        if (body.change.mode === 'live' && this.accounts.length === 0) {
          return {
            outcome: 'refused',
            message: 'live trading needs an account, and there is none',
          };
        }
        this.wallets.set(body.address, { ...rules, ...body.change });
        return ok;
      }
      case 'changeSetting':
        this.texts = { ...this.texts, [body.key]: body.value };
        return ok;
      case 'addFilter':
        this.filters.set(filterKey(body.filter), body.filter);
        return ok;
      case 'removeFilter':
        this.filters.delete(filterKey(body));
        return ok;
      case 'kill':
        this.control = { ...this.control, killed: { reason: body.reason, atMs: this.nowMs } };
        if (!this.keepsOpen) this.open = [];
        return ok;
      case 'acknowledgeLive':
        this.control = { ...this.control, warningReadAtMs: this.nowMs };
        return ok;
      case 'setMode': {
        if (body.mode === 'live' && this.accounts.length === 0) {
          return { outcome: 'refused', message: 'there is no account' };
        }
        const live = { atMs: this.nowMs, entriesFromMs: this.nowMs + 30_000 };
        this.control = { ...this.control, live: body.mode === 'live' ? live : null };
        return ok;
      }
      case 'arm':
        this.control = { ...this.control, killed: null };
        return ok;
      case 'pause': {
        const by = { cause: 'person', reason: body.reason } as const;
        this.control = { ...this.control, paused: { ...by, atMs: this.nowMs, day: null } };
        return ok;
      }
      case 'resume':
        this.control = { ...this.control, paused: null };
        return ok;
      case 'judgePair':
        return this.pairs.judge(body, { by: actor, atMs: this.nowMs });
      case 'close':
      case 'takeArbitrage':
      case 'deposit':
        return actor === '' ? { outcome: 'refused', message: 'nobody asked' } : ok;
    }
  }

  get settings() {
    const resolved = resolveSettings({ timeZone: 'Europe/Berlin', ...this.texts });
    if (!resolved.ok) throw new Error(resolved.problem);
    return resolved.settings;
  }

  #status(): StatusView {
    const paper = STATUS.ledgers.map((one) => ({ ...one, ...this.ledger }));
    const ledgers = this.account === null ? paper : [...paper, this.account];
    const { control, accounts } = this;
    const mode = control.live === null ? 'paper' : 'live';
    const liveWarningRead = control.warningReadAtMs !== null;
    const is = { mode, accounts, ledgers, control, liveWarningRead } as const;
    return { ...STATUS, atMs: this.nowMs, ...is, ...this.status };
  }

  #find(text: string): WalletSearch {
    const word = text.toLowerCase();
    for (const rules of this.wallets.values()) {
      if (rules.address === word || rules.label?.toLowerCase() === word)
        return { kind: 'followed', rules };
    }
    const several = [...this.wallets.values()].filter(({ label }) => label?.startsWith(word));
    if (several.length > 1) return { kind: 'several', wallets: several };
    if (walletAddress(text) === CANDIDATE || word.includes('degen')) {
      return { kind: 'candidate', candidate: { ...candidate(), ...this.scores.ofCandidate } };
    }
    return { kind: 'none', reason: `No wallet is called "${text}".` };
  }

  readonly queries: Queries = {
    nowMs: () => this.nowMs,
    timeZone: () => 'Europe/Berlin',
    settings: () => this.settings,
    status: () => this.#status(),
    positions: (ledger) =>
      this.positions.filter((one) => ledger === undefined || one.position.ledger === ledger),
    wallets: () => [...this.wallets.values()],
    wallet: (address) => {
      const rules = this.wallets.get(address);
      return Promise.resolve(
        rules === undefined ? null : { ...walletFacts(rules), ...this.scores.of(address) },
      );
    },
    findWallet: (text) => Promise.resolve(this.#find(text)),
    leading: (limit) => this.leaders().then((all) => all.slice(0, limit)),
    filters: () => [...this.filters.values()],
    allowed: (market, filters) => judgeMarket(filters, market).allowed,
    market: (id) => this.markets.all.find((one) => one.id === id) ?? null,
    categories: () => [...new Set(this.markets.all.flatMap(({ categories }) => categories))],
    findMarkets: (text, limit) => Promise.resolve(this.markets.find(text, limit)),
    findKalshi: (text, limit) => this.kalshi.find(text, limit),
    lookAtMarket: (market, sinceMs) => Promise.resolve(this.markets.look(market, sinceMs)),
    fills: (limit) => Promise.resolve([fill()].slice(0, limit)),
    openOrders: () => this.open,
    orders: (limit) => Promise.resolve([order()].slice(0, limit)),
    order: (id) =>
      Promise.resolve(this.lives.find((one) => one.order.intent.id.startsWith(id)) ?? null),
    decisions: ({ limit, wallet }) =>
      Promise.resolve(
        this.decisions
          .filter((one) => wallet === undefined || one.wallet === wallet)
          .slice(0, limit),
      ),
    decision: (id) => {
      const found = this.decisions.find((one) => one.id.startsWith(id));
      return Promise.resolve(found === undefined ? null : decisionView(found));
    },
    signals: () => Promise.resolve([]),
    skips: () =>
      Promise.resolve([
        { gate: 'clipMinimum', count: 11 },
        { gate: 'priceMoved', count: 8 },
      ]),
    ...this.pairs.queries,
    ...this.money.queries,
    ...this.scores.queries,
    settingList: () =>
      SETTING_KEYS.map((key) => {
        const { initial, does, expects }: SettingDefinition<unknown> = SETTINGS[key];
        const zone = key === 'timeZone' ? 'Europe/Berlin' : initial;
        return { key, value: this.texts[key] ?? zone, initial, about: does, expects };
      }),
    audit: (limit) => Promise.resolve(this.audit.slice(0, limit)),
  };
}
