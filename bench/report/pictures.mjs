// @ts-check

/**
 * A picture of `charts.mjs` as the page shows it: one drawing for light pages and one for dark ones.
 *
 * @param {string} name
 * @param {string} alt
 * @returns {string[]}
 */
export function picture(name, alt) {
  const file = (/** @type {string} */ mode) => `performance/${name}-${mode}.svg`;
  return [`<picture>\n  <source media="(prefers-color-scheme: dark)" srcset="${file('dark')}">\n  <img alt="${alt}" src="${file('light')}">\n</picture>`];
}
