import { memberRef, type ObjectRef, topLevelRef } from './identity.js';
import type { MemberKind, Schema, Table } from './schema.js';

/** `schema` without the objects that `includes` refuses; the members of a refused table are not asked about. */
export function selectObjects(schema: Schema, includes: (ref: ObjectRef) => boolean): Schema {
  return {
    ...schema,
    extensions: schema.extensions.filter(({ name }) => includes({ kind: 'extension', schema: null, table: null, name })),
    enums: schema.enums.filter((type) => includes(topLevelRef('enum', type))),
    views: schema.views.filter((view) => includes(topLevelRef('view', view))),
    materializedViews: schema.materializedViews
      .filter((view) => includes(topLevelRef('materializedView', view)))
      .map((view) => ({ ...view, indexes: view.indexes.filter(({ name }) => includes(memberRef('index', view, name))) })),
    tables: schema.tables.filter((table) => includes(topLevelRef('table', table))).map((table) => selectMembers(table, includes)),
  };
}

/** `table` without the members that `includes` refuses; the table itself where it refuses none. */
function selectMembers(table: Table, includes: (ref: ObjectRef) => boolean): Table {
  const within = <T extends { readonly name: string }>(kind: MemberKind, members: readonly T[]): readonly T[] =>
    members.every(({ name }) => includes(memberRef(kind, table, name))) ? members : members.filter(({ name }) => includes(memberRef(kind, table, name)));
  const selected = {
    columns: within('column', table.columns),
    primaryKey: within('primaryKey', table.primaryKey === null ? [] : [table.primaryKey])[0] ?? null,
    uniques: within('unique', table.uniques),
    checks: within('check', table.checks),
    exclusions: within('exclusion', table.exclusions),
    foreignKeys: within('foreignKey', table.foreignKeys),
    indexes: within('index', table.indexes),
  };
  const facets = Object.keys(selected) as (keyof typeof selected)[];
  return facets.every((facet) => selected[facet] === table[facet]) ? table : { ...table, ...selected };
}
