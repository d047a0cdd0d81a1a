import { isVolatile, columnOfNotNull } from './expression.js';
import type { ConstraintKind, Fact, LockClaim, NewColumn } from './command.js';
import type { QualifiedName } from '../../../model/schema.js';
import { baseTypeOf, tableOf, type NameScope } from './names.js';
import { all, as, texts, type NodeOf } from './tree.js';

type Constraint = NodeOf<'Constraint'>;
type ColumnDef = NodeOf<'ColumnDef'>;

const serialTypes: ReadonlySet<string> = new Set(['smallserial', 'serial2', 'serial', 'serial4', 'bigserial', 'serial8']);

/** A column as its definition says it. */
export function columnOf(definition: ColumnDef): NewColumn {
  const constraints = all('Constraint', definition.constraints);
  const has = (kind: Constraint['contype']): boolean => constraints.some(({ contype }) => contype === kind);
  const baseType = baseTypeOf(definition.typeName);
  const isSerial = serialTypes.has(baseType);
  const isCounted = isSerial || has('CONSTR_IDENTITY');
  return {
    name: definition.colname ?? '',
    baseType,
    limit: all('A_Const', definition.typeName?.typmods)[0]?.ival?.ival ?? null,
    isArray: (definition.typeName?.arrayBounds ?? []).length > 0,
    isRequired: has('CONSTR_NOTNULL') || has('CONSTR_PRIMARY') || isCounted,
    hasValue: has('CONSTR_DEFAULT') || has('CONSTR_GENERATED') || isCounted,
    isSerial,
    isKey: isCounted || has('CONSTR_PRIMARY'),
  };
}

/** What a new column costs a table that has rows. Source: PostgreSQL 18, ALTER TABLE, "Notes". */
export function claimsOfColumn(table: QualifiedName, definition: ColumnDef, scope: NameScope): readonly LockClaim[] {
  const column = definition.colname ?? '';
  const rewrite = rewriteOf(definition);
  const constraints = all('Constraint', definition.constraints).flatMap((constraint) => claimsOfColumnConstraint(table, { definition, constraint }, scope));
  return [{ mode: 'access exclusive', tables: [table], work: rewrite === null ? null : { kind: 'rewrite', reason: rewrite, column } }, ...constraints];
}

/** Why every row must be written anew; `null`: the value of all of them is kept once (PostgreSQL 11 and later), or there is none. */
function rewriteOf({ typeName, constraints }: ColumnDef): 'default' | 'generated' | 'sequence' | null {
  const found = all('Constraint', constraints);
  const find = (kind: Constraint['contype']): Constraint | undefined => found.find(({ contype }) => contype === kind);
  if (serialTypes.has(baseTypeOf(typeName)) || find('CONSTR_IDENTITY') !== undefined) return 'sequence';
  if (find('CONSTR_GENERATED')?.generated_kind === 's') return 'generated';
  return isVolatile(find('CONSTR_DEFAULT')?.raw_expr) ? 'default' : null;
}

interface Constrained {
  readonly definition: ColumnDef;
  readonly constraint: Constraint;
}

/** A column that is empty in every row points at nothing, so PostgreSQL does not look. Source: `transformFKConstraints` in `parse_utilcmd.c`. */
function claimsOfColumnConstraint(table: QualifiedName, { definition, constraint }: Constrained, scope: NameScope): readonly LockClaim[] {
  const isEmpty = !all('Constraint', definition.constraints).some(({ contype }) => contype === 'CONSTR_DEFAULT' || contype === 'CONSTR_GENERATED' || contype === 'CONSTR_IDENTITY');
  const isTrusted = constraint.contype === 'CONSTR_FOREIGN' && isEmpty;
  if (constraint.contype === 'CONSTR_NOTNULL') return [];
  return kindOf(constraint) === null ? [] : claimsOfConstraint(table, isTrusted ? { ...constraint, skip_validation: true } : constraint, scope);
}

const kinds: { readonly [K in NonNullable<Constraint['contype']>]?: ConstraintKind } = {
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'exclusion',
  CONSTR_FOREIGN: 'foreignKey',
  CONSTR_NOTNULL: 'notNull',
  CONSTR_PRIMARY: 'primaryKey',
  CONSTR_UNIQUE: 'unique',
};

/** `null` for what the grammar counts among the constraints and what is none: a default, `NULL`, … */
export const kindOf = ({ contype }: Constraint): ConstraintKind | null => (contype === undefined ? null : (kinds[contype] ?? null));

/** What a constraint costs a table that has rows. Source: PostgreSQL 18, ALTER TABLE, "ADD table_constraint". */
export function claimsOfConstraint(table: QualifiedName, constraint: Constraint, scope: NameScope): readonly LockClaim[] {
  const kind = kindOf(constraint);
  const isOpen = constraint.skip_validation === true;
  switch (kind) {
    case null:
      return [];
    case 'foreignKey':
      return [{ mode: 'share row exclusive', tables: [table, tableOf(constraint.pktable, scope)], work: isOpen ? null : { kind: 'scan', reason: kind, column: null } }];
    case 'check':
    case 'notNull':
      return [{ mode: 'access exclusive', tables: [table], work: isOpen ? null : { kind: 'scan', reason: kind, column: texts(constraint.keys)[0] ?? null } }];
    case 'unique':
    case 'primaryKey':
    case 'exclusion':
      return [{ mode: 'access exclusive', tables: [table], work: constraint.indexname === undefined ? { kind: 'index build', reason: kind, column: null } : null }];
  }
}

/** What a constraint of a table that is there says. */
export function factOfConstraint(table: QualifiedName, constraint: Constraint): readonly Fact[] {
  const kind = kindOf(constraint);
  if (kind === null) return [];
  const isOpen = constraint.skip_validation === true;
  return [
    {
      does: 'add constraint',
      table,
      name: constraint.conname ?? null,
      kind,
      columns: texts(kind === 'foreignKey' ? constraint.fk_attrs : constraint.keys),
      isLeftOpen: isOpen,
      usingIndex: constraint.indexname ?? null,
      provesColumn: kind === 'check' ? columnOfNotNull(constraint.raw_expr) : kind === 'notNull' ? (texts(constraint.keys)[0] ?? null) : null,
    },
  ];
}

/** The constraints of a column that are named apart from it. */
export const factsOfColumnConstraints = (table: QualifiedName, definition: ColumnDef): readonly Fact[] =>
  all('Constraint', definition.constraints)
    .filter(({ contype }) => contype !== 'CONSTR_NOTNULL')
    .flatMap((constraint) => factOfConstraint(table, constraint));

/** The definition in a command of `ALTER TABLE`. */
export const definitionOf = (command: NodeOf<'AlterTableCmd'>): ColumnDef => as('ColumnDef', command.def) ?? {};
