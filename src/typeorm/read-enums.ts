import type { DataSource } from 'typeorm';
import { equal } from '../kernel/equal.js';
import { LimbeckError } from '../kernel/errors.js';
import { nameKey } from '../model/identity.js';
import type { EnumType, QualifiedName } from '../model/schema.js';
import type { ColumnMetadata } from './compat.js';
import type { Origin } from './entity-model.js';
import { originOfColumn, showOrigin } from './origins.js';
import { readEnum } from './read-columns.js';

/** An enum type and the column that says it first. */
interface EnumReading {
  readonly type: EnumType;
  readonly origin: Origin;
}

export interface Enums {
  readonly defined: readonly EnumReading[];
  /** Types that a column names without saying their values. Those that no other column defines are made elsewhere. */
  readonly external: readonly QualifiedName[];
}

/**
 * The enum types of `columns`, each once however many columns have it.
 *
 * @throws {LimbeckError} `entities/enum-conflict` when two columns give one type different values.
 */
export function readEnums(columns: readonly ColumnMetadata[], dataSource: DataSource): Enums {
  const defined = new Map<string, EnumReading>();
  const external = new Map<string, QualifiedName>();
  for (const column of columns) {
    const use = readEnum(column, dataSource);
    if (use === null) continue;
    const { name, values } = use;
    if (values === null) {
      external.set(nameKey(name), name);
      continue;
    }
    const reading = { type: { ...name, values }, origin: originOfColumn(column) };
    const first = defined.get(nameKey(name));
    if (first === undefined) defined.set(nameKey(name), reading);
    else if (!equal(first.type, reading.type)) throw conflict(first, reading);
  }
  return { defined: [...defined.values()], external: [...external.values()] };
}

function conflict(first: EnumReading, second: EnumReading): LimbeckError {
  return new LimbeckError('entities/enum-conflict', {
    type: `${first.type.schema}.${first.type.name}`,
    uses: [first, second].map(({ type, origin }) => ({ property: showOrigin(origin), values: type.values })),
  });
}
