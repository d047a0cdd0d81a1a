import type { ParseOptions } from '@swc/core';

type Parse = (source: string, options: ParseOptions) => unknown;

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The source with `never` for every `null` and `undefined` that a union type names.
 *
 * Without `strictNullChecks` `tsc` leaves them out of a union before it writes metadata: `string | null` is `String`. SWC
 * knows only the strict reading, `Object`, and has no option for the other; both leave out `never`.
 *
 * Source: TypeScript 5.9, `serializeUnionOrIntersectionConstituents`; tried in test/integration/loader.test.ts.
 */
export function withoutNullInUnions(source: string, parse: Parse): string {
  if (!/\|\s*(null|undefined)\b|\b(null|undefined)\s*\|/.test(source)) return source;
  const bytes = Buffer.from(source);
  const spans = [...nullSpans(parse(source, { syntax: 'typescript', decorators: true, target: 'es2022' }), false)];
  let result = '';
  let end = 0;
  for (const span of spans.sort((left, right) => left.start - right.start)) {
    result += `${bytes.toString('utf8', end, span.start)}never`;
    end = span.end;
  }
  return result + bytes.toString('utf8', end);
}

/** SWC counts bytes, from one. */
function* nullSpans(node: unknown, inUnion: boolean): Generator<Span> {
  if (Array.isArray(node)) for (const each of node) yield* nullSpans(each, inUnion);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  const { type, kind, span } = node as { readonly type?: unknown; readonly kind?: unknown; readonly span?: Span };
  if (inUnion && type === 'TsKeywordType' && (kind === 'null' || kind === 'undefined') && span !== undefined) {
    yield { start: span.start - 1, end: span.end - 1 };
  }
  for (const child of Object.values(node)) yield* nullSpans(child, type === 'TsUnionType');
}
