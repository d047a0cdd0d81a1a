import { createRequire } from 'node:module';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import ts from 'typescript';
import { LimbeckError } from '../../src/kernel/errors.js';
import type { Operation } from '../../src/operation/operation.js';
import { withContext } from '../../src/runtime/context.js';
import { dialectFor } from '../../src/runtime/dialects.js';
import type { Direction } from '../../src/runtime/events.js';
import { operations } from '../../src/runtime/op.js';

/** The one class that the text of a revision file exports, compiled and run. */
export function classOf(text: string): new () => MigrationInterface {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const exported: Record<string, unknown> = {};
  const require = createRequire(__filename);
  const load = (name: string): unknown => (name === 'limbeck' ? { LimbeckError, operations } : require(name));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text under test is a program
  const run = new Function('exports', 'require', outputText) as (exports: object, require: (name: string) => unknown) => void;
  run(exported, load);
  const classes = Object.values(exported).filter((value) => typeof value === 'function');
  expect(classes).toHaveLength(1);
  return classes[0] as new () => MigrationInterface;
}

/** The operations that one direction of a revision file does, in a project whose default namespace is `namespace`. */
export async function recordSource(text: string, direction: Direction, namespace: string): Promise<readonly Operation[]> {
  const migration = new (classOf(text))();
  const recorded: Operation[] = [];
  // Nothing asks a connection while operations are only recorded.
  const queryRunner = {} as QueryRunner;
  const sink = { mode: 'record' as const, outside: (work: () => Promise<void>) => work(), collect: (operation: Operation) => void recorded.push(operation) };
  await withContext(queryRunner, { dialect: dialectFor('postgres'), namespace, revision: null, direction, arguments: {}, sink }, () => migration[direction](queryRunner));
  return recorded;
}
