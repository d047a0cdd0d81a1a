import { hasIndex, refKey, type ObjectRef } from '../model/identity.js';

/** The names under which an object is known; objects of several kinds share some of them. */
export const namesOf = (ref: ObjectRef): string[] => [refKey(ref), ...sharedNames(ref)];

/** Indexes are relations of their namespace, tables and views of all kinds take each other's place, constraints of all kinds share the names of their table, which has one primary key. */
function sharedNames({ kind, schema, table, name }: ObjectRef): string[] {
  const isTableOrView = kind === 'table' || kind === 'view' || kind === 'materializedView';
  const isConstraint = table !== null && kind !== 'column' && kind !== 'index';
  return [
    ...(hasIndex(kind) ? [JSON.stringify(['relation', schema, name])] : []),
    ...(isTableOrView ? [JSON.stringify(['table or view', schema, name])] : []),
    ...(isConstraint ? [JSON.stringify(['constraint', schema, table, name])] : []),
    ...(kind === 'primaryKey' ? [JSON.stringify(['primary key', schema, table])] : []),
  ];
}
