import { asksForValue } from '../model/column.js';
import { refKey, topLevelRef } from '../model/identity.js';
import type { Operation } from '../operation/operation.js';
import { isObjectOperation, type ObjectOperation, targetOf } from '../operation/target.js';

/** Whether code from before `operations` fails after them: what it reads is gone or called otherwise, or what it writes is refused. */
export function breakOldCode(operations: readonly Operation[]): boolean {
  const objects = operations.filter(isObjectOperation);
  const created = new Set(objects.flatMap((operation) => (operation.verb === 'create' && operation.kind === 'table' ? [refKey(targetOf(operation).to)] : [])));
  return objects.some((operation) => !('table' in operation && created.has(refKey(topLevelRef('table', operation.table)))) && breaksOldCode(operation));
}

function breaksOldCode(operation: ObjectOperation): boolean {
  switch (operation.verb) {
    case 'create':
      return isRefusing(operation);
    case 'drop':
      return isNamedByQueries(operation);
    case 'rename':
      return isNamedByQueries(operation);
    case 'alter':
      return isBreakingAlteration(operation);
    case 'validate':
      return false;
  }
}

/** Queries name these; what else has a name is of no concern to them. */
const isNamedByQueries = ({ kind }: ObjectOperation): boolean => ['namespace', 'extension', 'enum', 'table', 'column', 'view', 'materializedView'].includes(kind);

function isRefusing(operation: Extract<ObjectOperation, { readonly verb: 'create' }>): boolean {
  switch (operation.kind) {
    case 'primaryKey':
    case 'unique':
    case 'check':
    case 'exclusion':
    case 'foreignKey':
      return true;
    case 'index':
      return operation.value.unique;
    case 'column':
      return asksForValue(operation.value);
    default:
      return false;
  }
}

function isBreakingAlteration(operation: Extract<ObjectOperation, { readonly verb: 'alter' }>): boolean {
  switch (operation.kind) {
    case 'column':
      return (operation.changes.type ?? operation.changes.generated ?? operation.changes.generation) !== undefined || operation.changes.nullable?.to === false;
    case 'enum': {
      const { values } = operation.changes;
      return 'schema' in operation.changes || (operation.renamed ?? []).length > 0 || (values?.from ?? []).some((value) => values?.to.includes(value) !== true);
    }
    case 'table':
      return 'schema' in operation.changes;
    case 'view':
      return operation.anew.to;
    default:
      return false;
  }
}
