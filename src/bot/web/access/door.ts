import type { ChatStore } from '../../../engine/contract/chat-store.ts';
import { contentId } from '../../../engine/domain/ids.ts';
import { type AtMs, HOUR_MS } from '../../../engine/domain/time.ts';
import type { Role, WebAccess } from '../../command.ts';
import { FRAGMENTS } from '../contract/paths.ts';
import type { SignedIn, SignIn, Who } from '../contract/session.ts';
import { ApiTokens, type KeptToken, type TokenStore } from './api-tokens.ts';
import { HostKey } from './host-key.ts';
import { InitDataCheck } from './init-data.ts';
import { OneTimeLinks } from './one-time-links.ts';
import { type Session, Sessions } from './sessions.ts';
import {
  actorOf,
  type Identity,
  identityOf,
  nameNow,
  type Operators,
  roleNow,
  type Visitor,
} from './visitor.ts';

/** Audit rows about refused entries in an hour; beyond it the answer to them is all. */
const REFUSALS_PER_HOUR_MAX = 60;

/** Nobody is let in by this; the message says what works. */
export class RefusedEntry extends Error {
  override readonly name = 'RefusedEntry';
}

export interface WebDoorOptions {
  readonly operators: Operators;
  readonly store: Pick<ChatStore, 'audit'>;
  readonly tokens: TokenStore;
  /** Checks Mini Apps; `null` where no bot of Telegram runs. */
  readonly telegramToken: string | null;
  /** Whether sitting at this host is enough; not where others could reach it. */
  readonly takesHostKey: boolean;
  readonly nowMs: () => AtMs;
  readonly report: (error: unknown) => void;
}

/** Who is let into the dashboard and its API, and as whom. */
export class WebDoor implements WebAccess {
  readonly #options: WebDoorOptions;
  readonly #sessions: Sessions;
  readonly #links: OneTimeLinks;
  readonly #tokens: ApiTokens;
  readonly #miniApps: InitDataCheck | null;
  readonly #hostKey: HostKey | null;
  #url: string | null = null;
  #entries = 0;
  #hour = 0;
  #refusals = 0;

  /** @throws when kept tokens cannot be read. */
  constructor(options: WebDoorOptions) {
    const { telegramToken, nowMs } = options;
    this.#options = options;
    this.#sessions = new Sessions(nowMs);
    this.#links = new OneTimeLinks(nowMs);
    this.#tokens = new ApiTokens(options.tokens, nowMs);
    this.#miniApps = telegramToken === null ? null : new InitDataCheck(telegramToken, nowMs);
    this.#hostKey = options.takesHostKey ? new HostKey() : null;
  }

  /** Root of the pages, without a slash behind it; `null` while nobody serves them. */
  get url(): string | null {
    return this.#url;
  }

  set url(url: string | null) {
    this.#url = url;
  }

