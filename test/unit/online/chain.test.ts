import { diff } from '../../../src/diff/diff.js';
import { noOpinion } from '../../../src/diff/options.js';
import type { ReadLocks } from '../../../src/dialect/dialect.js';
import { postgres } from '../../../src/dialect/postgres/dialect.js';
import { forms, type TableInput } from '../../../src/model/complete.js';
import type { Canonical, Schema } from '../../../src/model/schema.js';
import { chainOf } from '../../../src/online/chain.js';
import type { Surroundings } from '../../../src/online/way.js';
import { describe as describeOperation } from '../../../src/operation/describe.js';
import type { Operation } from '../../../src/operation/operation.js';
import { order } from '../../../src/plan/order.js';

let readLocks: ReadLocks;

beforeAll(async () => {
  readLocks = await postgres.loadLockReader('public');
});

const schemaOf = (tables: readonly TableInput[], rest: Partial<Schema>): Canonical<Schema> =>
  ({
    extensions: [],
    namespaces: [],
    enums: [],
    tables: tables.map((table) => forms.table.complete(table, 'public')),
    views: [],
    materializedViews: [],
    viewFacts: {},
    unmanaged: [],
    typeNames: {},
    ...rest,
  }) as unknown as Canonical<Schema>;

interface Asked {
  readonly from: readonly TableInput[];
  readonly to: readonly TableInput[];
  /** The tables that others wait for; without it: all. */
  readonly busy?: readonly string[];
  /** What else is there, before and after. */
  readonly rest?: Partial<Schema>;
}

/** The chain of what leads from some tables to others, as `[title, up, down]`. */
function chain({ from, to, busy, rest = {} }: Asked): readonly (readonly [string, readonly string[], readonly string[]])[] {
  const schemas = { from: schemaOf(from, rest), to: schemaOf(to, rest) };
  const options = { dialect: postgres, isNamed: () => true, compareType: noOpinion, compareDefault: noOpinion };
  const surroundings: Surroundings = {
    dialect: postgres,
    readLocks,
    schemas,
    operations: order(diff(schemas.from, schemas.to, options), [schemas.from, schemas.to]),
    isOrdinary: () => true,
    isBusy: ({ name }) => busy?.includes(name) ?? true,
    isRewriting: () => true,
  };
  const told = (operations: readonly Operation[]): readonly string[] =>
    operations.flatMap((operation) => (operation.verb === 'execute' ? operation.up.split(';\n').filter((line) => /^(ALTER|DROP|CREATE (?!FUNCTION))/.test(line)) : [describeOperation(operation, 'public')]));
  return chainOf(surroundings).map(({ title, up, down }) => [title, told(up), told(down)]);
}

const titles = (asked: Asked): readonly string[] => chain(asked).map(([title]) => title);

const columns = [{ name: 'a', type: 'integer', nullable: false }, { name: 'b', type: 'integer', nullable: false }] as const;
const item: TableInput = { name: 'item', columns };

