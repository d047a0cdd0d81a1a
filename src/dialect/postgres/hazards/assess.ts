import { refKey, topLevelRef } from '../../../model/identity.js';
import type { Operation } from '../../../operation/operation.js';
import { targetOf } from '../../../operation/target.js';
import type { AssessmentContext, Hazard } from '../../hazard.js';
import { hazards } from './operation.js';

/**
 * What each step can do to data or to a running system. What happens to a table that the same steps create can harm nobody: it has
 * no rows yet. What goes with a table needs no word of its own, nor does what is made again.
 */
export function assess(steps: readonly Operation[], _context: AssessmentContext): Promise<readonly (readonly Hazard[])[]> {
  const created = new Set(steps.flatMap((operation) => (operation.verb === 'create' ? refKey(targetOf(operation).to) : [])));
  const dropped = new Set(steps.flatMap((operation) => (operation.verb === 'drop' ? refKey(targetOf(operation).to) : [])));
  const isOn = (tables: ReadonlySet<string>, operation: Operation): boolean => 'table' in operation && tables.has(refKey(topLevelRef('table', operation.table)));
  const isMoot = (operation: Operation): boolean => isOn(dropped, operation) || (operation.verb === 'drop' && created.has(refKey(targetOf(operation).to)));
  return Promise.resolve(
    steps.map((operation) => {
      if (isOn(created, operation)) return [];
      return hazards(operation).filter(({ code }) => code !== 'unmanaged/lost' || !isMoot(operation));
    }),
  );
}
