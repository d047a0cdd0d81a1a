import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EntitySchema } from 'typeorm';
import { type Acceptance, type Explanation, type LimbeckEvent, Migrator, type MigratorOptions, type ObjectRef } from '../../src/index.js';
import { showDifference } from '../../src/diff/differences.js';
import { describe as describeIn } from '../../src/operation/describe.js';
import { entity } from '../cases/entity.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { decorate, type Entities, withDataSource } from '../support/entities.js';

let database: TestDatabase;
let directory: string;

beforeEach(async () => {
  database = await createDatabase();
  directory = await mkdtemp(join(tmpdir(), 'limbeck-explain-'));
});

afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

interface Told<T> {
  readonly value: T;
  readonly events: readonly LimbeckEvent[];
}

/** What `work` gives over these entities, and what was told. */
async function tell<T>(entities: Entities, options: MigratorOptions, work: (migrator: Migrator) => Promise<T>): Promise<Told<T>> {
  const events: LimbeckEvent[] = [];
  const value = await withDataSource(database, { entities }, (dataSource) =>
    work(new Migrator(dataSource, { directory, ...options, onEvent: (event) => events.push(event) })),
  );
  return { value, events: events.filter(({ type }) => type !== 'introspected' && type !== 'canonicalised') };
}

const explainOf = async (entities: Entities, options: MigratorOptions = {}): Promise<Explanation> => (await tell(entities, options, (migrator) => migrator.explain())).value;
const namesOf = ({ differences }: Explanation): readonly string[] => differences.map(showDifference);
const linesOf = ({ operations }: Pick<Explanation, 'operations'>): readonly string[] => operations.map((operation) => describeIn(operation, 'public'));
const synchronise = (entities: Entities): Promise<void> => withDataSource(database, { entities, synchronize: true }, () => Promise.resolve());

const item = (columns: Parameters<typeof entity>[0], rest?: Parameters<typeof entity>[1]): EntitySchema[] => [entity(columns, rest)];
const rich = { mood: { type: 'enum', enum: ['calm', 'glad'], default: 'calm' }, mail: { type: 'varchar', length: 40, default: 'none' }, size: { type: 'integer' } } as const;

describe('an explanation', () => {
  it('says of each difference what both sides have, what the entity says and where', async () => {
    const entities = decorate('1', ({ Check, Column, Entity, Index, ManyToOne, PrimaryGeneratedColumn }) => {
      class Shelf {
        id!: number;
      }
      PrimaryGeneratedColumn()(Shelf.prototype, 'id');
      Entity()(Shelf);
      class Book {
        id!: number;
        title!: string;
        shelf!: Shelf;
      }
      PrimaryGeneratedColumn()(Book.prototype, 'id');
      Column({ type: 'varchar', length: 60, default: () => "'un' || 'titled'" })(Book.prototype, 'title');
      Index('book_title')(Book.prototype, 'title');
      ManyToOne(() => Shelf)(Book.prototype, 'shelf');
      Check('has_title', "title <> ''")(Book);
      Entity()(Book);
      return [Shelf, Book];
    });
    await synchronise(entities);
    await database.query(`ALTER TABLE book ALTER title TYPE varchar(50), ALTER title SET DEFAULT 'x', ADD legacy text; DROP INDEX book_title;
      DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE book DROP CONSTRAINT %I', conname) FROM pg_constraint WHERE contype = 'f' AND conrelid = 'book'::regclass); END $$`);
    const explanation = await explainOf(entities);
    const facts = explanation.differences.map(({ object, facet, database: there, entities: wanted, written, origin, accept }) => [object.kind, facet, typeof there === 'object' ? there !== null : there, typeof wanted === 'object' ? wanted !== null : wanted, written, origin, accept?.facet]);
    expect(facts).toEqual([
      ['column', null, true, false, null, { entity: 'Book', property: null, decorator: '@Entity' }, undefined],
      ['column', 'type', 'character varying(50)', 'character varying(60)', "{ type: 'varchar', length: '60' }", { entity: 'Book', property: 'title', decorator: '@Column' }, 'type'],
      ['column', 'default', "'x'::character varying", expect.stringContaining("'un'"), `{ default: () => "'un' || 'titled'" }`, { entity: 'Book', property: 'title', decorator: '@Column' }, 'default'],
      ['index', null, false, true, null, { entity: 'Book', property: 'title', decorator: '@Index' }, undefined],
      ['foreignKey', null, false, true, null, { entity: 'Book', property: 'shelf', decorator: '@ManyToOne' }, undefined],
    ]);
    expect(explanation.operations).toEqual(expect.arrayContaining(explanation.differences.flatMap((each) => each.operations)));
    expect(explanation.consequences).toEqual([]);
  });

  it('tells consequences from differences', async () => {
    await synchronise(item({ ...rich }));
    await database.query('CREATE INDEX twice ON item ((size * 2))');
    const explanation = await explainOf(item({ ...rich, size: { type: 'numeric' } }));
    expect(namesOf(explanation)).toEqual(['column public.item.size, type']);
    expect(explanation.consequences.map((operation) => describeIn(operation, 'public'))).toEqual(['drop index item.twice', 'create index item.twice: (((size * 2)))']);
  });

  it('has what was renamed, without a way to accept it', async () => {
    await synchronise(item({ ...rich }));
    const { value } = await tell(item({ mood: rich.mood, size: rich.size, email: rich.mail }), {}, (migrator) => migrator.explain({ renames: ['item.mail=item.email'] }));
    expect(value.differences.map(({ object, facet, entities, accept }) => [object.name, facet, entities, accept])).toEqual([['mail', 'name', 'email', null]]);
  });
});

