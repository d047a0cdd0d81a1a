import { freeColumns, type OldColumn, type OldTable } from './model.js';
import type { Draw } from './random.js';

/** What one migration does, as the lines of its methods, and what the tables are after it. */
export interface OldStep {
  /** What it is about, in words that make its name. */
  readonly about: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly tables: readonly OldTable[];
  /** Whether it cannot run in a transaction. */
  readonly isOutside?: true;
}

/** What a step has to go by: the tables before, and a number that no other step has. */
export interface Before {
  readonly tables: readonly OldTable[];
  readonly number: number;
  readonly draw: Draw;
}

/** A kind of migration that people write; `null` where it has nothing to work on. */
export type OldKind = (before: Before) => OldStep | null;

const sql = (text: string): string => `await queryRunner.query(\`${text}\`);`;
const literal = (value: unknown): string => JSON.stringify(value);
const changed = (tables: readonly OldTable[], old: OldTable, next: Partial<OldTable>): readonly OldTable[] => tables.map((each) => (each === old ? { ...each, ...next } : each));

const plain = [
  { type: 'integer', isNullable: false, default: '0' },
  { type: 'integer', isNullable: true, default: null },
  { type: 'text', isNullable: true, default: null },
  { type: 'text', isNullable: false, default: "''" },
  { type: 'boolean', isNullable: false, default: 'false' },
  { type: 'jsonb', isNullable: false, default: "'{}'" },
  { type: 'numeric(8,2)', isNullable: false, default: '9.99' },
  { type: 'timestamp with time zone', isNullable: false, default: 'now()' },
  { type: 'character varying(40)', isNullable: true, default: null },
  { type: 'character varying(40)', isNullable: false, default: "'it''s new'" },
] as const satisfies readonly Omit<OldColumn, 'name'>[];

const columnSql = ({ name, type, isNullable, default: value }: OldColumn): string => `"${name}" ${type}${isNullable ? '' : ' NOT NULL'}${value === null ? '' : ` DEFAULT ${value}`}`;

/** A column as TypeORM's classes say it. */
function columnOptions({ name, type, isNullable, default: value }: OldColumn): object {
  const [, length] = /\((\d+)\)$/.exec(type) ?? [];
  const typed = type === 'numeric(8,2)' ? { type: 'numeric', precision: 8, scale: 2 } : length === undefined ? { type } : { type: 'varchar', length };
  return { name, ...typed, isNullable, ...(value === null ? {} : { default: value }) };
}

