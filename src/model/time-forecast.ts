/** What the calls to one service take, whatever the order of the plan allows. */
export interface ServiceLimit {
  readonly provider: string;
  readonly calls: number;
  readonly workMs: number;
  readonly concurrency: number;
  readonly perSecond?: number | undefined;
}

/** How long an apply takes, and what that is based on. Whole milliseconds, as a plan keeps it. */
export interface TimeForecast {
  readonly calls: number;
  /** Calls whose time is known from earlier runs, and those that are counted with the time of a read. */
  readonly seen: number;
  readonly asReads: number;
  readonly parallelism: number;
  /** Of the chain that takes longest, with mean times and with the longest seen. */
  readonly chainMs: number;
  readonly longestChainMs: number;
  /** Of all calls one after another. */
  readonly workMs: number;
  readonly longestWorkMs: number;
  readonly limits: readonly ServiceLimit[];
}

/** What it takes: the longest chain, or all calls as wide as they may run, or what a service accepts. */
export const expectedMs = ({ chainMs, workMs, parallelism, limits }: TimeForecast): number =>
  Math.max(chainMs, workMs / parallelism, ...limits.map(limitMs));

/** The same if each call takes as long as the longest of its kind did. */
export const longestMs = (forecast: TimeForecast): number =>
  Math.max(expectedMs(forecast), forecast.longestChainMs, forecast.longestWorkMs / forecast.parallelism);

/** The requests of the first second are sent at once, and at least one in each second. */
export const limitMs = ({ calls, workMs, concurrency, perSecond }: ServiceLimit): number => {
  const seconds = perSecond === undefined ? 0 : Math.ceil(calls / Math.max(1, Math.floor(perSecond))) - 1;
  return Math.max(workMs / concurrency, 1000 * seconds);
};