describe('an accepted difference', () => {
  const wanted = item(
    { mood: { ...rich.mood, enum: ['calm', 'glad', 'wild'] }, mail: { ...rich.mail, length: 80, default: 'nobody' }, fresh: { type: 'text', nullable: true } },
    { indices: [{ name: 'by_mail', columns: ['mail'] }], checks: [{ name: 'has_mail', expression: "mail <> ''" }] },
  );

  const entriesOf = ({ differences }: Explanation): Acceptance[] => differences.flatMap(({ accept }) => (accept === null ? [] : [{ ...accept, reason: 'so it is' }]));

  it('yields no operation in diff, check and revision, each by the entry that is printed; and is told with its reason', async () => {
    await synchronise(item({ ...rich }));
    await database.query('CREATE TABLE foreign_one (id integer, mood item_mood_enum)');
    const explanation = await explainOf(wanted);
    const entries = entriesOf(explanation);
    expect(entries.map(({ object, facet }) => [object, facet])).toEqual([
      ['enum type public.item_mood_enum', 'values'],
      ['column public.item.size', undefined],
      ['column public.item.fresh', undefined],
      ['column public.item.mail', 'type'],
      ['column public.item.mail', 'default'],
      ['check constraint public.item.has_mail', undefined],
      ['index public.item.by_mail', undefined],
      ['table public.foreign_one', undefined],
    ]);
    const { value, events } = await tell(wanted, { accept: entries }, async (migrator) => [
      await migrator.diff(),
      await migrator.check(),
      await migrator.revision({ message: 'nothing', autogenerate: true }),
      (await migrator.explain()).accepted.map(showDifference),
    ]);
    expect(value).toEqual([[], [], null, namesOf(explanation)]);
    expect(events).toHaveLength(4 * entries.length);
    expect(events[0]).toEqual({ type: 'difference.accepted', difference: 'enum type public.item_mood_enum, values', reason: 'so it is' });
  });

  it('leaves the others, which run', async () => {
    await synchronise(item({ ...rich }));
    const explanation = await explainOf(wanted);
    for (const entry of entriesOf(explanation)) {
      const left = await explainOf(wanted, { accept: [entry] });
      expect(namesOf(left)).toEqual(namesOf(explanation).filter((name) => name !== [entry.object, ...(entry.facet === undefined ? [] : [entry.facet])].join(', ')));
    }
    const accept = entriesOf(explanation).filter(({ object }) => object.includes('enum') || object.endsWith('mail'));
    await tell(wanted, { accept }, async (migrator) => {
      await migrator.revision({ message: 'the others', autogenerate: true });
      await migrator.upgrade();
      expect(await migrator.diff()).toEqual([]);
    });
  });

  it('keeps the type of a column that is another enum type, and the query of a view', async () => {
    const big = (least: number): EntitySchema => new EntitySchema({ name: 'big', type: 'view', expression: `SELECT id FROM item WHERE size > ${least}`, columns: { id: { type: 'integer' } } });
    await synchronise([...item({ ...rich }), big(1)]);
    await database.query("CREATE TYPE other AS ENUM ('calm', 'odd'); ALTER TABLE item ALTER mood DROP DEFAULT, ALTER mood TYPE other USING 'odd'::other");
    const accept = [
      { object: 'column public.item.mood', facet: 'type', reason: 'ours is odd' },
      { object: 'column public.item.mood', facet: 'default', reason: 'has none' },
      { object: 'view public.big', facet: 'definition', reason: 'fast enough' },
    ];
    const explanation = await explainOf([...item({ ...rich }), big(2)], { accept });
    expect(explanation.unused).toEqual([]);
    expect(linesOf(explanation)).toEqual([]);
  });

  it('is reported when it is none (any more)', async () => {
    await synchronise(item({ ...rich }));
    const accept = [{ object: 'column public.item.mail', facet: 'default', reason: 'long ago' }, { object: 'table public.gone', reason: 'of others' }];
    const { value, events } = await tell(item({ ...rich }), { accept }, (migrator) => migrator.explain());
    expect(value.unused).toEqual(accept);
    expect(events).toEqual([
      { type: 'acceptance.unused', difference: 'column public.item.mail, default', reason: 'long ago' },
      { type: 'acceptance.unused', difference: 'table public.gone', reason: 'of others' },
    ]);
  });
});

