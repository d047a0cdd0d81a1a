// @ts-check
/**
 * What a part of the bench is: it measures, and records rows of plain data as it goes, of which `report/` makes tables.
 *
 * @typedef {object} PartContext
 * @property {import('./server.mjs').BenchServer} server One that only this part uses.
 * @property {readonly number[]} sizes
 * @property {import('./turns.mjs').Patience} patience
 * @property {boolean} hasPeers Whether the packages of bench/package.json are there.
 * @property {string} folder A temporary one, empty at first.
 * @property {(row: Row) => void} record Writes the row into the results at once, so that an interrupted run leaves what it has measured.
 * @property {(text: string) => void} say Progress.
 */
/**
 * @typedef {import('../../dist/server/native-server.js').NativeServerOptions} ServerOptions
 * @typedef {Record<string, any>} Row Plain data; where something failed, `error` says why.
 * @typedef {object} Part
 * @property {string} name
 * @property {{ full: readonly number[], quick: readonly number[] }} sizes
 * @property {number} [largest] Of the sizes that may be asked for instead; larger ones would take hours.
 * @property {ServerOptions} [server]
 * @property {(context: PartContext) => Promise<void>} measure
 */
export {};
