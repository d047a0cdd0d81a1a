import { sameName } from '../model/identity.js';
import type { AcceptedHazard } from '../operation/operation.js';
import { type ObjectOperation, targetOf } from '../operation/target.js';
import { validate } from './constraints.js';
import * as exchange from './exchange.js';
import { together } from './link.js';
import { findRetyped, type Retyped } from './retyping.js';
import { type Standing, standingOn } from './standing.js';
import { doneElsewhere, type FindWay, type Step, type Surroundings, way, type Way } from './way.js';

/**
 * Gives columns another type by second ones, which triggers keep up to date while the rows that are there are filled, and beside which all is built that
 * stands on the columns; then the ones take the places of the others in a moment. All of it is the way of the first of them: they change places together.
 */
export function retypedWay(surroundings: Surroundings): FindWay {
  const columns = findRetyped(surroundings);
  const [first] = columns;
  if (first === undefined) return () => null;
  const standing = standingOn(columns, surroundings);
  const whole = wholeWay(columns, standing, surroundings);
  return (operation): Way | null => {
    if (operation === first.operation) return whole;
    if (columns.some((column) => column.operation === operation)) return { ...whole, steps: [] };
    return isRemade(operation, standing) ? doneElsewhere : null;
  };
}

/** Whether an operation takes away or makes again what stands on the columns. */
function isRemade(operation: ObjectOperation, { keys, indexes, checks, references, views }: Standing): boolean {
  if (operation.verb !== 'drop' && operation.verb !== 'create') return false;
  const { name } = targetOf(operation).to;
  switch (operation.kind) {
    case 'view':
      return views.some(({ from }) => sameName(from, { schema: operation.schema, name }));
    case 'primaryKey':
    case 'unique':
      return keys.some((each) => sameName(each.table, operation.table) && each.value.name === name);
    case 'index':
      return indexes.some((each) => sameName(each.table, operation.table) && each.value.name === name);
    case 'check':
      return checks.some((each) => sameName(each.table, operation.table) && each.value.from.name === name);
    case 'foreignKey':
      return references.some((each) => sameName(each.table, operation.table) && each.value.name === name);
    default:
      return false;
  }
}

function wholeWay(columns: readonly Retyped[], standing: Standing, surroundings: Surroundings): Way {
  const { dialect } = surroundings;
  const leaving = columns.map(({ operation: { using }, ...column }) => ({
    ...column,
    forth: using.to ?? dialect.quoteIdentifier(column.name),
    back: using.from ?? dialect.quoteIdentifier(column.name),
  }));
  const directions = exchange.thereAndBack({ columns: leaving, standing, dialect });
  const isKept = columns.every(({ operation: { using }, from, to }) => using.to === null && dialect.holdsAll({ from: from.type, to: to.type }));
  return way(expand(directions.there), fill(directions.there, surroundings), { ...change(directions, surroundings), accepts: { up: isKept ? [lost, opaque] : [opaque], down: [opaque] } });
}

function expand(there: exchange.Exchange): Step {
  const [demands, { start, stop }] = [exchange.demands(there), exchange.copying(there)];
  return {
    stage: 'expand',
    up: [...exchange.addBeside(there), ...demands, ...start],
    down: [...stop, ...exchange.dropChecks(demands), ...exchange.dropBeside(there)],
  };
}

/** No statement takes back that a check is valid, so on the way back each is made anew. */
function fill(there: exchange.Exchange, surroundings: Surroundings): Step {
  const [builds, demands] = [exchange.buildIndexes(there), exchange.demands(there)];
  return {
    stage: 'backfill',
    up: [...exchange.fills(there), ...builds, ...demands.map(validate), ...exchange.analyse(there)],
    down: [...together([...exchange.dropChecks(demands), ...demands], surroundings), ...exchange.dropIndexes(builds)],
  };
}

/** The way back begins as the way there does, with columns of the type of before; and it leaves those that go beside them, so it builds for both. */
function change({ there, back }: ReturnType<typeof exchange.thereAndBack>, surroundings: Surroundings): Step {
  const demands = [...exchange.demands(back), ...exchange.demands(there, asTheyAre)];
  return {
    stage: 'switch',
    up: exchange.changePlaces(there, exchange.dropBeside(back)),
    down: exchange.changePlaces(back, [...exchange.strip(back), ...exchange.copying(there).start]),
    outside: {
      up: { after: exchange.validateRemade(there) },
      down: {
        before: [
          ...together([...exchange.addBeside(back), ...demands, ...exchange.copying(back).start], surroundings),
          ...exchange.fills(back),
          ...exchange.buildIndexes(back),
          ...exchange.buildIndexes(there, asTheyAre),
          ...demands.map(validate),
          ...exchange.analyse(back),
        ],
        after: exchange.validateRemade(back),
      },
    },
  };
}

/** What changing places does by intent. */
const lost: AcceptedHazard = { code: 'data/lost', reason: 'all that the columns held is in those that have taken their places' };
const opaque: AcceptedHazard = { code: 'sql/opaque', reason: 'gives the columns that come what the others had: privileges, settings, sequences' };

const asTheyAre = (name: string): string => name;
