import { eq } from 'drizzle-orm';
import type { Reports } from '../../engine/contract/reports.ts';
import type { DecisionRecord } from '../../engine/domain/decision-record.ts';
import type { Consultation } from '../../engine/domain/model.ts';
import { consultations } from './schema/consultations.ts';
import { decisionRecords } from './schema/decision-records.ts';
import { SqlBookings } from './sql-bookings.ts';

/** What decisions were made from. */
export class SqlRecords
  extends SqlBookings
  implements Pick<Reports, 'decisionRecord' | 'consultation'>
{
  async decisionRecord(id: string): Promise<DecisionRecord | null> {
    const [row] = await this.read((database) =>
      database.select().from(decisionRecords).where(eq(decisionRecords.id, id)).limit(1),
    );
    return row?.record ?? null;
  }

  async consultation(id: string): Promise<Consultation | null> {
    const [row] = await this.read((database) =>
      database.select().from(consultations).where(eq(consultations.id, id)).limit(1),
    );
    return row ?? null;
  }
}
