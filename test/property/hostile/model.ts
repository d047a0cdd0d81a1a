import fc from 'fast-check';
import type { EntitySchemaColumnOptions, EntitySchemaOptions } from 'typeorm';
import { quoteIdentifier, quoteLiteral, quoteName, truncateIdentifier } from '../../../src/dialect/postgres/quote.js';
import { hostileName, hostileText } from './texts.js';

/** Every text of entities that a database has to take as it is. */
export interface HostileModel {
  readonly schema: string;
  /** Of two tables and a view. */
  readonly relations: readonly string[];
  /** Of a text, of an enum, of a number, of what is new. */
  readonly columns: readonly string[];
  /** Of keys, checks, uniques and indexes. */
  readonly constraints: readonly string[];
  readonly enumName: string;
  /** The last one is new, too. */
  readonly values: readonly string[];
  /** Of the default, of comments, and in expressions; before and after a change. */
  readonly texts: readonly string[];
}

/** A name of a schema or relation with a dot is a path to TypeORM. */
const withoutDot = (name: string): string => name.replaceAll('.', '·');

const different = (name: fc.Arbitrary<string>, count: number): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(name, { selector: (each) => truncateIdentifier(withoutDot(each)), minLength: count, maxLength: count });

/** PostgreSQL cuts a name where an entity makes it too long. */
const anyLength = fc.oneof({ weight: 3, arbitrary: hostileName }, { weight: 1, arbitrary: hostileText }).filter((name) => truncateIdentifier(name) !== 'id');

/** A schema has one list of names for its tables, views and indexes, and the indexes of its keys are among them; a table is a type, too. */
export const hostileModels: fc.Arbitrary<HostileModel> = fc.record({
  schema: anyLength.map(withoutDot),
  names: different(anyLength, 11),
  columns: different(anyLength, 4),
  values: different(hostileName, 4),
  texts: fc.array(hostileText, { minLength: 5, maxLength: 5 }),
}).map(({ names, ...model }) => {
  const [enumName = '', ...relations] = names.slice(0, 4).map(withoutDot);
  return { ...model, enumName, relations, constraints: names.slice(4) };
});

const at = (list: readonly string[], position: number): string => list[position] ?? '';

/** The entities, before and after a change of everything that can change while the names stay. */
export function entitiesOf(model: HostileModel, isAfter: boolean): readonly EntitySchemaOptions<object>[] {
  return [ownerOf(model, isAfter), ...(isAfter ? [viewOf(model)] : []), partOf(model, isAfter)];
}

function ownerOf({ schema, relations, columns, constraints, enumName, values, texts }: HostileModel, isAfter: boolean): EntitySchemaOptions<object> {
  const text = quoteIdentifier(truncateIdentifier(at(columns, 0)));
  const added: Record<string, EntitySchemaColumnOptions> = isAfter ? { added: { name: at(columns, 3), type: 'text', nullable: true, default: at(texts, 2) } } : {};
  return {
    name: 'Owner',
    tableName: at(relations, 0),
    schema,
    columns: {
      id: { type: 'integer', primary: true, generated: 'increment', primaryKeyConstraintName: at(constraints, 0) },
      text: { name: at(columns, 0), type: 'text', default: at(texts, isAfter ? 0 : 1), comment: at(texts, 3) },
      state: { name: at(columns, 1), type: 'enum', enum: values.slice(0, isAfter ? 4 : 3), enumName, default: at(values, isAfter ? 3 : 0) },
      ...added,
    },
    checks: [{ name: at(constraints, 1), expression: `${text} <> ${quoteLiteral(at(texts, isAfter ? 4 : 3))}` }],
    uniques: [{ name: at(constraints, 2), columns: ['text', 'id'] }],
    indices: [{ name: at(constraints, 3), columns: ['state'], where: `${text} > ${quoteLiteral(at(texts, 4))}` }, ...(isAfter ? [{ name: at(constraints, 4), columns: ['added'] }] : [])],
  };
}

/** A table in the default schema that refers to the other. */
const partOf = ({ relations, columns, constraints }: HostileModel, isAfter: boolean): EntitySchemaOptions<object> => ({
  name: 'Part',
  tableName: at(relations, 1),
  columns: { id: { type: 'integer', primary: true, generated: 'identity', primaryKeyConstraintName: at(constraints, 5) }, owner: { name: at(columns, 2), type: 'integer', nullable: isAfter } },
  foreignKeys: [{ name: at(constraints, 6), target: 'Owner', columnNames: ['owner'], referencedColumnNames: ['id'] }],
});

function viewOf({ schema, relations, columns, texts }: HostileModel): EntitySchemaOptions<object> {
  const [table, column] = [truncateIdentifier(at(relations, 0)), truncateIdentifier(at(columns, 0))];
  const expression = `SELECT ${quoteIdentifier(column)} || ${quoteLiteral(at(texts, 0))} AS ${quoteIdentifier(column)} FROM ${quoteName({ schema: truncateIdentifier(schema), name: table })}`;
  return { name: 'View', type: 'view', tableName: at(relations, 2), schema, expression, columns: { text: { name: at(columns, 0), type: 'text' } } };
}
