import fc from 'fast-check';
import { forms } from '../../src/model/complete.js';
import type { ObjectKind, Objects } from '../../src/model/schema.js';
import { callOf, operationsOf } from '../../src/operation/call.js';
import { describe as describeOperation } from '../../src/operation/describe.js';
import type { Operation } from '../../src/operation/operation.js';
import { reverse, reverseAll } from '../../src/operation/reverse.js';
import { forward } from '../support/forward.js';
import { kinds, objects, operations, undoables, texts } from './operations.js';

describe('reverse', () => {
  it('undone twice is as it was', () => {
    fc.assert(fc.property(undoables, (operation) => expect(reverse(reverse(operation))).toStrictEqual(operation)));
  });

  it('turns a list around', () => {
    fc.assert(
      fc.property(fc.array(undoables), (list) => {
        const back = reverseAll(list);
        expect(back).toStrictEqual([...list].reverse().map(reverse));
        expect(reverseAll(back)).toStrictEqual(list);
      }),
    );
  });

  it('leaves out what there is nothing to undo of', () => {
    const validation: Operation = { verb: 'validate', kind: 'check', table: { schema: 'public', name: 'product' }, name: 'positive' };
    fc.assert(fc.property(fc.array(undoables), (list) => expect(reverseAll([validation, ...list, validation])).toStrictEqual(reverseAll(list))));
  });

  it('makes the opposite', () => {
    const opposites = { create: 'drop', drop: 'create', alter: 'alter', rename: 'rename', execute: 'execute' };
    fc.assert(fc.property(undoables, (operation) => expect(reverse(operation).verb).toBe(opposites[operation.verb])));
  });
});

describe('what an author may leave out', () => {
  const completed = <K extends ObjectKind>(kind: K, value: Objects[K], namespace: string): Objects[K] =>
    forms[kind].complete(forms[kind].abbreviate(value, namespace), namespace);

  it.each(kinds)('completes what was abbreviated: %s', (kind) => {
    fc.assert(
      fc.property(objects[kind], fc.oneof(fc.constant('public'), texts), (value, namespace) => expect(completed(kind, value, namespace)).toStrictEqual(value)),
    );
  });

  it.each(kinds)('lists the properties in one order, however the object was made: %s', (kind) => {
    const turned = (value: object): object => Object.fromEntries(Object.entries(value).reverse());
    fc.assert(
      fc.property(objects[kind] as fc.Arbitrary<Objects['column']>, (value) => {
        const form = forms[kind as 'column'];
        expect(JSON.stringify(form.abbreviate(turned(value) as Objects['column'], 'public'))).toBe(JSON.stringify(form.abbreviate(value, 'public')));
      }),
    );
  });
});

describe('calls of op', () => {
  it('do what they were written for', () => {
    fc.assert(
      fc.property(operations, texts, (operation, namespace) => {
        expect(operationsOf(callOf(operation, namespace), namespace)).toStrictEqual(forward(operation));
      }),
    );
  });
});

describe('describe', () => {
  it('gives one line, without the default namespace', () => {
    fc.assert(
      fc.property(operations, (operation: Operation) => {
        expect(describeOperation(operation, 'public')).toMatch(/^(?:create|add|drop|alter|rename|validate|backfill|execute) .*$/u);
      }),
    );
  });
});
