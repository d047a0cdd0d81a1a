import { postgres } from '../../src/dialect/postgres/dialect.js';
import type { AssessmentContext, Hazard } from '../../src/dialect/hazard.js';
import type { Operation } from '../../src/operation/operation.js';

/** A revision in a transaction, on a server that is not known. */
export const anyContext: AssessmentContext = { serverVersion: null, minorVersion: null, isTransaction: true, lockTimeoutMs: 0, statementTimeoutMs: 0, namespace: 'public' };

/** What each step is said to do, in a revision of these steps. */
export const assess = (steps: readonly Operation[], context: Partial<AssessmentContext> = {}): Promise<readonly (readonly Hazard[])[]> =>
  postgres.assess(steps, { ...anyContext, ...context });

/** What a revision of this step alone is said to do. */
export async function hazardsOf(operation: Operation, context: Partial<AssessmentContext> = {}): Promise<readonly Hazard[]> {
  const [hazards = []] = await assess([operation], context);
  return hazards;
}
