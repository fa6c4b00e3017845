import type { Control } from '../domain/control.ts';
import type { Settings } from '../domain/settings.ts';
import type { ArbitrageSignal } from '../domain/signal.ts';
import type { EntryContext } from './entry-context.ts';
import { WRITE_QUEUE_AGE_MS_MAX, WRITE_QUEUE_MAX } from './entry-gates.ts';
import { flag, type GateLog } from './gates.ts';

export interface ArbitrageContext {
  readonly signal: ArbitrageSignal;
  readonly settings: Settings;
  readonly control: Control;
  readonly writes: EntryContext['writes'];
  /** A person said yes to this one. */
  readonly isAsked?: boolean;
}

/** What keeps an opportunity from being bought, in the order of the gates. */
export function checkArbitrage(log: GateLog, context: ArbitrageContext): void {
  const { signal, settings, control, writes, isAsked = false } = context;
  const { evidence } = signal;
  log.entry('killed', control.killed === null, flag(control.killed !== null, false));
  log.entry('paused', control.paused === null, {
    ...flag(control.paused !== null, false),
    ...(control.paused === null ? {} : { note: control.paused.reason }),
  });
  const overfull = writes.count > WRITE_QUEUE_MAX;
  log.entry('writeQueue', !overfull && writes.oldestMs <= WRITE_QUEUE_AGE_MS_MAX, {
    actual: overfull ? writes.count : writes.oldestMs,
    limit: overfull ? WRITE_QUEUE_MAX : WRITE_QUEUE_AGE_MS_MAX,
    unit: overfull ? 'count' : 'ms',
  });
  log.entry('arbitrageBasis', evidence.isArbitrage, {
    ...flag(evidence.isArbitrage, true),
    ...(evidence.basis.length === 0 ? {} : { note: evidence.basis.join(', ') }),
  });
  const mode = settings['arbitrage.mode'];
  const isTaken = isAsked || (mode === 'auto' && evidence.isAutomatic);
  const note = mode === 'auto' && !evidence.isAutomatic ? 'verified by a person' : mode;
  log.entry('arbitrageAlertOnly', isTaken, { ...flag(isTaken, true), note });
}
