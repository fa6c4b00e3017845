import type { ChatStore, Operator, Told } from '../../src/engine/contract/chat-store.ts';
import type { AuditEntry } from '../../src/engine/domain/change.ts';
import type { Notice } from '../../src/engine/domain/notice.ts';

/** Operators and the audit as a database keeps them; `isDown` refuses everything. */
export class PeopleRows
  implements Pick<ChatStore, 'operators' | 'putOperator' | 'removeOperator' | 'audit'>
{
  isDown = false;
  rows: readonly Operator[] = [];
  readonly entries: AuditEntry[] = [];
  readonly notices: Notice[] = [];

  async operators(): Promise<readonly Operator[]> {
    this.#answer();
    return this.rows;
  }

  async putOperator(operator: Operator, told: Told): Promise<void> {
    this.#answer();
    this.rows = [...this.#without(operator), operator];
    this.#tell(told);
  }

  async removeOperator(of: Pick<Operator, 'platform' | 'userId'>, told: Told): Promise<void> {
    this.#answer();
    this.rows = this.#without(of);
    this.#tell(told);
  }

  async audit(entry: AuditEntry): Promise<void> {
    this.#answer();
    this.entries.push(entry);
  }

  #without({ platform, userId }: Pick<Operator, 'platform' | 'userId'>): readonly Operator[] {
    return this.rows.filter((one) => one.platform !== platform || one.userId !== userId);
  }

  #tell({ entry, notice }: Told): void {
    this.entries.push(entry);
    this.notices.push(notice);
  }

  #answer(): void {
    if (this.isDown) throw new Error('connect ECONNREFUSED');
  }
}
