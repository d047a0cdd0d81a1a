/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- Jest runs no import() in CommonJS, and apps run this in their tests */
import type { Dialect } from '../dialect.js';
import { readBackfillKey } from './backfill/key.js';
import { fillSpan, nextSpan, wholeFill } from './backfill/spans.js';
import { canAlter } from './can-alter.js';
import { withKeptNames } from './canonicalise/names.js';
import { conversion } from './conversion.js';
import { copyTrigger } from './copy-trigger.js';
import { render } from './ddl/ddl.js';
import { guard } from './guard.js';
import { assess } from './hazards/assess.js';
import { inlineValues } from './inline-values.js';
import { mentions } from './mentions.js';
import { moveColumns } from './move-columns.js';
import { copyPrivileges } from './privileges.js';
import { quoteIdentifier } from './quote.js';
import { withLock } from './run/lock.js';
import { blockersOf } from './run/blockers.js';
import { sessionsAt, settleInterrupted } from './run/concurrent-index.js';
import { controlsIn, isOfSession, isPlainCommand } from './run/control.js';
import { withSession } from './run/session.js';
import { createTableAs, insertRows } from './rows.js';
import { inSavepoint, inSnapshot } from './snapshot.js';
import { holdsAll } from './type-fit.js';

/** PostgreSQL 13 and later. What only a comparison needs is loaded by the first one. */
export const postgres: Dialect = {
  name: 'postgres',
  inSnapshot,
  inSavepoint,
  readCatalog: (snapshot) => (require('./catalog/read-catalog.js') as typeof import('./catalog/read-catalog.js')).readCatalog(snapshot),
  readUnfinished: (db) => (require('./unfinished.js') as typeof import('./unfinished.js')).readUnfinished(db),
  readFigures: (db) => (require('./figures.js') as typeof import('./figures.js')).readFigures(db),
  readColumn: (db, table, column) => (require('./figures.js') as typeof import('./figures.js')).readColumn(db, table, column),
  introspect: (db, scope) => (require('./introspect/introspect.js') as typeof import('./introspect/introspect.js')).introspect(db, scope),
  canonicalise: (db, desired, current) => (require('./canonicalise/canonicalise.js') as typeof import('./canonicalise/canonicalise.js')).canonicalise(db, desired, current),
  withKeptNames,
  conversion,
  canAlter,
  quoteIdentifier,
  mentions,
  copyPrivileges,
  copyTrigger,
  moveColumns,
  holdsAll,
  findRewrites: (snapshot, operations) => (require('./rewrites.js') as typeof import('./rewrites.js')).findRewrites(snapshot, operations),
  partitionedTables: (snapshot) => (require('./rewrites.js') as typeof import('./rewrites.js')).partitionedTables(snapshot),
  render,
  insertRows,
  readBackfillKey,
  nextSpan,
  fillSpan,
  wholeFill,
  createTableAs,
  assess,
  withLock,
  withSession,
  blockersOf,
  readServerFacts: (db, wish) => (require('./server-facts.js') as typeof import('./server-facts.js')).readServerFacts(db, wish),
  controlsIn,
  isPlainCommand,
  isOfSession,
  settleInterrupted,
  sessionsAt,
  guard,
  inlineValues,
};