  /** Lets in whoever sits at this host; `null` where that is not enough, or nothing is served. */
  get hostUrl(): string | null {
    if (this.#url === null || this.#hostKey === null) return null;
    return `${this.#url}/#${FRAGMENTS.host}=${this.#hostKey.text}`;
  }

  get sessionCount(): number {
    return this.#sessions.count;
  }

  link(actor: string): { readonly url: string; readonly expiresAtMs: AtMs } | null {
    const identity = identityOf(actor);
    if (identity === null || this.#url === null) return null;
    const { code, expiresAtMs } = this.#links.open(identity);
    return { url: `${this.#url}/#${FRAGMENTS.link}=${code}`, expiresAtMs };
  }

  tokens(): readonly Omit<KeptToken, 'hash'>[] {
    return this.#tokens.list().map(({ hash: _, ...token }) => token);
  }

  makeToken(
    name: string,
    { role, by }: { readonly role: Exclude<Role, 'admin'>; readonly by: string },
  ): { readonly secret: string; readonly expiresAtMs: AtMs } | null {
    if (identityOf(by) === null) return null;
    const made = this.#tokens.make(name, { role, madeBy: by });
    if (made !== null) this.#audit(by, 'webToken', { detail: { name, role } });
    return made;
  }

  revokeToken(name: string, by: string): boolean {
    const was = this.#tokens.revoke(name);
    if (was) this.#audit(by, 'webTokenRevoked', { detail: { name } });
    return was;
  }

  signOutAll(actor: string): number {
    return this.#sessions.endAll((identity) => actorOf(identity) === actor);
  }

  /** @throws RefusedEntry */
  signIn(way: SignIn, { isLocal }: { readonly isLocal: boolean }): SignedIn {
    const identity = this.#identify(way, isLocal);
    const role = roleNow(identity, this.#options.operators);
    if (role === null) {
      this.#refuse(actorOf(identity), 'stranger');
      throw new RefusedEntry('You may not operate this. An admin lets you in with /operators add.');
    }
    const { token, session } = this.#sessions.start(identity, way.by);
    this.#audit(actorOf(identity), 'webSignIn', { detail: { by: way.by, session: session.id } });
    return { token, who: this.#who(session, role) };
  }

  /** Who sends this secret, while it lets in; its use makes a session last longer. */
  visitor(secret: string): Visitor | null {
    const session = this.#sessions.use(secret);
    if (session !== null) return this.#ofSession(session, () => this.visitor(secret) !== null);
    const token = this.#tokens.find(secret);
    return token === null ? null : this.#ofToken(token, () => this.visitor(secret) !== null);
  }

  signOut({ session, speaker }: Visitor): boolean {
    const ended = this.#sessions.end(session);
    if (ended) this.#audit(speaker.actor, 'webSignOut', { detail: { session } });
    return ended;
  }

  #ofSession(session: Session, stands: () => boolean): Visitor | null {
    const role = roleNow(session.identity, this.#options.operators);
    if (role === null) return null;
    const actor = actorOf(session.identity);
    const speaker = { actor, role, isPrivate: true } as const;
    return { session: session.id, speaker, who: this.#who(session, role), stands };
  }

  /** It lets in no longer than its maker is an admin. */
  #ofToken(token: KeptToken, stands: () => boolean): Visitor | null {
    const { name, role, madeBy, expiresAtMs } = token;
    const maker = identityOf(madeBy);
    if (maker === null || roleNow(maker, this.#options.operators) !== 'admin') return null;
    const actor = `token:${name}`;
    return {
      session: actor,
      speaker: { actor, role, isPrivate: true },
      who: { actor, name, role, by: 'token', expiresAtMs },
      stands,
    };
  }

  #who({ identity, by, expiresAtMs }: Session, role: Role): Who {
    const name = nameNow(identity, this.#options.operators);
    return { actor: actorOf(identity), name, role, by, expiresAtMs };
  }

  #identify(way: SignIn, isLocal: boolean): Identity {
    switch (way.by) {
      case 'link': {
        const identity = this.#links.use(way.code);
        if (identity !== null) return identity;
        this.#refuse('stranger', 'link');
        throw new RefusedEntry(
          'This link was used, or its two minutes are over: /web in our private chat makes a new one.',
        );
      }
      case 'host': {
        if (isLocal && this.#hostKey?.fits(way.key) === true) return { kind: 'host' };
        this.#refuse('stranger', 'hostKey');
        throw new RefusedEntry(
          'This address is of an earlier start, or not for this machine: /web makes a new link.',
        );
      }
      case 'telegram':
        return this.#ofMiniApp(way.initData);
    }
  }

  #ofMiniApp(initData: string): Identity {
    if (this.#miniApps === null) {
      throw new RefusedEntry('No bot of Telegram runs here, so nobody comes in through it.');
    }
    const verdict = this.#miniApps.check(initData);
    if (verdict.kind === 'person') {
      return { kind: 'person', platform: 'telegram', userId: verdict.userId };
    }
    this.#refuse('stranger', `miniApp ${verdict.why}`);
    const again = 'Close this page and open it from the bot again.';
    throw new RefusedEntry(
      verdict.why === 'stale' || verdict.why === 'used'
        ? `What Telegram sent is too old, or was used. ${again}`
        : `This did not come from Telegram. ${again}`,
    );
  }

  /** So many an hour and no more: nobody fills the audit from outside. */
  #refuse(actor: string, why: string): void {
    const hour = Math.floor(this.#options.nowMs() / HOUR_MS);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#refusals = 0;
    }
    this.#refusals += 1;
    if (this.#refusals > REFUSALS_PER_HOUR_MAX) return;
    this.#audit(actor, 'webSignIn', { detail: { why }, outcome: 'refused' });
  }

  /** Nobody is kept out by a database that does not answer: kill must work without it. */
  #audit(
    actor: string,
    action: string,
    {
      detail,
      outcome = 'done',
    }: {
      readonly detail: Readonly<Record<string, unknown>>;
      readonly outcome?: 'done' | 'refused';
    },
  ): void {
    const { store, nowMs, report } = this.#options;
    const atMs = nowMs();
    this.#entries += 1;
    const commandId = contentId(action, [actor, atMs, this.#entries]);
    store.audit({ commandId, actor, action, detail, outcome, atMs }).catch(report);
  }
}
