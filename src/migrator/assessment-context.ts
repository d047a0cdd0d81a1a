import type { AssessmentContext } from '../dialect/hazard.js';
import type { CompleteOptions } from './options.js';

/** How a revision that is being written will run, on a server that is not known yet. */
export const contextOfNew = (namespace: string, { transaction, lockTimeoutMs, statementTimeoutMs }: Pick<CompleteOptions, 'transaction' | 'lockTimeoutMs' | 'statementTimeoutMs'>): AssessmentContext => ({
  serverVersion: null,
  minorVersion: null,
  isTransaction: transaction !== 'none',
  lockTimeoutMs,
  statementTimeoutMs,
  namespace,
});
