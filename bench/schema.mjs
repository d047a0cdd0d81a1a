import { EntitySchema } from 'typeorm';

/**
 * Entities for `count` tables: 12 columns of mixed types with defaults, 2 foreign keys, 2 indexes, 1 unique,
 * 1 check and 1 enum each, so that every part of a comparison has work to do.
 */
export function entities(count) {
  return Array.from({ length: count }, (_, number) => entity(number, count));
}

const nameOf = (number) => `bench_${String(number).padStart(4, '0')}`;

const entity = (number, count) =>
  new EntitySchema({
    name: nameOf(number),
    columns: {
      id: { type: 'integer', primary: true, generated: 'increment' },
      code: { type: 'varchar', length: 40 },
      title: { type: 'varchar', length: 200, default: 'untitled' },
      amount: { type: 'numeric', precision: 12, scale: 2, default: 0 },
      rate: { type: 'double precision', default: 1.5 },
      active: { type: 'boolean', default: true },
      state: { type: 'enum', enum: ['new', 'open', 'done'], default: 'new' },
      data: { type: 'jsonb', default: {} },
      note: { type: 'text', nullable: true },
      created_at: { type: 'timestamptz', default: () => 'now()' },
      left_id: { type: 'integer', nullable: true },
      right_id: { type: 'integer', nullable: true },
    },
    uniques: [{ columns: ['code'] }],
    indices: [{ columns: ['title'] }, { columns: ['state', 'created_at'], where: 'active' }],
    checks: [{ expression: 'amount >= 0' }],
    foreignKeys: [
      { target: nameOf((number + 1) % count), columnNames: ['left_id'], referencedColumnNames: ['id'] },
      { target: nameOf((number + 7) % count), columnNames: ['right_id'], referencedColumnNames: ['id'], onDelete: 'CASCADE' },
    ],
  });
