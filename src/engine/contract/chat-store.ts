import type { AuditEntry } from '../domain/change.ts';
import type { Notice } from '../domain/notice.ts';
import type { AtMs } from '../domain/time.ts';

/** Somebody whom an operator let in; those of the environment are not kept here. */
export interface Operator {
  readonly platform: 'telegram' | 'discord';
  /** The platform's own id. */
  readonly userId: string;
  readonly role: 'viewer' | 'trader' | 'admin';
  readonly name: string;
  readonly addedBy: string;
  readonly addedAtMs: AtMs;
}

/** What became of a notice for one target. All but `trying` are final. */
export type DeliveryState =
  /** Handed to the platform; what came of it is not known yet. */
  | 'trying'
  | 'sent'
  /** Part of a card with others. */
  | 'joined'
  /** Left to the next digest, by this target's preferences. */
  | 'digest'
  | 'off'
  /** Not worth telling any more: its time was over. */
  | 'expired'
  /** The platform will never take it. */
  | 'refused';

/** A notice that a target was not told yet. */
export interface PendingNotice {
  readonly notice: Notice;
  /** It was tried before, and may have arrived. */
  readonly tried: boolean;
}

/** A question whose answer raises risk: bound to one person, one chat, one run of the program. */
export interface Prompt {
  readonly id: string;
  readonly actor: string;
  /** Where it was asked. */
  readonly chat: string;
  /** Fingerprint of what it would do. */
  readonly action: string;
  /** Fingerprint of the state that it was shown on. */
  readonly preparedOn: string;
  /** The run of the program: an answer after a restart is void. */
  readonly run: string;
  readonly expiresAtMs: AtMs;
}

/** What chats keep. Every method may throw StoreError. */
export interface ChatStore {
  operators(): Promise<readonly Operator[]>;
  /** Adds or changes one, with its audit row and its notice, in one transaction. */
  putOperator(operator: Operator, told: Told): Promise<void>;
  removeOperator(of: Pick<Operator, 'platform' | 'userId'>, told: Told): Promise<void>;
  /** An audit row of something that the core does not decide. */
  audit(entry: AuditEntry): Promise<void>;
  /** A notice that does not come from the core. */
  notify(notice: Notice): Promise<void>;

  /** Each target's preferences, as it wrote them. */
  preferences(): Promise<ReadonlyMap<string, unknown>>;
  putPreferences(target: string, preferences: unknown, atMs: AtMs): Promise<void>;

  /**
   * What a target was not told yet: of the notices since then, oldest first, those whose kind is in
   * `first` before all others.
   */
  pending(
    target: string,
    query: {
      readonly sinceMs: AtMs;
      readonly limit: number;
      readonly first: readonly Notice['kind'][];
    },
  ): Promise<readonly PendingNotice[]>;
  markDelivery(
    target: string,
    delivery: {
      readonly noticeIds: readonly string[];
      readonly state: DeliveryState;
      readonly atMs: AtMs;
    },
  ): Promise<void>;
  /** Counts of what was left to a digest since then, by kind and ledger. */
  digestCounts(
    target: string,
    sinceMs: AtMs,
  ): Promise<
    readonly {
      readonly kind: Notice['kind'];
      readonly ledger: string | null;
      readonly count: number;
    }[]
  >;

  putPrompt(prompt: Prompt): Promise<void>;
  /** Uses it up, once; tells whether it was this call that did, in time and in the same run. */
  usePrompt(id: string, by: { readonly run: string; readonly atMs: AtMs }): Promise<boolean>;

  /** How far something was read: the last update of a platform, the last digest of a target. */
  position(name: string): Promise<string | null>;
  putPosition(name: string, value: string): Promise<void>;
}

/** Who hears of a change of operators. */
export interface Told {
  readonly entry: AuditEntry;
  readonly notice: Notice;
}
