/** The part of entities that a pair is made of: plain data, so that it can be changed, compared and printed. */

export interface Model {
  readonly tables: readonly TableSpec[];
  /** Those that read another view come after it. */
  readonly views: readonly ViewSpec[];
  /** Enum types that columns of several tables share, by name. */
  readonly sharedEnums: Readonly<Record<string, readonly string[]>>;
}

export type KeyKind = 'serial' | 'bigserial' | 'identity always' | 'identity by default' | 'integer' | 'bigint' | 'uuid' | 'text';

export interface TableSpec {
  readonly name: string;
  readonly schema: string | null;
  /** Where it was before, as `@RenamedFrom` says it. */
  readonly was: { readonly name: string; readonly schema: string | null } | null;
  readonly comment: string | null;
  readonly key: KeyKind;
  /** Whether a second column, `region`, belongs to the key. */
  readonly composite: boolean;
  readonly columns: readonly ColumnSpec[];
  readonly uniques: readonly UniqueSpec[];
  readonly checks: readonly CheckSpec[];
  readonly exclusions: readonly ExclusionSpec[];
  readonly indexes: readonly IndexSpec[];
  readonly references: readonly ReferenceSpec[];
}

/** Types among whose members every sample of the family can be converted without loss. */
export type Family = 'number' | 'text' | 'boolean' | 'time' | 'json' | 'uuid' | 'textArray' | 'numberArray' | 'range' | 'list' | 'interval' | 'bytes' | 'enum'
  | 'date' | 'clock' | 'network' | 'bits' | 'point' | 'counter' | 'computed';

export interface TypeSpec {
  readonly type: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly array?: true;
}

export interface EnumSpec {
  /** `null`: the column's own type, with `values`; else a shared type. */
  readonly shared: string | null;
  readonly values: readonly string[];
  /** The name of its own type, if the entity chooses one. */
  readonly name: string | null;
  readonly array: boolean;
}

export interface ColumnSpec {
  readonly name: string;
  /** What it was called before, as `@RenamedFrom` says it. */
  readonly was: string | null;
  readonly family: Family;
  readonly type: TypeSpec;
  readonly nullable: boolean;
  /** `sql` is an expression, `value` anything else that TypeORM takes. */
  readonly default: { readonly value: unknown } | { readonly sql: string } | null;
  readonly comment: string | null;
  readonly collation: string | null;
  readonly enum: EnumSpec | null;
  /** The column that it is computed from. */
  readonly source: string | null;
}

export interface UniqueSpec {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly deferrable: 'INITIALLY DEFERRED' | 'INITIALLY IMMEDIATE' | null;
}

export interface CheckSpec {
  readonly name: string | null;
  readonly column: string;
  readonly variant: number;
}

/** No two rows whose ranges overlap. */
export interface ExclusionSpec {
  readonly name: string | null;
  readonly column: string;
}

export interface IndexSpec {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly method: string | null;
  readonly where: { readonly column: string; readonly variant: number } | null;
}

export interface ReferenceSpec {
  readonly property: string;
  readonly target: string;
  readonly nullable: boolean;
  readonly onDelete: 'CASCADE' | 'SET NULL' | 'RESTRICT' | 'NO ACTION' | null;
  readonly onUpdate: 'CASCADE' | 'SET NULL' | 'RESTRICT' | 'NO ACTION' | null;
  readonly deferrable: 'INITIALLY DEFERRED' | 'INITIALLY IMMEDIATE' | null;
}

/** Some columns of a table or of another view. */
export interface ViewSpec {
  readonly name: string;
  readonly schema: string | null;
  readonly source: string;
  readonly columns: readonly string[];
  /** Only over a table. */
  readonly where: { readonly column: string; readonly variant: number } | null;
  readonly materialized: boolean;
}

/** Values that no row holds; `sad` and `happy` are always there. */
export const spareValues = ['ok', "it's", 'glad to be', 'Mixed', 'sa'] as const;

/** The table or column before, by the names it had. */
export const tableNameBefore = ({ name, was }: TableSpec): string => was?.name ?? name;
export const columnNameBefore = ({ name, was }: ColumnSpec): string => was ?? name;

/** All columns that a relation gives its table: one for each column of the other one's key. */
export const joinColumns = (model: Model, { property, target }: ReferenceSpec): readonly { readonly name: string; readonly of: 'id' | 'region' }[] => [
  { name: `${property}_id`, of: 'id' },
  ...(tableIn(model, target).composite ? [{ name: `${property}_region`, of: 'region' } as const] : []),
];

export function tableIn({ tables }: Model, name: string): TableSpec {
  const table = tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

/** Whether values are text to PostgreSQL, whatever they mean. */
export const isText = ({ type, array }: TypeSpec): boolean => ['text', 'varchar', 'simple-array', 'simple-json'].includes(type) && array !== true;

/** The type and the expression of a computed column; each source gives one that its type, and not just its family, has. */
export function computation(table: TableSpec, { source }: ColumnSpec): { readonly type: string; readonly expression: string } {
  const column = table.columns.find(({ name }) => name === source);
  const quoted = `"${source}"`;
  if (column === undefined) return { type: 'boolean', expression: 'id IS NULL' };
  if (isText(column.type)) return { type: 'integer', expression: `length(${quoted})` };
  return column.family === 'number' ? { type: 'numeric', expression: `${quoted} + 1` } : { type: 'boolean', expression: `${quoted} IS NULL` };
}

export const valuesOf = (model: Model, column: ColumnSpec): readonly string[] =>
  column.enum === null ? [] : column.enum.shared === null ? column.enum.values : (model.sharedEnums[column.enum.shared] ?? []);

/** A condition on a column that holds for all samples, fills and defaults; some of them name the last value of an enum type. */
export function condition(model: Model, table: TableSpec, { column: name, variant }: { readonly column: string; readonly variant: number }): string {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`no column ${name}`);
  const quoted = `"${name}"`;
  if (column.family === 'enum') {
    const last = valuesOf(model, column).filter((value) => value !== 'sad' && value !== 'happy').at(-1) ?? 'sad';
    const value = `'${last.replaceAll("'", "''")}'`;
    if (column.enum?.array === true) return variant % 2 === 0 ? `cardinality(${quoted}) < 1000` : `NOT (${value} = ANY (${quoted})) OR true`;
    return variant % 2 === 0 ? `${quoted} <> ${value} OR length('x') > 0` : `${quoted} IN ('sad', 'happy', ${value}) OR ${quoted} IS NULL OR length('y') > 0`;
  }
  if (isText(column.type)) return [`length(${quoted}) < ${100 + variant}`, `${quoted} <> 'forbidden${variant}'`, `${quoted} NOT LIKE 'no%${variant}'`][variant % 3] ?? '';
  switch (column.family) {
    case 'number':
      return [`${quoted} > ${-5 - variant}`, `${quoted} between -9 and 1000${variant}`, `${quoted}+1<>${-50 - variant} and true`][variant % 3] ?? '';
    case 'boolean':
      return variant % 2 === 0 ? `${quoted} OR NOT ${quoted}` : `${quoted} IN (true, false)`;
    case 'time':
      return `${quoted} > '199${variant % 10}-01-01'`;
    default:
      return variant % 2 === 0 ? `${quoted} IS NOT NULL OR length('z') > ${-variant}` : `(${quoted} IS NULL) IS NOT NULL`;
  }
}