describe('what a chain makes of a constraint', () => {
  it('builds a unique one more beside others, and another index before that goes on the way back', () => {
    expect(chain({ from: [item], to: [{ ...item, uniques: [{ name: 'UQ', columns: ['a'] }] }] })).toEqual([
      ['build keys', ['create index concurrently item.UQ: unique (a)'], ['drop index concurrently item.UQ']],
      [
        'attach keys',
        ['ALTER TABLE "public"."item" ADD CONSTRAINT "UQ" UNIQUE USING INDEX "UQ"'],
        [
          'create index concurrently item.limbeck_renaming_UQ: unique (a)',
          'ALTER TABLE "public"."item" DROP CONSTRAINT "UQ"',
          'ALTER INDEX "public"."limbeck_renaming_UQ" RENAME TO "UQ"',
        ],
      ],
    ]);
  });

  it('takes one away so that it comes back beside others', () => {
    expect(chain({ from: [{ ...item, uniques: [{ name: 'UQ', columns: ['a'] }] }], to: [item] })).toEqual([
      [
        'drop constraints',
        ['ALTER TABLE "public"."item" DROP CONSTRAINT "UQ"'],
        ['create index concurrently item.limbeck_renaming_UQ: unique (a)', 'ALTER TABLE "public"."item" ADD CONSTRAINT "UQ" UNIQUE USING INDEX "limbeck_renaming_UQ"'],
      ],
    ]);
    expect(chain({ from: [{ ...item, checks: [{ name: 'CHK', expression: 'a > 0' }] }], to: [item] })).toEqual([
      [
        'drop constraints',
        ['ALTER TABLE "public"."item" DROP CONSTRAINT "CHK"'],
        ['ALTER TABLE "public"."item" ADD CONSTRAINT "CHK" CHECK (a > 0) NOT VALID', 'validate check constraint item.CHK'],
      ],
    ]);
  });

  it('puts one key in the place of another of its name in one step, with the references that stand on it', () => {
    const part: TableInput = {
      name: 'part',
      columns: [{ name: 'item', type: 'integer' }],
      foreignKeys: [{ name: 'FK', columns: ['item'], references: { table: 'item', columns: ['a'] } }],
    };
    const keyed = (key: readonly string[]): TableInput => ({ ...item, primaryKey: { name: 'PK', columns: ['b'] }, uniques: [{ name: 'UQ', columns: key }, { name: 'UQ_a', columns: ['a'] }] });
    expect(chain({ from: [keyed(['a', 'b']), part], to: [keyed(['b', 'a']), part] })).toEqual([
      ['build keys', ['create index concurrently item.limbeck_renaming_UQ: unique (b, a)'], ['drop index concurrently item.limbeck_renaming_UQ']],
      [
        'attach keys',
        [
          ...(['ALTER TABLE "public"."part" DROP CONSTRAINT "FK"', 'ALTER TABLE "public"."item" DROP CONSTRAINT "UQ"'] as const),
          'ALTER TABLE "public"."item" ADD CONSTRAINT "UQ" UNIQUE USING INDEX "limbeck_renaming_UQ"',
          'ALTER TABLE "public"."part" ADD CONSTRAINT "FK" FOREIGN KEY ("item") REFERENCES "public"."item" ("a") NOT VALID',
          'validate foreign key part.FK',
        ],
        [
          'create index concurrently item.limbeck_former_UQ: unique (a, b)',
          'create index concurrently item.limbeck_renaming_UQ: unique (b, a)',
          'ALTER TABLE "public"."part" DROP CONSTRAINT "FK"',
          'ALTER TABLE "public"."item" DROP CONSTRAINT "UQ"',
          'ALTER TABLE "public"."item" ADD CONSTRAINT "UQ" UNIQUE USING INDEX "limbeck_former_UQ"',
          'ALTER TABLE "public"."part" ADD CONSTRAINT "FK" FOREIGN KEY ("item") REFERENCES "public"."item" ("a") NOT VALID',
          'validate foreign key part.FK',
        ],
      ],
    ]);
  });

  it('does at once what is done to a small table', () => {
    expect(titles({ from: [item], to: [{ ...item, uniques: [{ name: 'UQ', columns: ['a'] }], checks: [{ name: 'CHK', expression: 'a > 0' }] }], busy: [] })).toEqual(['change']);
  });
});

describe('what a chain makes of NOT NULL', () => {
  const optional: TableInput = { name: 'item', columns: [{ name: 'a', type: 'integer' }] };
  const required: TableInput = { name: 'item', columns: [{ name: 'a', type: 'integer', nullable: false }] };

  it('requires values by a check, there and back', () => {
    const [loosen, ...others] = chain({ from: [required], to: [optional] });
    expect(others).toEqual([]);
    expect(loosen).toEqual([
      'drop constraints',
      ['ALTER TABLE "public"."item" ALTER COLUMN "a" DROP NOT NULL'],
      [
        'ALTER TABLE "public"."item" ADD CONSTRAINT "limbeck_renaming_a" CHECK ("a" IS NOT NULL) NOT VALID',
        'validate check constraint item.limbeck_renaming_a',
        'ALTER TABLE "public"."item" ALTER COLUMN "a" SET NOT NULL',
        'ALTER TABLE "public"."item" DROP CONSTRAINT "limbeck_renaming_a"',
      ],
    ]);
    expect(titles({ from: [optional], to: [required] })).toEqual(['fill', 'check new rows', 'check old rows', 'require values']);
  });
});

