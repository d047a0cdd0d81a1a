import fc from 'fast-check';
import { classNameOf } from '../../src/revision/names.js';
import { readMetadata } from '../../src/revision/read-metadata.js';
import { writeSource, type RevisionSource } from '../../src/revision/source/source.js';
import { reverseAll } from '../../src/operation/reverse.js';
import { forward } from '../support/forward.js';
import { classOf, recordSource } from '../support/run-source.js';
import { operations, texts } from './operations.js';

const ids = fc.stringMatching(/^[0-9a-f]{12}$/);
const messages = fc.oneof(texts, fc.constantFrom('add */ now', '*\\/', '/**/', '* @deprecated', 'two\nlines', '\u202eevil', '日本 ½ x')).map((text) => `add ${text}`);
const steps = fc.array(operations, { maxLength: 5 });

const sources: fc.Arbitrary<RevisionSource> = fc
  .tuple(messages, fc.uniqueArray(ids, { minLength: 1, maxLength: 4 }), steps, fc.array(texts))
  .map(([message, [revision = '', ...parents], list, hazards]) => {
    const noted = hazards.map((text) => ({ code: 'data/lost' as const, message: text }));
    const stepOf = (operation: (typeof list)[number]) => ({ operation, hazards: noted });
    const [parent] = parents;
    return {
      message,
      revision,
      downRevision: parents.length > 1 ? parents : (parent ?? null),
      className: classNameOf(message, 1_720_000_000_000),
      namespace: 'public',
      up: list.map(stepOf),
      down: reverseAll(list).map(stepOf),
    };
  });

/** Each run writes a whole file, some 20 ms of ts-morph's time. */
const numRuns = 40;

describe('the text of a revision file', () => {
  it('does what it was written for, both ways', async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (source) => {
        const text = Buffer.from(await writeSource(source), 'utf8').toString('utf8');
        expect(await recordSource(text, 'up', 'public')).toStrictEqual(source.up.flatMap(({ operation }) => forward(operation)));
        const down = 'irreversible' in source.down ? [] : source.down;
        expect(await recordSource(text, 'down', 'public')).toStrictEqual(down.flatMap(({ operation }) => forward(operation)));
      }),
      { numRuns },
    );
  });

  it('says the same to those who read it and to those who run it', async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (source) => {
        const text = Buffer.from(await writeSource(source), 'utf8').toString('utf8');
        const [read] = readMetadata(text, 'file.ts');
        const run = classOf(text) as ReturnType<typeof classOf> & { readonly revision: unknown; readonly downRevision: unknown };
        expect({ revision: run.revision, downRevision: run.downRevision, name: new run().name }).toEqual({
          revision: source.revision,
          downRevision: source.downRevision,
          name: source.className,
        });
        expect(read).toMatchObject({
          id: source.revision,
          parents: [source.downRevision].flat().filter((id) => id !== null),
          name: source.className,
          className: source.className,
          timestampMs: 1_720_000_000_000,
        });
      }),
      { numRuns },
    );
  });

  it('gives the message back', async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (source) => {
        // What is not visible or breaks the line is not kept; everything else is.
        const visible = source.message.replace(/[\s\p{Cc}]+/gu, ' ').replace(/[\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
        expect(readMetadata(await writeSource(source), 'file.ts')[0]?.message).toBe(visible);
      }),
      { numRuns },
    );
  });

  it('is the same each time', async () => {
    await fc.assert(fc.asyncProperty(sources, async (source) => expect(await writeSource(source)).toBe(await writeSource(structuredClone(source)))), { numRuns: 10 });
  });
});
