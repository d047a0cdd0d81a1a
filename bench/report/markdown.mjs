// @ts-check

/** @typedef {import('../support/part.mjs').Row} Row */

/**
 * A table of Markdown; all columns but the first are numbers.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} body
 */
export function table(head, body) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|---|${'---:|'.repeat(head.length - 1)}`, ...body.map(line)].join('\n');
}

/**
 * A table of rows that have been measured for several peers at several sizes: a line for each peer, a column for each size.
 *
 * @param {readonly Row[]} rows
 * @param {{ unit: string, show: (row: Row) => string }} request
 */
export function byPeerAndSize(rows, { unit, show }) {
  const sizes = [...new Set(rows.map(({ size }) => size))];
  const peers = [...new Set(rows.map(({ peer }) => peer))];
  const cell = (/** @type {string} */ peer, /** @type {number} */ size) => {
    const row = rows.find((candidate) => candidate.peer === peer && candidate.size === size);
    return row === undefined ? '–' : show(row);
  };
  return table(
    ['', ...sizes.map((size) => `${number(size)} ${unit}`)],
    peers.map((peer) => [name(peer), ...sizes.map((size) => cell(peer, size))]),
  );
}

/** @param {string} peer */
export function name(peer) {
  return peer === 'Limbeck' ? '**Limbeck**' : peer;
}

/** @param {number} value */
export function number(value) {
  return value.toLocaleString('en');
}

/** A time as people say it: three digits at most, in milliseconds or seconds. @param {number | undefined} value */
export function duration(value) {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (value < 10) return `${value.toFixed(1)} ms`;
  if (value < 1000) return `${Math.round(value)} ms`;
  return value < 100_000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value / 1000)} s`;
}

/** @param {number | undefined} value */
export function mebibytes(value) {
  return value === undefined ? '–' : `${number(Math.round(value))} MiB`;
}

/** @param {number} bytes */
export function bytes(bytes) {
  if (bytes < 10_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** @param {number} count */
export function roundTrips(count) {
  return `${number(count)} round trip${count === 1 ? '' : 's'}`;
}

/** The time of a row, or that it failed, which {@link failures} explains. @param {Row} row */
export function timeOf({ ms, error }) {
  return error === undefined ? duration(ms) : 'failed';
}

/**
 * Why something failed, in words that a table has no room for; none where nothing did.
 *
 * @param {readonly Row[]} rows
 * @returns {string[]}
 */
export function failures(rows) {
  const told = rows.flatMap(({ peer, what, size, error, wholeError }) => [error, wholeError].filter(Boolean).map((text) => `- ${[peer ?? what, size].filter(Boolean).join(', ')}: ${firstLine(text)}`));
  return told.length === 0 ? [] : ['Failed:', [...new Set(told)].join('\n')];
}

/** @param {string} text */
function firstLine(text) {
  return text.split('\n')[0]?.trim() ?? '';
}
