import { getTableName } from 'drizzle-orm';
import { arbitrages } from '../../../src/data/store/schema/arbitrages.ts';
import { audit } from '../../../src/data/store/schema/audit.ts';
import { chatPositions } from '../../../src/data/store/schema/chat-positions.ts';
import { chatPreferences } from '../../../src/data/store/schema/chat-preferences.ts';
import { consultations } from '../../../src/data/store/schema/consultations.ts';
import { control } from '../../../src/data/store/schema/control.ts';
import { cursors } from '../../../src/data/store/schema/cursors.ts';
import { decisionRecords } from '../../../src/data/store/schema/decision-records.ts';
import { decisions } from '../../../src/data/store/schema/decisions.ts';
import { deliveries } from '../../../src/data/store/schema/deliveries.ts';
import { equitySamples } from '../../../src/data/store/schema/equity-samples.ts';
import { exits } from '../../../src/data/store/schema/exits.ts';
import { fills } from '../../../src/data/store/schema/fills.ts';
import { flows } from '../../../src/data/store/schema/flows.ts';
import { leaderHoldings } from '../../../src/data/store/schema/leader-holdings.ts';
import { ledgerMarks } from '../../../src/data/store/schema/ledger-marks.ts';
import { marketFilters } from '../../../src/data/store/schema/market-filters.ts';
import { marketMappings } from '../../../src/data/store/schema/market-mappings.ts';
import { markets } from '../../../src/data/store/schema/markets.ts';
import { operators } from '../../../src/data/store/schema/operators.ts';
import { orderEvents } from '../../../src/data/store/schema/order-events.ts';
import { orders } from '../../../src/data/store/schema/orders.ts';
import { outbox } from '../../../src/data/store/schema/outbox.ts';
import { positions } from '../../../src/data/store/schema/positions.ts';
import { prompts } from '../../../src/data/store/schema/prompts.ts';
import { realisations } from '../../../src/data/store/schema/realisations.ts';
import { settings } from '../../../src/data/store/schema/settings.ts';
import { signals } from '../../../src/data/store/schema/signals.ts';
import { trades } from '../../../src/data/store/schema/trades.ts';
import { walletMetrics } from '../../../src/data/store/schema/wallet-metrics.ts';
import { walletStandings } from '../../../src/data/store/schema/wallet-standings.ts';
import { wallets } from '../../../src/data/store/schema/wallets.ts';

/** Every table of the schema. */
export const TABLES = [
  arbitrages,
  audit,
  chatPositions,
  chatPreferences,
  deliveries,
  equitySamples,
  operators,
  prompts,
  consultations,
  control,
  cursors,
  decisionRecords,
  decisions,
  exits,
  fills,
  flows,
  leaderHoldings,
  ledgerMarks,
  marketFilters,
  marketMappings,
  markets,
  orderEvents,
  orders,
  outbox,
  positions,
  realisations,
  settings,
  signals,
  trades,
  walletMetrics,
  walletStandings,
  wallets,
] as const;

export const TRUNCATE = `truncate ${TABLES.map(getTableName).join(', ')} restart identity`;
