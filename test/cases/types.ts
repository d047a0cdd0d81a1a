import type { EntitySchemaColumnOptions } from 'typeorm';
import { decorate, defaultTypeOrm } from '../support/entities.js';
import { hasType } from '../support/server-version.js';
import type { Case, CaseEntity, SameCase } from './case.js';
import { entity, keyless } from './entity.js';

type Type = EntitySchemaColumnOptions['type'];
type Columns = Record<string, EntitySchemaColumnOptions>;

/** Every type that the driver of TypeORM knows, but for enum types and those that need an extension which PostgreSQL does not bring. */
const types: readonly Type[] = (
  ['int', 'int2', 'int4', 'int8', 'smallint', 'integer', 'bigint', 'decimal', 'numeric', 'real', 'float', 'float4', 'float8', 'double precision', 'money',
    'character varying', 'varchar', 'character', 'char', 'text', 'citext', 'hstore', 'bytea', 'bit', 'varbit', 'bit varying', 'timetz', 'timestamptz',
    'timestamp', 'timestamp without time zone', 'timestamp with time zone', 'date', 'time', 'time without time zone', 'time with time zone', 'interval',
    'bool', 'boolean', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle', 'cidr', 'inet', 'macaddr', 'macaddr8', 'tsvector', 'tsquery', 'uuid',
    'xml', 'json', 'jsonb', 'jsonpath', 'int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange', 'int4multirange', 'int8multirange',
    'nummultirange', 'tsmultirange', 'tstzmultirange', 'datemultirange', 'cube', 'ltree'] as const
).filter(hasType);

const plain = (): Columns =>
  Object.fromEntries(
    types.flatMap((type) => [
      [`${String(type)} plain`, { type, nullable: true }],
      [`${String(type)} array`, { type, nullable: true, array: true }],
    ]),
  );

/** Types with what may stand in their brackets. */
const measured: Columns = {
  'varchar 9': { type: 'varchar', length: 9, default: 'x' },
  'varchar 9 array': { type: 'varchar', length: '9', array: true, nullable: true },
  'char 3': { type: 'char', length: 3, nullable: true },
  'bit 5': { type: 'bit', length: 5, nullable: true },
  'varbit 5': { type: 'varbit', length: 5, nullable: true },
  'numeric 9 3': { type: 'numeric', precision: 9, scale: 3, nullable: true },
  'decimal 9': { type: 'decimal', precision: 9, nullable: true },
  'numeric 9 3 array': { type: 'numeric', precision: 9, scale: 3, array: true, nullable: true },
  'timestamp 3': { type: 'timestamp', precision: 3, nullable: true },
  'timestamptz 0': { type: 'timestamptz', precision: 0, nullable: true },
  'time 2': { type: 'time', precision: 2, nullable: true },
  'timetz 1': { type: 'timetz', precision: 1, nullable: true },
  'interval 4': { type: 'interval', precision: 4, nullable: true },
};

/** Types of TypeORM's own, which are `text` or an enum type to PostgreSQL. */
const simple: Columns = {
  'simple array': { type: 'simple-array', nullable: true },
  'simple json': { type: 'simple-json', nullable: true },
  'simple json default': { type: 'simple-json', default: { a: 1 } },
  'simple enum': { type: 'simple-enum', enum: ['a', 'b'], default: 'a' },
};

const everyType = keyless({ id: { type: 'bigint', primary: true }, ...plain(), ...measured, ...simple });

/** Types that are not said, or by a constructor. */
const [byClass] = decorate(defaultTypeOrm, ({ Column, Entity, PrimaryColumn }) => {
  @Entity('item')
  class ByClass {
    @PrimaryColumn()
    id: number;

    @Column()
    name: string;

    @Column()
    done: boolean;

    @Column()
    at: Date;

    @Column({ type: Number })
    given: unknown;

    @Column({ type: String, length: 7 })
    short: unknown;

    @Column({ type: Boolean, default: false })
    flag: unknown;

    @Column({ type: Date, nullable: true, utc: true } as object)
    moment: unknown;
  }
  return [ByClass];
}) as [CaseEntity];

export const typeCases: readonly Case[] = [
  { name: 'every type that the server has', before: [], after: [everyType] },
  { name: 'types that the classes of properties say', before: [], after: [byClass] },
  {
    name: 'every type that the server has, to columns of a table with rows',
    before: [entity({})],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [entity(plain())],
    hazards: [],
  },
];

export const sameTypeCases: readonly SameCase[] = [
  { name: 'every type, as TypeORM makes it', entities: [everyType], sql: '' },
  { name: 'types that the classes of properties say, as TypeORM makes them', entities: [byClass], sql: '' },
  {
    name: 'types by hand under their other names',
    bare: true,
    entities: [
      entity({
        a: { type: 'int' }, b: { type: 'int8' }, c: { type: 'bool' }, d: { type: 'float' }, e: { type: 'float4' }, f: { type: 'decimal', precision: 5, scale: 2 },
        g: { type: 'varchar', length: 5 }, h: { type: 'char' }, i: { type: 'timestamp', precision: 3 }, j: { type: 'timestamptz' }, k: { type: 'time' },
        l: { type: 'varbit' }, m: { type: 'varchar', array: true }, n: { type: 'int2' }, o: { type: 'timetz', precision: 2 }, p: { type: 'numeric' }, q: { type: 'bit' },
      }),
    ],
    sql: `CREATE TABLE item (id serial4 PRIMARY KEY, a int4 NOT NULL, b bigint NOT NULL, c boolean NOT NULL, d float8 NOT NULL, e real NOT NULL, f dec(5, 2) NOT NULL,
      g character varying(5) NOT NULL, h character(1) NOT NULL, i timestamp(3) without time zone NOT NULL, j timestamp with time zone NOT NULL, k time without time zone NOT NULL,
      l bit varying NOT NULL, m varchar ARRAY NOT NULL, n smallint NOT NULL, o time(2) with time zone NOT NULL, p decimal NOT NULL, q bit(1) NOT NULL)`,
  },
];
