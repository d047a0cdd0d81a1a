/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- Jest runs no import() in CommonJS, and apps run this in their tests */
import type { Dialect } from '../dialect.js';
import { quoteIdentifier } from './quote.js';

/** A function whose module is loaded when it is called first: a run that finds nothing to do needs none of these, and no run needs all. */
const late =
  <Arguments extends readonly unknown[], Result>(load: () => (...given: Arguments) => Result): ((...given: Arguments) => Result) =>
  (...given) =>
    load()(...given);

/** PostgreSQL 13 and later. */
export const postgres: Dialect = {
  name: 'postgres',
  inSnapshot: late(() => (require('./snapshot.js') as typeof import('./snapshot.js')).inSnapshot),
  inSavepoint: late(() => (require('./snapshot.js') as typeof import('./snapshot.js')).inSavepoint),
  readCatalog: late(() => (require('./catalog/read-catalog.js') as typeof import('./catalog/read-catalog.js')).readCatalog),
  readUnfinished: late(() => (require('./unfinished.js') as typeof import('./unfinished.js')).readUnfinished),
  readFigures: late(() => (require('./figures.js') as typeof import('./figures.js')).readFigures),
  readColumn: late(() => (require('./figures.js') as typeof import('./figures.js')).readColumn),
  introspect: late(() => (require('./introspect/introspect.js') as typeof import('./introspect/introspect.js')).introspect),
  canonicalise: late(() => (require('./canonicalise/canonicalise.js') as typeof import('./canonicalise/canonicalise.js')).canonicalise),
  withKeptNames: late(() => (require('./canonicalise/names.js') as typeof import('./canonicalise/names.js')).withKeptNames),
  conversion: late(() => (require('./conversion.js') as typeof import('./conversion.js')).conversion),
  canAlter: late(() => (require('./can-alter.js') as typeof import('./can-alter.js')).canAlter),
  quoteIdentifier,
  mentions: late(() => (require('./mentions.js') as typeof import('./mentions.js')).mentions),
  copyPrivileges: late(() => (require('./privileges.js') as typeof import('./privileges.js')).copyPrivileges),
  copyTrigger: late(() => (require('./copy-trigger.js') as typeof import('./copy-trigger.js')).copyTrigger),
  moveColumns: late(() => (require('./move-columns.js') as typeof import('./move-columns.js')).moveColumns),
  keepComments: late(() => (require('./keep-comments.js') as typeof import('./keep-comments.js')).keepComments),
  moveIndexMarks: late(() => (require('./move-index-marks.js') as typeof import('./move-index-marks.js')).moveIndexMarks),
  holdsAll: late(() => (require('./type-fit.js') as typeof import('./type-fit.js')).holdsAll),
  findRewrites: late(() => (require('./rewrites.js') as typeof import('./rewrites.js')).findRewrites),
  partitionedTables: late(() => (require('./rewrites.js') as typeof import('./rewrites.js')).partitionedTables),
  loadLockReader: late(() => (require('./hazards/read-locks.js') as typeof import('./hazards/read-locks.js')).loadLockReader),
  lockTables: late(() => (require('./lock-tables.js') as typeof import('./lock-tables.js')).lockTables),
  render: late(() => (require('./ddl/ddl.js') as typeof import('./ddl/ddl.js')).render),
  insertRows: late(() => (require('./rows.js') as typeof import('./rows.js')).insertRows),
  readBackfillKey: late(() => (require('./backfill/key.js') as typeof import('./backfill/key.js')).readBackfillKey),
  nextSpan: late(() => (require('./backfill/spans.js') as typeof import('./backfill/spans.js')).nextSpan),
  fillSpan: late(() => (require('./backfill/spans.js') as typeof import('./backfill/spans.js')).fillSpan),
  wholeFill: late(() => (require('./backfill/spans.js') as typeof import('./backfill/spans.js')).wholeFill),
  createTableAs: late(() => (require('./rows.js') as typeof import('./rows.js')).createTableAs),
  assess: late(() => (require('./hazards/assess.js') as typeof import('./hazards/assess.js')).assess),
  withLock: late(() => (require('./run/lock.js') as typeof import('./run/lock.js')).withLock),
  withSession: late(() => (require('./run/session.js') as typeof import('./run/session.js')).withSession),
  blockersOf: late(() => (require('./run/blockers.js') as typeof import('./run/blockers.js')).blockersOf),
  readServerFacts: late(() => (require('./server-facts.js') as typeof import('./server-facts.js')).readServerFacts),
  controlsIn: late(() => (require('./run/control.js') as typeof import('./run/control.js')).controlsIn),
  isPlainCommand: late(() => (require('./run/control.js') as typeof import('./run/control.js')).isPlainCommand),
  isOfSession: late(() => (require('./run/control.js') as typeof import('./run/control.js')).isOfSession),
  settleInterrupted: late(() => (require('./run/concurrent-index.js') as typeof import('./run/concurrent-index.js')).settleInterrupted),
  sessionsAt: late(() => (require('./run/concurrent-index.js') as typeof import('./run/concurrent-index.js')).sessionsAt),
  guard: late(() => (require('./guard.js') as typeof import('./guard.js')).guard),
  inlineValues: late(() => (require('./inline-values.js') as typeof import('./inline-values.js')).inlineValues),
};
