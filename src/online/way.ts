import type { Dialect, ReadLocks } from '../dialect/dialect.js';
import type { QualifiedName, Schema } from '../model/schema.js';
import type { AcceptedHazard, Change, Execute, Operation } from '../operation/operation.js';
import type { ObjectOperation } from '../operation/target.js';
import { wayBack } from '../plan/plan.js';
import { isAfter, type Stage } from './stage.js';

/** What of an operation is done at one stage, there and back: `down` leads to the very catalog from before. */
export interface Step {
  readonly stage: Stage;
  readonly up: readonly Operation[];
  readonly down: readonly Operation[];
  /** What is done outside the transaction of the rest, so that nobody waits for it; left out: nothing. */
  readonly outside?: { readonly up?: Outside; readonly down?: Outside };
  /** What of it is meant where it is one text; left out: nothing. */
  readonly accepts?: { readonly up: readonly AcceptedHazard[]; readonly down: readonly AcceptedHazard[] };
}

/** What takes long on one way of a step: ahead of its transaction, which is then a short one, and after it. */
export interface Outside {
  readonly before?: readonly Operation[];
  readonly after?: readonly Operation[];
}

/** The steps that an operation becomes, each at a later stage than the one before. */
export interface Way {
  readonly steps: readonly Step[];
  /** Whether old code can go on until the phase in which it is gone. */
  readonly sparesOldCode: boolean;
  /** The stage at which it needs what the operation stands on. */
  readonly beginsAt: Stage;
  /** The stage from which on what stands on the operation finds it done. */
  readonly doneAt: Stage;
}

/** What is known of a database whose tables others use meanwhile. */
export interface Surroundings {
  readonly dialect: Pick<Dialect, 'quoteIdentifier' | 'copyPrivileges' | 'copyTrigger' | 'moveColumns' | 'moveIndexMarks' | 'keepComments' | 'holdsAll' | 'mentions' | 'render' | 'lockTables'>;
  readonly readLocks: ReadLocks;
  /** Before and after the whole plan, under the names of after. */
  readonly schemas: Change<Schema>;
  /** All operations of the plan, in order. */
  readonly operations: readonly Operation[];
  /** Whether the table is there, and no partitioned one. */
  readonly isOrdinary: (table: QualifiedName) => boolean;
  /** Whether it is such a table, and large enough for others to wait for what is done to it. */
  readonly isBusy: (table: QualifiedName) => boolean;
  /** Whether the database writes a table anew for this operation, or did not say. */
  readonly isRewriting: (operation: Operation) => boolean;
}

/** Turns one kind of operation into steps that others can work beside; `null` for any other. */
export type FindWay = (operation: ObjectOperation, surroundings: Surroundings) => Way | null;

/** A step of one operation, undone as it is by itself. */
export const step = (stage: Stage, operation: Operation): Step => ({ stage, up: [operation], down: wayBack([operation]) });

/** The way that ends with its last step. */
export const way = (...steps: readonly [Step, ...Step[]]): Way => ({ steps, sparesOldCode: steps.length > 1, beginsAt: steps[0].stage, doneAt: (steps.at(-1) ?? steps[0]).stage });

/** The operation as it is, at one stage. */
export const plainly = (operation: Operation, stage: Stage = 'expand'): Way => way(step(stage, operation));

/** The way of what the steps of another operation do; nothing waits for it, as those stand where they must. */
export const doneElsewhere: Way = { steps: [], sparesOldCode: true, beginsAt: 'contract', doneAt: 'expand' };

/** SQL whose way back is other SQL. */
export const execute = (up: string): Execute => ({ verb: 'execute', up, down: null });

export const quotedPath = ({ schema, name }: QualifiedName, { quoteIdentifier }: Pick<Dialect, 'quoteIdentifier'>): string => [schema, name].map(quoteIdentifier).join('.');

/** Whether `way` is done too late for what `other` begins with. */
export const isTooLate = (done: Way | undefined, other: Way | undefined): boolean => done !== undefined && other !== undefined && isAfter(done.doneAt, other.beginsAt);
