import type { Dialect } from '../dialect.js';
import { canAlter } from './can-alter.js';
import { canonicalise } from './canonicalise/canonicalise.js';
import { withKeptNames } from './canonicalise/names.js';
import { readCatalog } from './catalog/read-catalog.js';
import { conversion } from './conversion.js';
import { render } from './ddl/ddl.js';
import { guard } from './guard.js';
import { hazards } from './hazards.js';
import { inlineValues } from './inline-values.js';
import { introspect } from './introspect/introspect.js';
import { withLock } from './run/lock.js';
import { blockersOf } from './run/blockers.js';
import { settleInterrupted } from './run/concurrent-index.js';
import { controlsIn, isOfSession } from './run/control.js';
import { withSession } from './run/session.js';
import { createTableAs, insertRows } from './rows.js';
import { inSavepoint, inSnapshot } from './snapshot.js';

/** PostgreSQL 13 and later. */
export const postgres: Dialect = {
  name: 'postgres',
  inSnapshot,
  inSavepoint,
  readCatalog,
  introspect,
  canonicalise,
  withKeptNames,
  conversion,
  canAlter,
  render,
  insertRows,
  createTableAs,
  hazards,
  withLock,
  withSession,
  blockersOf,
  controlsIn,
  isOfSession,
  settleInterrupted,
  guard,
  inlineValues,
};
