import type { QualifiedName } from '../../../model/schema.js';
import type { Fact } from './command.js';
import { partsOf, type NameScope } from './names.js';
import type { PartialCommand } from './partial.js';
import type { NodeOf } from './tree.js';
import type { Node } from 'libpg-query';

type DropStmt = NodeOf<'DropStmt'>;
type ObjectType = NonNullable<DropStmt['removeType']>;

/** What people call what `DROP` and `ALTER` name, where it is not the word of the command. */
const words: { readonly [T in ObjectType]?: string } = {
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_FOREIGN_TABLE: 'foreign table',
};

export const wordOf = (type: ObjectType): string => words[type] ?? type.slice('OBJECT_'.length).toLowerCase().replaceAll('_', ' ');

/** As PostgreSQL's grammar calls it: `TABLE`, `COLUMN`, `INDEX` … */
export const kindOf = (type: ObjectType): string => type.slice('OBJECT_'.length);

/** The kinds that live in no namespace. */
const global: ReadonlySet<ObjectType> = new Set(['OBJECT_SCHEMA', 'OBJECT_EXTENSION', 'OBJECT_DATABASE', 'OBJECT_ROLE', 'OBJECT_PUBLICATION', 'OBJECT_SUBSCRIPTION', 'OBJECT_EVENT_TRIGGER']);

/** The kinds that stand on a table, whose name comes before theirs. */
const onTable: ReadonlySet<ObjectType> = new Set(['OBJECT_TRIGGER', 'OBJECT_RULE', 'OBJECT_POLICY', 'OBJECT_COLUMN', 'OBJECT_TABCONSTRAINT']);

interface Named {
  /** As people read it. */
  readonly what: string;
  readonly name: string;
  /** The table that it is or is of. */
  readonly table: QualifiedName | null;
}

/** An object as `DROP`, `COMMENT` and `ALTER` name it. */
export function namedObject(type: ObjectType, object: Node | undefined, { namespace }: NameScope): Named {
  const parts = partsOf(object);
  const word = wordOf(type);
  const name = parts.at(-1) ?? '';
  if (global.has(type)) return { what: `${word} ${name}`, name, table: null };
  if (onTable.has(type)) {
    const table = { schema: parts.at(-3) ?? namespace, name: parts.at(-2) ?? '' };
    return { what: `${word} ${table.schema}.${table.name}.${name}`, name, table };
  }
  const own = { schema: parts.at(-2) ?? namespace, name };
  const isRelation = type === 'OBJECT_TABLE' || type === 'OBJECT_MATVIEW' || type === 'OBJECT_VIEW' || type === 'OBJECT_FOREIGN_TABLE';
  return { what: `${word} ${own.schema}.${own.name}`, name, table: isRelation ? own : null };
}

/** `DROP` of anything. Source of the locks: PostgreSQL 18, 13.3.1, DROP INDEX, "CONCURRENTLY". */
export function readDrop({ objects = [], removeType = 'OBJECT_TABLE', behavior, concurrent, missing_ok }: DropStmt, scope: NameScope): PartialCommand {
  const isConcurrent = concurrent === true;
  const named = objects.map((object) => namedObject(removeType, object, scope));
  const tables = named.flatMap(({ table }) => table ?? []);
  const isIndex = removeType === 'OBJECT_INDEX';
  const facts = named.map((each): Fact => ({
    does: 'drop',
    kind: kindOf(removeType),
    ...each,
    isCascading: behavior === 'DROP_CASCADE',
    isGuarded: missing_ok === true,
  }));
  const blocks = isIndex && !isConcurrent ? named.map(({ what }): Fact => ({ does: 'block', what: `the table of ${what}`, table: null, hint: 'DROP INDEX CONCURRENTLY in a revision without a transaction.' })) : [];
  const mode = isConcurrent ? 'share update exclusive' : 'access exclusive';
  return {
    facts: [...facts, ...blocks],
    claims: isIndex || tables.length > 0 ? [{ mode, tables, work: null }] : [],
    outside: isConcurrent ? 'DROP INDEX CONCURRENTLY' : null,
    shortNames: objects.filter((object) => !global.has(removeType) && partsOf(object).length === (onTable.has(removeType) ? 2 : 1)).map((object) => partsOf(object).at(onTable.has(removeType) ? -2 : -1) ?? ''),
  };
}