const key = (name: string): object => ({ name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment', primaryKeyConstraintName: name });

function newTable({ number, draw }: Before): OldTable {
  const name = `${draw.one(['customer', 'Invoice', 'stock_item', 'userSetting', 'order'])}_${number}`;
  const columns = Array.from({ length: 1 + draw.below(3) }, (_, position): OldColumn => ({ name: `c${number}_${position}`, ...draw.one(plain) }));
  return { name, primaryKey: `PK_${number}`, columns, indexes: [], uniques: [], checks: [], foreignKeys: [] };
}

const createTable: OldKind = (before) => {
  const table = newTable(before);
  const columns = [`"id" SERIAL NOT NULL`, ...table.columns.map(columnSql), `CONSTRAINT "${table.primaryKey}" PRIMARY KEY ("id")`];
  return { about: `Create ${table.name}`, up: [sql(`CREATE TABLE "${table.name}" (${columns.join(', ')})`)], down: [sql(`DROP TABLE "${table.name}"`)], tables: [...before.tables, table] };
};

const createTableByClass: OldKind = (before) => {
  const table = newTable(before);
  const options = { name: table.name, columns: [key(table.primaryKey), ...table.columns.map(columnOptions)] };
  return {
    about: `Add table ${table.name}`,
    up: [`if (await queryRunner.hasTable(${literal(table.name)})) throw new Error('it is there');`, `await queryRunner.createTable(new Table(${literal(options)}));`],
    down: [`await queryRunner.dropTable(${literal(table.name)});`],
    tables: [...before.tables, table],
  };
};

/** What SQL has added, SQL changes: within one run, TypeORM's classes go by the columns that they saw first. */
const isOfSql = ({ name }: Pick<OldColumn, 'name'>): boolean => name.startsWith('by_sql_');

const addColumn: OldKind = ({ tables, number, draw }) => {
  const table = draw.one(tables);
  const isSql = draw.below(2) === 0;
  const column: OldColumn = { name: `${isSql ? 'by_sql_' : 'added'}${number}`, ...draw.one(plain) };
  return {
    about: `Add column ${column.name}`,
    up: [isSql ? sql(`ALTER TABLE "${table.name}" ADD ${columnSql(column)}`) : `await queryRunner.addColumn(${literal(table.name)}, new TableColumn(${literal(columnOptions(column))}));`],
    down: [isSql ? sql(`ALTER TABLE "${table.name}" DROP COLUMN "${column.name}"`) : `await queryRunner.dropColumn(${literal(table.name)}, ${literal(column.name)});`],
    tables: changed(tables, table, { columns: [...table.columns, column] }),
  };
};

/** A table with a free column of a kind, and that column. */
function drawColumn({ tables, draw }: Before, isMeant: (column: OldColumn) => boolean = () => true): { readonly table: OldTable; readonly column: OldColumn } | null {
  const all = tables.flatMap((table) => freeColumns(table).filter(isMeant).map((column) => ({ table, column })));
  return all.length === 0 ? null : draw.one(all);
}

/** The tables with another column in place of one. */
const replaced = (tables: readonly OldTable[], { table, column }: { readonly table: OldTable; readonly column: OldColumn }, next: readonly OldColumn[]): readonly OldTable[] =>
  changed(tables, table, { columns: table.columns.flatMap((each) => (each === column ? next : [each])) });

const dropColumn: OldKind = (before) => {
  const drawn = drawColumn(before, ({ enum: values }) => values === undefined);
  if (drawn === null || drawn.table.columns.length < 2) return null;
  const { table, column } = drawn;
  return {
    about: `Forget ${column.name}`,
    up: [isOfSql(column) ? sql(`ALTER TABLE "${table.name}" DROP COLUMN "${column.name}"`) : `await queryRunner.dropColumn(${literal(table.name)}, ${literal(column.name)});`],
    down: [sql(`ALTER TABLE "${table.name}" ADD ${columnSql(column)}`)],
    tables: replaced(before.tables, drawn, []),
  };
};

const renameColumn: OldKind = (before) => {
  const drawn = drawColumn(before, ({ enum: values }) => values === undefined);
  if (drawn === null) return null;
  const { table, column } = drawn;
  const name = `${isOfSql(column) ? 'by_sql_' : 'renamed'}${before.number}`;
  const rename = (from: string, to: string): string =>
    isOfSql(column) ? sql(`ALTER TABLE "${table.name}" RENAME "${from}" TO "${to}"`) : `await queryRunner.renameColumn(${literal(table.name)}, ${literal(from)}, ${literal(to)});`;
  return { about: `Rename ${column.name}`, up: [rename(column.name, name)], down: [rename(name, column.name)], tables: replaced(before.tables, drawn, [{ ...column, name }]) };
};

const widen: OldKind = (before) => {
  const drawn = drawColumn(before, ({ type }) => type === 'character varying(40)');
  if (drawn === null) return null;
  const { table, column } = drawn;
  const alter = (type: string): string => sql(`ALTER TABLE "${table.name}" ALTER COLUMN "${column.name}" TYPE ${type}`);
  return { about: `Longer ${column.name}`, up: [alter('varchar(80)')], down: [alter('varchar(40)')], tables: replaced(before.tables, drawn, [{ ...column, type: 'character varying(80)' }]) };
};

const makeRequired: OldKind = (before) => {
  const drawn = drawColumn(before, (each) => each.isNullable && each.type === 'integer' && !isOfSql(each));
  if (drawn === null) return null;
  const { table, column } = drawn;
  const place = `${literal(table.name)}, ${literal(column.name)}`;
  return {
    about: `Require ${column.name}`,
    up: [
      `await queryRunner.manager.query('UPDATE "${table.name}" SET "${column.name}" = $1 WHERE "${column.name}" IS NULL', [0]);`,
      `await queryRunner.changeColumn(${place}, new TableColumn(${literal(columnOptions({ ...column, isNullable: false }))}));`,
    ],
    down: [`await queryRunner.changeColumn(${place}, new TableColumn(${literal(columnOptions(column))}));`],
    tables: replaced(before.tables, drawn, [{ ...column, isNullable: false }]),
  };
};

const addIndex: OldKind = (before) => {
  const drawn = drawColumn(before, ({ type }) => type !== 'jsonb');
  if (drawn === null) return null;
  const { table, column } = drawn;
  const way = before.draw.one(['class', 'sql', 'concurrently'] as const);
  const name = `IX_${before.number}`;
  const where = way === 'sql' ? `"${column.name}" IS NOT NULL` : null;
  const create = { class: `await queryRunner.createIndex(${literal(table.name)}, new TableIndex(${literal({ name, columnNames: [column.name] })}));`, sql: sql(`CREATE INDEX "${name}" ON "${table.name}" ("${column.name}") WHERE ${where}`), concurrently: sql(`CREATE INDEX CONCURRENTLY "${name}" ON "${table.name}" ("${column.name}")`) };
  return {
    about: `Index ${column.name}`,
    up: [create[way]],
    down: [way === 'concurrently' ? sql(`DROP INDEX CONCURRENTLY "${name}"`) : `await queryRunner.dropIndex(${literal(table.name)}, ${literal(name)});`],
    tables: changed(before.tables, table, { indexes: [...table.indexes, { name, columns: [column.name], isUnique: false, where }] }),
    ...(way === 'concurrently' ? { isOutside: true as const } : {}),
  };
};

const addUnique: OldKind = (before) => {
  const drawn = drawColumn(before, ({ type }) => type === 'text');
  if (drawn === null) return null;
  const { table, column } = drawn;
  const name = `UQ_${before.number}`;
  const columns = ['id', column.name];
  return {
    about: `One ${column.name}`,
    up: [`await queryRunner.createUniqueConstraint(${literal(table.name)}, new TableUnique(${literal({ name, columnNames: columns })}));`],
    down: [`await queryRunner.dropUniqueConstraint(${literal(table.name)}, ${literal(name)});`],
    tables: changed(before.tables, table, { uniques: [...table.uniques, { name, columns }] }),
  };
};

const addCheck: OldKind = (before) => {
  const drawn = drawColumn(before, ({ type }) => type === 'integer' || type === 'numeric(8,2)');
  if (drawn === null) return null;
  const { table, column } = drawn;
  const check = { name: `CHK_${before.number}`, expression: `"${column.name}" >= 0 OR "${column.name}" IN (-1, -2)` };
  return {
    about: `Check ${column.name}`,
    up: [sql(`ALTER TABLE "${table.name}" ADD CONSTRAINT "${check.name}" CHECK (${check.expression})`)],
    down: [`await queryRunner.dropCheckConstraint(${literal(table.name)}, ${literal(check.name)});`],
    tables: changed(before.tables, table, { checks: [...table.checks, check] }),
  };
};

const addReference: OldKind = ({ tables, number, draw }) => {
  const [table, to] = [draw.one(tables), draw.one(tables)];
  const column: OldColumn = { name: `ref${number}`, type: 'integer', isNullable: true, default: null };
  const name = `FK_${number}`;
  return {
    about: `Refer from ${table.name}`,
    up: [
      `await queryRunner.addColumn(${literal(table.name)}, new TableColumn(${literal(columnOptions(column))}));`,
      `await queryRunner.createForeignKey(${literal(table.name)}, new TableForeignKey(${literal({ name, columnNames: [column.name], referencedTableName: to.name, referencedColumnNames: ['id'], onDelete: 'CASCADE' })}));`,
    ],
    down: [`await queryRunner.dropForeignKey(${literal(table.name)}, ${literal(name)});`, `await queryRunner.dropColumn(${literal(table.name)}, ${literal(column.name)});`],
    tables: changed(tables, table, { columns: [...table.columns, column], foreignKeys: [...table.foreignKeys, { name, column: column.name, to: to.name }] }),
  };
};

const addEnum: OldKind = ({ tables, number, draw }) => {
  const table = draw.one(tables);
  const values = ['new', "it's on", 'done'];
  const column: OldColumn = { name: `state${number}`, type: 'enum', isNullable: false, default: "'new'", enum: { name: `state_${number}`, values } };
  return {
    about: `State of ${table.name}`,
    up: [sql(`CREATE TYPE "state_${number}" AS ENUM ('new', 'it''s on')`), sql(`ALTER TYPE "state_${number}" ADD VALUE 'done'`), sql(`ALTER TABLE "${table.name}" ADD "${column.name}" "state_${number}" NOT NULL DEFAULT 'new'`)],
    down: [sql(`ALTER TABLE "${table.name}" DROP COLUMN "${column.name}"`), sql(`DROP TYPE "state_${number}"`)],
    tables: changed(tables, table, { columns: [...table.columns, column] }),
  };
};

const comment: OldKind = (before) => {
  const drawn = drawColumn(before);
  if (drawn === null || drawn.column.comment !== undefined) return null;
  const { table, column } = drawn;
  const say = (text: string): string => sql(`COMMENT ON COLUMN "${table.name}"."${column.name}" IS ${text}`);
  return { about: `Say what ${column.name} is`, up: [say("'what people''s eyes see'")], down: [say('NULL')], tables: replaced(before.tables, drawn, [{ ...column, comment: "what people's eyes see" }]) };
};

const fill: OldKind = ({ tables, draw }) => {
  const all = tables.filter(({ columns }) => columns.every(({ isNullable, default: value }) => isNullable || value !== null));
  if (all.length === 0) return null;
  const table = draw.one(all);
  return {
    about: `Rows of ${table.name}`,
    up: [`for (let row = 0; row < 3; row += 1) await queryRunner.manager.query('INSERT INTO "${table.name}" DEFAULT VALUES');`],
    down: ['// What was entered stays.'],
    tables,
  };
};

/** As often as people write them. */
export const kinds: readonly OldKind[] = [
  ...[createTable, createTableByClass, addColumn, addColumn, addColumn, dropColumn, renameColumn, widen, makeRequired],
  ...[addIndex, addIndex, addUnique, addCheck, addReference, addEnum, comment, fill],
];

/** The first migration of every app. */
export const firstKind: OldKind = createTable;
