/** A column of the app, as its migrations left it. */
export interface OldColumn {
  readonly name: string;
  /** As SQL says it; `enum` for one with values of its own. */
  readonly type: 'integer' | 'text' | 'boolean' | 'jsonb' | 'numeric(8,2)' | 'timestamp with time zone' | 'enum' | `character varying(${number})`;
  readonly isNullable: boolean;
  /** An expression. */
  readonly default: string | null;
  readonly enum?: { readonly name: string; readonly values: readonly string[] };
  readonly comment?: string;
}

export interface OldIndex {
  readonly name: string;
  readonly columns: readonly string[];
  readonly isUnique: boolean;
  readonly where: string | null;
}

/** A table of the app; besides its columns, each has a serial key `id`, whose constraint is called `primaryKey`. */
export interface OldTable {
  readonly name: string;
  readonly primaryKey: string;
  readonly columns: readonly OldColumn[];
  readonly indexes: readonly OldIndex[];
  readonly uniques: readonly { readonly name: string; readonly columns: readonly string[] }[];
  readonly checks: readonly { readonly name: string; readonly expression: string }[];
  readonly foreignKeys: readonly { readonly name: string; readonly column: string; readonly to: string }[];
}

/** The columns that nothing else of the table speaks of. */
export const freeColumns = ({ columns, indexes, uniques, checks, foreignKeys }: OldTable): readonly OldColumn[] => {
  const taken = new Set([...indexes, ...uniques].flatMap((each) => each.columns));
  return columns.filter(
    ({ name }) => !taken.has(name) && !foreignKeys.some(({ column }) => column === name) && ![...checks.map(({ expression }) => expression), ...indexes.map(({ where }) => where ?? '')].some((text) => text.includes(`"${name}"`)),
  );
};

/** The entities of the app, as a module. */
export const entitiesText = (tables: readonly OldTable[]): string => `import { EntitySchema } from 'typeorm';

export const entities = [
${tables.map((table) => `  new EntitySchema(${JSON.stringify(schemaOf(table), null, 2).replace(/"=> (.*?)"(?=,?\n)/g, (_, text: string) => `() => ${JSON.stringify(JSON.parse(`"${text}"`))}`).replaceAll('\n', '\n  ')}),`).join('\n')}
];
`;

/** What TypeORM calls the types that have another name, or a length. */
function typeOf({ type, enum: values }: OldColumn): object {
  const [, length] = /^character varying\((\d+)\)$/.exec(type) ?? [];
  if (length !== undefined) return { type: 'varchar', length: Number(length) };
  if (type === 'numeric(8,2)') return { type: 'numeric', precision: 8, scale: 2 };
  return values === undefined ? { type } : { type: 'enum', enum: values.values, enumName: values.name };
}

function schemaOf({ name, primaryKey, columns, indexes, uniques, checks, foreignKeys }: OldTable): object {
  const column = (each: OldColumn): object => ({
    ...typeOf(each),
    nullable: each.isNullable,
    ...(each.default === null ? {} : { default: `=> ${each.default}` }),
    ...(each.comment === undefined ? {} : { comment: each.comment }),
  });
  return {
    name,
    tableName: name,
    columns: { id: { type: 'integer', primary: true, generated: 'increment', primaryKeyConstraintName: primaryKey }, ...Object.fromEntries(columns.map((each) => [each.name, column(each)])) },
    indices: indexes.map((each) => ({ name: each.name, columns: each.columns, unique: each.isUnique, ...(each.where === null ? {} : { where: each.where }) })),
    uniques,
    checks,
    foreignKeys: foreignKeys.map((each) => ({ name: each.name, target: each.to, columnNames: [each.column], referencedColumnNames: ['id'], onDelete: 'CASCADE' })),
  };
}
