import type { Node } from 'libpg-query';
import type { QualifiedName } from '../../../model/schema.js';
import { sameName } from '../../../model/identity.js';
import type { Operation } from '../../../operation/operation.js';
import type { AssessmentContext } from '../../hazard.js';
import { render } from '../ddl/ddl.js';
import type { Command, Fact, LockClaim } from '../sql/command.js';
import { maxIdentifierBytes } from '../quote.js';
import { columnOfNotNull } from '../sql/expression.js';
import type { SqlParser } from '../sql/parser.js';
import type { AlterScope } from '../sql/read-alter-table.js';
import { readCommand } from '../sql/read-command.js';
import { as } from '../sql/tree.js';
import { keepsRows } from '../type-rewrite.js';
import type { Reading } from './ledger.js';
import type { Proof } from './proofs.js';

/** The commands that a step sends. */
export interface ReadStep {
  readonly readings: readonly Reading[];
  /** Whether they run in one transaction wherever they run. */
  readonly isTogether: boolean;
  /** What PostgreSQL's parser says against texts of it. */
  readonly refusals: readonly string[];
  /** The names in them that PostgreSQL does not keep as they are. */
  readonly longNames: readonly string[];
}

export interface StepReader {
  readonly parser: SqlParser;
  readonly context: Pick<AssessmentContext, 'namespace'>;
}

/** What was read of a step, by the namespace of what its SQL names without one. */
const known = new WeakMap<Operation, ReadonlyMap<string, ReadStep>>();

/** Reads the statements that a step sends, those inside its DO blocks included; once, as a new revision is judged for the database and for its file. */
export function readStep(step: Operation, { parser, context }: StepReader): ReadStep {
  const before = known.get(step)?.get(context.namespace);
  if (before !== undefined) return before;
  const read = readStatements(step, { parser, context });
  known.set(step, new Map([...(known.get(step) ?? []), [context.namespace, read]]));
  return read;
}

function readStatements(step: Operation, { parser, context }: StepReader): ReadStep {
  // A backfill locks no more than a batch, and looks after itself.
  if (step.verb === 'backfill') return { readings: [], isTogether: false, refusals: [], longNames: [] };
  const scope: AlterScope = { namespace: context.namespace, keepsRows: rowKeeper(step) };
  const isOwn = step.verb !== 'execute';
  const texts = isOwn ? render(step).map(({ sql }) => sql) : [step.up];
  const parsed = texts.map((sql) => parser.parse(sql));
  const commands = parsed.flatMap((each) => ('refusal' in each ? [] : each.flatMap((node) => readBlock(node, { parser, scope }))));
  return {
    readings: [...commands, ...knownOf(step)].map((command) => ({ command, isOwn })),
    isTogether: !isOwn && !commands.some(controlsTransaction),
    refusals: parsed.flatMap((each) => ('refusal' in each ? [each.refusal] : [])),
    longNames: texts.filter((_, position) => !('refusal' in (parsed[position] ?? []))).flatMap((sql) => parser.namesOver(maxIdentifierBytes, sql)),
  };
}

/**
 * A text of several statements is one transaction unless it says otherwise.
 *
 * Source: PostgreSQL 18, 54.2.2.1 "Multiple Statements in a Simple Query".
 */
const controlsTransaction = ({ facts }: Command): boolean => facts.some((fact) => fact.does === 'control transaction' && fact.control !== 'savepoint');

interface BlockReader {
  readonly parser: SqlParser;
  readonly scope: AlterScope;
}

/** A command; of a DO block, what stands in it, each time that it may run. */
function readBlock(node: Node, reader: BlockReader): readonly Command[] {
  if (as('DoStmt', node) === undefined) return [readCommand(node, reader.scope)];
  const body = reader.parser.bodyOf(node);
  if (body === null) return [commandOf([opaqueBlock])];
  const inside = body.commands.map((sql) => reader.parser.parse(sql)).flatMap((each) => ('refusal' in each ? [] : each));
  return [...(body.isDynamic ? [commandOf([opaqueBlock])] : []), ...inside.flatMap((each) => readBlock(each, reader))];
}

const opaqueBlock: Fact = { does: 'run code', what: 'a DO block' };

const commandOf = (facts: readonly Fact[], claims: readonly LockClaim[] = []): Command => ({ facts, claims, outside: null, unqualified: [], given: [], strings: [] });

/** Whether the rows stay as they are when a column changes its type: who knows only the new one cannot say. */
function rowKeeper(step: Operation): AlterScope['keepsRows'] {
  if (step.verb !== 'alter' || step.kind !== 'column' || step.using.to !== null) return () => false;
  const { table, name, changes: { type } } = step;
  const isKept = type !== undefined && keepsRows(type.from, type.to);
  return (changed, column) => isKept && sameName(changed, table) && column === name;
}

/** What an operation locks besides what its text says. */
function knownOf(step: Operation): readonly Command[] {
  const lock = (tables: readonly QualifiedName[]): readonly Command[] => (tables.length === 0 ? [] : [commandOf([], [{ mode: 'access exclusive', tables, work: null }])]);
  if (step.verb === 'drop' && step.kind === 'foreignKey' && step.value !== null) return lock([step.value.references]);
  if (step.verb === 'drop' && step.kind === 'table' && step.value !== null) return lock(step.value.foreignKeys.map(({ references }) => references));
  const isCollated = step.verb === 'alter' && step.kind === 'column' && step.changes.collation !== undefined && step.changes.type === undefined;
  return isCollated ? [commandOf([], [{ mode: 'access exclusive', tables: [step.table], work: { kind: 'index build', reason: 'collation', column: step.name } }])] : [];
}

/** That a column has a value in every row, as a check says that was there all the time: this step drops it. */
export function proofsIn(step: Operation, parser: SqlParser): readonly Proof[] {
  if (step.verb !== 'drop' || step.kind !== 'check' || step.value === null) return [];
  const parsed = parser.parse(`SELECT ${step.value.expression}`);
  const [query] = 'refusal' in parsed ? [] : parsed;
  const column = columnOfNotNull(as('ResTarget', as('SelectStmt', query)?.targetList?.[0])?.val);
  return column === null ? [] : [{ table: step.table, column, check: step.name, isWhole: true }];
}
