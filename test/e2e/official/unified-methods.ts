/** Methods of the client that the test goes through. */
export const EXERCISED: readonly string[] = [
  ...['createLimitOrder', 'createMarketOrder', 'placeLimitOrder', 'placeMarketOrder'],
  ...['postOrder', 'postOrders', 'fetchOrder', 'listOpenOrders', 'listAccountTrades'],
  ...['cancelOrder', 'cancelOrders', 'cancelMarketOrders', 'cancelAll'],
  ...['waitForOrderFillSettlement', 'subscribe', 'closeSubscriptions'],
  ...['fetchClosedOnlyMode', 'fetchNotifications', 'endAuthentication', 'isSecureClient'],
  ...['listEvents', 'fetchEvent', 'listMarkets', 'fetchMarket', 'listTags', 'search'],
  ...['fetchMidpoint', 'fetchPrice', 'fetchSpread', 'fetchOrderBook', 'fetchOrderBooks'],
  ...['fetchPriceHistory', 'estimateMarketPrice', 'fetchPublicProfile'],
];

/** Methods whose routes the venue has retired (Data API v1); the simulator has none of them. */
export const RETIRED: readonly string[] = [
  ...['listPositions', 'listClosedPositions', 'fetchPortfolioValue', 'fetchTradedMarketCount'],
  ...['listActivity', 'listTrades', 'listMarketPositions', 'listMarketHolders'],
  ...['listTraderLeaderboard', 'listOpenInterest', 'listBuilderLeaderboard', 'fetchBuilderVolume'],
];

/** Methods that are left out besides, and why. */
export const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  'combos and their hosts are no part of the simulated venue': [
    ...['listComboPositions', 'listComboActivity', 'listComboMarkets', 'openRfqSession'],
    ...['planCollateralReturn', 'executeCollateralReturnPlan'],
  ],
  'neither are perpetuals': [
    ...['fetchPerpsBook', 'fetchPerpsFees', 'fetchPerpsInstruments', 'fetchPerpsTicker'],
    ...['fetchPerpsTickers', 'listPerpsCandles', 'listPerpsFundingHistory', 'listPerpsTrades'],
    ...['depositToPerps', 'openPerpsSession', 'revokePerpsCredentials', 'withdrawFromPerps'],
  ],
  'what is sent to the chain, which the tests of the simulated chain go through': [
    ...['setupTradingApprovals', 'approveErc20', 'approveErc1155ForAll', 'transferErc20'],
    ...['splitPosition', 'mergePositions', 'redeemPositions'],
  ],
  'nor rewards and builders': [
    ...['listCurrentRewards', 'listMarketRewards', 'fetchRewardPercentages'],
    ...['fetchOrderScoring', 'fetchOrdersScoring', 'listUserEarningsForDay'],
    ...['fetchTotalEarningsForUserForDay', 'listUserEarningsAndMarketsConfig'],
    ...['listBuilderTrades'],
  ],
  'nor comments, sports, series and what else the website shows': [
    ...['listComments', 'fetchCommentsById', 'listCommentsByUserAddress', 'listSports'],
    ...['fetchSportsMarketTypes', 'listTeams', 'listSeries', 'fetchSeries', 'fetchTag'],
    ...['fetchRelatedTags', 'fetchRelatedTagResources', 'fetchEventTags', 'fetchMarketTags'],
    ...['listMarketClarifications', 'fetchEventLiveVolume', 'dropNotifications'],
    ...['downloadAccountingSnapshot'],
  ],
  'reads of several tokens at once and of last trades, which nobody here asks for': [
    ...['fetchMidpoints', 'fetchPrices', 'fetchSpreads'],
    ...['fetchLastTradePrice', 'fetchLastTradePrices'],
  ],
  'parts of the client itself': [
    ...['constructor', 'extend', 'isPublicClient', 'rememberDecorator'],
    ...['resolveClobHeaders', 'resolveRelayerHeaders', 'endAuthenticationLifecycle'],
  ],
};

/** Everything that can be called on an object. */
export function methodsOf(client: object): readonly string[] {
  const names = new Set<string>();
  for (let at = client; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value === 'function') names.add(name);
    }
  }
  return [...names].sort();
}
