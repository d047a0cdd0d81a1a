// @ts-check
/** Loaded before what a whole process runs (`--require`): when it ends, tells on descriptor 3 what it took and which packages it had loaded. */
const { writeSync } = require('node:fs');

process.once('exit', () => {
  const inPackages = Object.keys(require.cache).flatMap((file) => file.split(/[\\/]node_modules[\\/]/).slice(1).slice(-1));
  const packages = new Set(inPackages.map((file) => file.split(/[\\/]/).slice(0, file.startsWith('@') ? 2 : 1).join('/')));
  const { peakMemoryMiB } = require('./peak-memory.cjs');
  writeSync(3, JSON.stringify({ peakMiB: peakMemoryMiB(), packages: [...packages] }));
});
