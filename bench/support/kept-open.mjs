// @ts-check
/** For pools, which close a connection that nobody used for ten seconds: the runs of others can take as long, and what is measured has its connection open. */
export const keptOpen = { idleTimeoutMillis: 0 };
