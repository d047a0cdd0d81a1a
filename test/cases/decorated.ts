import type { Case, CaseEntity } from './case.js';
import { decorate, defaultTypeOrm, type TypeOrmVersion } from '../support/entities.js';

const makeWith = (version: TypeOrmVersion) => decorate(version, ({ Column, Entity, Generated, Index, PrimaryGeneratedColumn }) => {
  @Entity({ name: 'item', comment: 'old' })
  class Commented {
    @PrimaryGeneratedColumn()
    id: number;
  }

  @Entity({ name: 'item', comment: "new, and it's longer" })
  class CommentedAnew {
    @PrimaryGeneratedColumn()
    id: number;
  }

  @Entity({ name: 'item' })
  class NumberedByDefault {
    @PrimaryGeneratedColumn('identity', { generatedIdentity: 'BY DEFAULT' })
    id: number;

    @Column({ nullable: true })
    note: string;
  }

  @Entity({ name: 'item' })
  class NumberedAlways {
    @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
    id: number;

    @Column({ nullable: true })
    note: string;
  }

  @Entity({ name: 'item' })
  @Index('IDX_item', ['data'])
  class IndexedAsTree {
    @PrimaryGeneratedColumn()
    id: number;

    @Column({ type: 'jsonb', default: {} })
    data: object;
  }

  @Entity({ name: 'item' })
  @Index('IDX_item', ['data'], { type: 'gin' })
  class IndexedInverted {
    @PrimaryGeneratedColumn()
    id: number;

    @Column({ type: 'jsonb', default: {} })
    data: object;
  }

  @Entity({ name: 'item' })
  class WithUuid {
    @PrimaryGeneratedColumn()
    id: number;

    @Column()
    @Generated('uuid')
    token: string;
  }

  @Entity({ name: 'item' })
  class Bare {
    @PrimaryGeneratedColumn()
    id: number;
  }

  @Entity({ name: 'item' })
  @Index('IDX_item', ['data'], { concurrent: true })
  class IndexedConcurrently {
    @PrimaryGeneratedColumn()
    id: number;

    @Column({ type: 'jsonb', default: {} })
    data: object;
  }

  return [Commented, CommentedAnew, NumberedByDefault, NumberedAlways, IndexedAsTree, IndexedInverted, WithUuid, Bare, IndexedConcurrently];
}) as [CaseEntity, CaseEntity, CaseEntity, CaseEntity, CaseEntity, CaseEntity, CaseEntity, CaseEntity, CaseEntity];

const [commented, commentedAnew, numberedByDefault, numberedAlways, , , withUuid, bare] = makeWith(defaultTypeOrm);

/** TypeORM 0.3 has no method of an index. */
const [, , , , indexedAsTree, indexedInverted, , , indexedConcurrently] = makeWith('1');

/** TypeORM 0.3 does not escape a quote in the comment of a table (0.3.31, PostgresQueryRunner.createTable), so it cannot judge. */
const quoted: Pick<Case, 'beyondTypeOrm'> = defaultTypeOrm === '0.3' ? { beyondTypeOrm: 'it does not escape quotes' } : {};

/** What an `EntitySchema` cannot say. */
export const decoratedCases: readonly Case[] = [
  { name: 'another comment on a table', before: [commented], data: 'INSERT INTO item DEFAULT VALUES', after: [commentedAnew], ...quoted },
  { name: 'a comment on a table less', before: [commented], after: [bare] },
  {
    name: 'an identity column, always instead of by default',
    before: [numberedByDefault],
    data: "INSERT INTO item (note) VALUES ('a')",
    after: [numberedAlways],
    operations: ['alter column item.id: generation identityByDefault → identityAlways'],
  },
  { name: 'another method of a named index', version: '1', before: [indexedAsTree], data: 'INSERT INTO item DEFAULT VALUES', after: [indexedInverted] },
  {
    name: 'an index that is built concurrently',
    version: '1',
    before: [indexedInverted],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [indexedConcurrently],
    beyondTypeOrm: 'it synchronizes in a transaction, in which PostgreSQL builds no index concurrently',
  },
  { name: 'a generated uuid more', before: [bare], data: 'INSERT INTO item DEFAULT VALUES', after: [withUuid] },
];
