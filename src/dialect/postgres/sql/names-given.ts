import type { Node } from 'libpg-query';
import type { ObjectKind } from '../../../model/schema.js';
import { definitionOf, kindOf } from './column.js';
import type { GivenName } from './command.js';
import { all, as, type NodeOf, readNode, type Readers, texts } from './tree.js';

type Constraint = NodeOf<'Constraint'>;
type RenamedType = NonNullable<NodeOf<'RenameStmt'>['renameType']>;

/** The names that a statement gives to what it makes or renames; what PostgreSQL names itself is not among them. */
export const namesGiven = (node: Node): readonly GivenName[] => (readNode(node, readers, undefined) ?? []).filter(({ name }) => name !== '');

const one = (kind: ObjectKind, name = ''): readonly GivenName[] => [{ kind, name }];

const ofConstraint = (constraint: Constraint): readonly GivenName[] => {
  const kind = kindOf(constraint);
  return kind === null || kind === 'notNull' ? [] : one(kind, constraint.conname);
};

const ofColumn = (definition: NodeOf<'ColumnDef'>): readonly GivenName[] => [...one('column', definition.colname), ...all('Constraint', definition.constraints).flatMap(ofConstraint)];

function ofTablePart(part: NodeOf<'AlterTableCmd'>): readonly GivenName[] {
  if (part.subtype === 'AT_AddColumn') return ofColumn(definitionOf(part));
  return part.subtype === 'AT_AddConstraint' ? ofConstraint(as('Constraint', part.def) ?? {}) : [];
}

const renamed: { readonly [T in RenamedType]?: ObjectKind } = {
  OBJECT_SCHEMA: 'namespace',
  OBJECT_TABLE: 'table',
  OBJECT_COLUMN: 'column',
  OBJECT_INDEX: 'index',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materializedView',
  OBJECT_TYPE: 'enum',
};

const readers: Readers<readonly GivenName[], undefined> = {
  CreateSchemaStmt: ({ schemaname }) => one('namespace', schemaname),
  CreateStmt: ({ relation, tableElts }) => [...one('table', relation?.relname), ...all('ColumnDef', tableElts).flatMap(ofColumn), ...all('Constraint', tableElts).flatMap(ofConstraint)],
  CreateTableAsStmt: ({ into, objtype }) => one(objtype === 'OBJECT_MATVIEW' ? 'materializedView' : 'table', into?.rel?.relname),
  ViewStmt: ({ view }) => one('view', view?.relname),
  IndexStmt: ({ idxname }) => one('index', idxname),
  CreateEnumStmt: ({ typeName }) => one('enum', texts(typeName).at(-1)),
  AlterTableStmt: ({ cmds }) => all('AlterTableCmd', cmds).flatMap(ofTablePart),
  RenameStmt: ({ renameType, newname }) => {
    const kind = renameType === undefined ? undefined : renamed[renameType];
    return kind === undefined ? [] : one(kind, newname);
  },
};