describe('what a chain makes of an index', () => {
  const indexed = (...keys: readonly string[]): TableInput => ({ ...item, indexes: [{ name: 'IDX', keys }] });

  it('builds and drops it beside others, there and back', () => {
    const [built, dropped] = ['create index concurrently item.IDX: (a)', 'drop index concurrently item.IDX'];
    expect(chain({ from: [item], to: [indexed('a')] })).toEqual([['build indexes', [built], [dropped]]]);
    expect(chain({ from: [indexed('a')], to: [item] })).toEqual([['drop indexes', [dropped], [built]]]);
  });
});

describe('what a chain makes of another type', () => {
  const typed = (type: string, rest: Partial<TableInput> = {}): TableInput => ({ name: 'item', columns: [{ name: 'id', type, nullable: false }], primaryKey: { name: 'PK', columns: ['id'] }, ...rest });
  const part = (type: string): TableInput => ({
    name: 'part',
    columns: [{ name: 'item', type }],
    foreignKeys: [{ name: 'FK', columns: ['item'], references: { table: 'item', columns: ['id'] } }],
  });
  const bySecond = ['expand', 'fill', 'switch'];

  it('has second columns change places with the first, also in small tables that refer to large ones', () => {
    expect(titles({ from: [typed('integer')], to: [typed('bigint')] })).toEqual(bySecond);
    const [expand] = chain({ from: [typed('integer'), part('integer')], to: [typed('bigint'), part('bigint')], busy: ['item'] });
    expect(expand?.[1].filter((line) => line.startsWith('add column'))).toEqual(['add column item.limbeck_renaming_id: bigint', 'add column part.limbeck_renaming_item: bigint']);
  });

  it('minds no word of which the name of the column is a part', () => {
    const rest = (id: string): Partial<TableInput> => ({ columns: [{ name: 'id', type: id, nullable: false }, { name: 'paid', type: 'boolean' }], indexes: [{ name: 'IDX', keys: ['paid'], where: 'paid' }] });
    expect(titles({ from: [typed('integer', rest('integer'))], to: [typed('bigint', rest('bigint'))] })).toEqual(bySecond);
  });

  it('makes a reference anew in the moment of the change that another table has, of the old type', () => {
    const [, , change] = chain({ from: [typed('integer'), part('integer')], to: [typed('bigint'), part('integer')] });
    expect(change?.[1]).toContain('ALTER TABLE "public"."part" DROP CONSTRAINT "FK"');
    expect(change?.[1].at(-1)).toBe('validate foreign key part.FK');
  });

  it('leaves plain what it cannot build beside', () => {
    const plain = (rest: Partial<TableInput>, schema: Partial<Schema> = {}): void => {
      expect(titles({ from: [typed('integer', rest)], to: [typed('bigint', rest)], rest: schema })).toEqual(['change']);
    };
    const table = { schema: 'public', name: 'item' };
    const noted = { table, name: 'x', definition: '', columns: ['id'], remade: true, sql: { drop: 'SELECT 1', create: 'SELECT 2' } };
    plain({ indexes: [{ name: 'IDX', keys: [{ sql: '(id % 2)' }] }] });
    plain({ indexes: [{ name: 'IDX', keys: ['id'], where: 'id > 7' }] });
    plain({ exclusions: [{ name: 'XCL', definition: 'USING btree (id WITH =)' }] });
    for (const kind of ['trigger', 'rule', 'policy', 'statistics'] as const) plain({}, { unmanaged: [{ ...noted, kind }] });
    plain({}, { unmanaged: [{ ...noted, kind: 'trigger', name: '~~', columns: [] }] });
  });

  it('leaves plain what changes more than the type, and what is bound to it', () => {
    const optional = (type: string, nullable: boolean): TableInput => ({ name: 'item', columns: [{ name: 'id', type, nullable }], uniques: [{ name: 'UQ', columns: ['id'] }] });
    expect(titles({ from: [optional('integer', true), part('integer')], to: [optional('bigint', false), part('bigint')] })).toEqual(['change']);
    expect(titles({ from: [typed('integer')], to: [typed('bigint', { indexes: [{ name: 'IDX', keys: ['id'] }] })] })).not.toContain('switch');
  });
});
