/** Polygon. */
export const CHAIN_ID = 137;

/** The venue's contracts, written down a second time: a client that names another finds nothing. */
export const CONTRACTS = {
  pusd: '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB',
  usdce: '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174',
  conditionalTokens: '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045',
  positionManager: '0x006F54F7f9A22e0000CC2AB60031000000ae9fEF',
  exchange: '0xE111180000d2663C0091e4f400237545B87B996B',
  negRiskExchange: '0xe2222d279d744050d28e00520010520000310F59',
  exchangeV3: '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa',
  collateralOnramp: '0x93070a847efEf7F70739046A929D47a521F5B8ee',
  collateralAdapter: '0xAdA100Db00Ca00073811820692005400218FcE1f',
  negRiskCollateralAdapter: '0xadA2005600Dec949baf300f4C6120000bDB6eAab',
  negRiskAdapter: '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296',
  router: '0x12121212006e4CD160D18e3f00711DA5c3372600',
  proxyFactory: '0xaB45c5A4B0c941a2F231C04C3f49182e1A254052',
  safeFactory: '0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b',
  depositWalletFactory: '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07',
  multiSend: '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761',
  relayHub: '0xD216153c06E857cD7f72665E0aF1d7D82172F494',
} as const;

export type ContractName = keyof typeof CONTRACTS;

export const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;
export const ZERO_WORD = `0x${'0'.repeat(64)}`;

const NAMES = new Map(
  Object.entries(CONTRACTS).map(([name, address]) => [address.toLowerCase(), name as ContractName]),
);

export function contractAt(address: string): ContractName | null {
  return NAMES.get(address.toLowerCase()) ?? null;
}

export function isContract(address: string, name: ContractName): boolean {
  return contractAt(address) === name;
}