describe('what entities have no words for', () => {
  it('is told, kept or not, and with a hazard for what goes', async () => {
    await synchronise(item({ ...rich }));
    await database.query(`CREATE INDEX by_lower ON item (lower(mail)); CREATE INDEX by_size ON item (size DESC);
      CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER sized BEFORE UPDATE OF size ON item FOR EACH ROW EXECUTE FUNCTION noop()`);
    const { value, events } = await tell(item({ mood: rich.mood, mail: rich.mail }), {}, (migrator) => migrator.explain());
    expect(value.unmanaged.map(({ kind, name, stays }) => [kind, name, stays])).toEqual([
      ['index', 'by_lower', true],
      ['index', 'by_size', false],
      ['trigger', 'sized', false],
    ]);
    expect(events.flatMap((event) => (event.type === 'unmanaged' ? [[event.object, event.stays]] : event.type === 'hazard' ? [[event.hazard.code, describeIn(event.operation, 'public')]] : []))).toEqual([
      ['index public.item.by_lower', true],
      ['index public.item.by_size', false],
      ['trigger public.item.sized', false],
      ['unmanaged/lost', 'execute DROP TRIGGER sized ON public.item'],
      ['unmanaged/lost', 'drop index item.by_size'],
      ['data/lost', 'drop column item.size'],
    ]);
    expect(linesOf(value)).toEqual(['execute DROP TRIGGER sized ON public.item', 'drop index item.by_size', 'drop column item.size']);
  });

  it('is made again without a word of loss', async () => {
    await synchronise(item({ ...rich }));
    await database.query('CREATE INDEX twice ON item ((size * 2))');
    const { events } = await tell(item({ ...rich, size: { type: 'bigint' } }), {}, (migrator) => migrator.diff());
    expect(events.flatMap((event) => (event.type === 'hazard' ? [event.hazard.code] : []))).toEqual(['lock/rewrite', 'lock/index-build']);
  });
});

describe('what is looked at', () => {
  const elsewhere = entity({}, { name: 'thing', schema: 'shop' });

  it('is the default schema too, when no entity is in it any more; another one by option', async () => {
    await database.query('CREATE SCHEMA shop; CREATE SCHEMA archive; CREATE TABLE archive.old (id integer); CREATE TABLE item (id integer)');
    await synchronise([elsewhere]);
    expect(linesOf(await explainOf([elsewhere]))).toEqual(['drop table item']);
    expect(linesOf(await explainOf([elsewhere], { schemas: ['archive'] }))).toEqual(['drop table archive.old', 'drop table item']);
  });

  it('is chosen by names before the catalog is read, once for each name', async () => {
    await database.query('CREATE SCHEMA shop; CREATE TABLE item (id integer); CREATE TABLE legacy_item (id integer)');
    await synchronise([elsewhere]);
    const asked = { names: [] as ObjectRef[], objects: [] as ObjectRef[] };
    const options: MigratorOptions = {
      includeName: (name) => asked.names.push(name) > 0 && !name.name.startsWith('legacy_'),
      includeObject: ({ ref }) => asked.objects.push(ref) > 0,
    };
    expect(linesOf(await explainOf([elsewhere], options))).toEqual(['drop table item']);
    expect(asked.names.slice(0, 2).map(({ kind, name }) => [kind, name])).toEqual([['namespace', 'shop'], ['namespace', 'public']]);
    expect(asked.names.filter(({ name }) => name === 'legacy_item')).toHaveLength(1);
    expect(asked.objects.filter(({ table, name }) => (table ?? name) === 'legacy_item')).toEqual([]);
    expect(linesOf(await explainOf([elsewhere], { includeName: ({ kind, name }) => kind !== 'namespace' || name !== 'public' }))).toEqual([]);
    expect(linesOf(await explainOf([elsewhere], { includeName: ({ kind, name }) => kind !== 'namespace' || name !== 'shop' }))).toEqual(['drop table item', 'drop table legacy_item']);
  });
});
