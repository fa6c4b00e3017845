import type { ChatCommand } from './command.ts';
import { arb } from './commands/arb.ts';
import { audit } from './commands/audit.ts';
import { close } from './commands/close.ts';
import { exportRows } from './commands/export.ts';
import { filter } from './commands/filter.ts';
import { help } from './commands/help.ts';
import { kalshi } from './commands/kalshi.ts';
import { kill } from './commands/kill.ts';
import { limits } from './commands/limits.ts';
import { market } from './commands/market.ts';
import { mode } from './commands/mode.ts';
import { notify } from './commands/notify.ts';
import { operators } from './commands/operators.ts';
import { order } from './commands/order.ts';
import { orders } from './commands/orders.ts';
import { pair } from './commands/pair.ts';
import { pause } from './commands/pause.ts';
import { pnl } from './commands/pnl.ts';
import { positions } from './commands/positions.ts';
import { resume } from './commands/resume.ts';
import { settings } from './commands/settings.ts';
import { start } from './commands/start.ts';
import { status } from './commands/status.ts';
import { top } from './commands/top.ts';
import { trades } from './commands/trades.ts';
import { undo } from './commands/undo.ts';
import { wallet } from './commands/wallet.ts';
import { web } from './commands/web.ts';
import { why } from './commands/why.ts';

/** Every command of the chat, in the order of menus and help. */
export const COMMANDS: readonly ChatCommand[] = [
  status,
  positions,
  pnl,
  why,
  wallet,
  top,
  market,
  kalshi,
  arb,
  pair,
  trades,
  orders,
  order,
  close,
  filter,
  limits,
  settings,
  pause,
  resume,
  kill,
  undo,
  notify,
  mode,
  operators,
  audit,
  web,
  exportRows,
  start,
  help,
];

/** A command by its name or one of its other names, in lower case. */
export function commandNamed(
  name: string,
  commands: readonly ChatCommand[] = COMMANDS,
): ChatCommand | null {
  return commands.find((one) => one.name === name || one.aliases.includes(name)) ?? null;
}
