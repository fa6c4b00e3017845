import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Ask, FromPhone, PhoneReport, ToPhone } from './protocol.ts';

/** People on one platform, as they are driven by another process. */
export interface Phone {
  readonly env: Readonly<Record<string, string>>;
  /** Does it and waits for the right answer. */
  ask(ask: Ask): Promise<Pick<FromPhone & { kind: 'told' }, 'askedMs' | 'answeredMs' | 'text'>>;
  report(): Omit<PhoneReport, 'delayMsP99'>;
}

const DELAY_RESOLUTION_MS = 1;

/** Does what the process that started this one says, and ends with it. */
export function servePhone(phone: Phone): void {
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();
  process.on('message', (message: ToPhone) => {
    if (message.kind === 'end') {
      const report = { ...phone.report(), delayMsP99: delay.percentile(99) / 1e6 };
      tell({ kind: 'ended', report });
    } else void asked(phone, message);
  });
  process.on('disconnect', () => process.exit());
  tell({ kind: 'ready', env: phone.env });
}

async function asked(phone: Phone, ask: Ask): Promise<void> {
  const { who } = ask;
  try {
    tell({ kind: 'told', who, ...(await phone.ask(ask)) });
  } catch (error) {
    tell({ kind: 'failed', who, reason: error instanceof Error ? error.message : String(error) });
  }
}

function tell(message: FromPhone): void {
  process.send?.(message);
}
