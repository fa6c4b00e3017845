import { ConfigError } from '../config.ts';
import { kalshiAccess, spotAccess } from '../running/venue-access.ts';
import { type Finding, fine, warning, wrong } from './check.ts';
import { checkDirectory } from './data-directory.ts';
import type { Inspection } from './inspection.ts';

/** The oldest Node that runs this program, as its manifest says. */
const NODE_MIN = [20, 19] as const;

export async function checkNode(): Promise<Finding> {
  return nodeFinding(process.versions.node);
}

export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1]);
  if (isOld) return wrong(`v${version}`, `install Node ${NODE_MIN.join('.')} or later`);
  return fine(`v${version}`);
}

/** The command has read each of them before anything is checked; here is what they mean together. */
export async function checkConfiguration({ config }: Inspection): Promise<Finding> {
  try {
    spotAccess(config);
    kalshiAccess(config);
    return fine('every variable is understood');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return wrong(error.message, 'correct it: PolyMind does not start with it');
  }
}

export async function checkDataDirectory({ config, files }: Inspection): Promise<Finding> {
  return checkDirectory({ dataDir: config.dataDir, files, uid: process.getuid?.() });
}

/** A bot that nobody operates answers nobody. */
export async function checkOperators({ config }: Inspection): Promise<Finding> {
  const { telegram, discord } = config;
  const platforms = [
    { name: 'Telegram', ...telegram, variable: 'TELEGRAM_ADMIN_IDS' },
    { name: 'Discord', ...discord, variable: 'DISCORD_ADMIN_IDS' },
  ].filter(({ botToken }) => botToken !== null);
  if (platforms.length === 0) return fine('the console of this host');
  const bare = platforms.filter(({ adminIds }) => adminIds.length === 0);
  const [first] = bare;
  if (first !== undefined) {
    return warning(
      `the environment names no admin on ${bare.map(({ name }) => name).join(' and ')}`,
      `pair with the code that the first start shows, or set ${first.variable}`,
    );
  }
  return fine(
    platforms.map(({ name, adminIds }) => `${name}: ${adminIds.length} admin`).join(', '),
  );
}
