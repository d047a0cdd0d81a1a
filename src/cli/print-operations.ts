import type { Hazard } from '../dialect/hazard.js';
import { indent } from '../kernel/text.js';
import { visible } from '../kernel/visible.js';
import { describe } from '../operation/describe.js';
import type { Operation } from '../operation/operation.js';
import { isObjectOperation, targetOf } from '../operation/target.js';
import type { Paint } from './paint.js';

/** How operations are shown. */
export interface OperationView {
  /** The namespace that is left out of names. */
  readonly namespace: string;
  readonly hazards: ReadonlyMap<Operation, readonly Hazard[]>;
  readonly paint: Paint;
}

/** One line for each operation, and below it its hazards. */
export function printOperations(operations: readonly Operation[], view: OperationView): string {
  return operations.map((operation) => printOperation(operation, view)).map(indent).join('\n');
}

/** As {@link printOperations}, by what the operations work on: each table with its members, where there are several. */
export function printGrouped(operations: readonly Operation[], view: OperationView): string {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const subject = subjectOf(operation, view.namespace);
    groups.set(subject, [...(groups.get(subject) ?? []), operation]);
  }
  if (groups.size <= 1) return printOperations(operations, view);
  return [...groups].map(([subject, own]) => indent(`${view.paint('bold', visible(subject))}\n${printOperations(own, view)}`)).join('\n');
}

/** The table, or the object beside tables, that an operation works on; operations on what is called alike stand together. */
function subjectOf(operation: Operation, namespace: string): string {
  if ('table' in operation) return nameOf(operation.table, namespace);
  if (!isObjectOperation(operation)) return 'SQL';
  const { schema, name } = targetOf(operation).to;
  return nameOf({ schema, name }, namespace);
}

const nameOf = ({ schema, name }: { readonly schema: string | null; readonly name: string }, namespace: string): string => (schema === null || schema === namespace ? name : `${schema}.${name}`);

/** By what becomes of an object. */
const styles: { readonly [V in Operation['verb']]: Parameters<Paint>[0] } = {
  create: 'green',
  alter: 'yellow',
  drop: 'red',
  rename: 'cyan',
  validate: 'cyan',
  backfill: 'cyan',
  execute: 'cyan',
};

function printOperation(operation: Operation, view: OperationView): string {
  const [verb = '', ...rest] = describe(operation, view.namespace).split(' ');
  const hazards = view.hazards.get(operation) ?? [];
  return [[view.paint(styles[operation.verb], verb), ...rest].join(' '), ...hazards.map((hazard) => indent(printHazard(hazard, view)))].join('\n');
}

const printHazard = ({ code, message, hint }: Hazard, { paint }: OperationView): string => `${paint('yellow', `! ${code}`)}: ${visible(message)}\n${indent(paint('dim', visible(hint)))}`;
