const barWidth = 20;

/** `[######              ]`: how much of the whole is done, from 0 to 1. */
export const progressBar = (share: number): string => `[${'#'.repeat(Math.round(share * barWidth)).padEnd(barWidth)}]`;
