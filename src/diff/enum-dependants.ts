import { refKey, sameName } from '../model/identity.js';
import type { Expression, QualifiedName, Schema, Table } from '../model/schema.js';
import type { Alter, Change, Operation } from '../operation/operation.js';
import { isObjectOperation, targetOf } from '../operation/target.js';
import { rebuild, staying } from './rebuild.js';

/**
 * Adds what checks, exclusions and partial indexes that stay must suffer when an enum type which they name is made anew:
 * they compare with values of the old type, so they are dropped before and created after.
 */
export function rebuildEnumDependants(operations: readonly Operation[], tables: readonly Change<Table>[], schema: Schema): Operation[] {
  const alterations = operations.filter(isRebuild);
  const planned = new Set(operations.flatMap((operation) => (isObjectOperation(operation) ? refKey(targetOf(operation).to) : [])));
  const isPlanned = (operation: Operation): boolean => isObjectOperation(operation) && planned.has(refKey(targetOf(operation).to));
  const rebuilt = alterations.flatMap((alteration) => {
    const spellings = spellingsOf(alteration, schema);
    return tables
      .filter(({ to }) => convertedTables(alteration).some((table) => sameName(table, to)))
      .flatMap((change) => dependants(change, (text) => spellings.some((spelling) => text.includes(spelling))));
  });
  return [...operations, ...rebuilt.filter((operation) => !isPlanned(operation))];
}

const isRebuild = (operation: Operation): operation is Alter<'enum'> =>
  operation.verb === 'alter' && operation.kind === 'enum' && operation.convert.from.length + operation.convert.to.length > 0;

const convertedTables = ({ convert }: Alter<'enum'>): QualifiedName[] => [...convert.from, ...convert.to].map(({ table }) => table);

/** How expressions name the type. */
const spellingsOf = (type: QualifiedName, { typeNames }: Schema): string[] =>
  Object.entries(typeNames).flatMap(([spelling, name]) => (sameName(name, { schema: type.schema, name: type.name }) ? [`::${spelling}`] : []));

/** Drops and creations of the members that stay as they are and name the type. */
const dependants = ({ from, to }: Change<Table>, names: (text: Expression) => boolean): Operation[] => [
  ...rebuild('check', to, staying(from.checks, to.checks).filter(({ expression }) => names(expression))),
  ...rebuild('exclusion', to, staying(from.exclusions, to.exclusions).filter(({ definition }) => names(definition))),
  ...rebuild('index', to, staying(from.indexes, to.indexes).filter(({ where }) => where !== null && names(where))),
];
