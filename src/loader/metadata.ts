import type { ModuleFormat } from './module-format.js';
import { loosenImports, loosenRequires } from './type-imports.js';

/** SWC's `typeof a.B === "undefined" ? Object : a.B`; the expression is caught. */
const typeReference = /typeof [\p{ID_Continue}$.]+ === "undefined"(?: \|\| typeof [\p{ID_Continue}$.]+ === "undefined")* \? Object : ([\p{ID_Continue}$.]+)/gu;
const metadataCall = /_ts_metadata\("design:\w+", (?:\[[^\]]*\]|.*)\)(?=,?$)/gm;

/**
 * `tsc` asks its type checker what the type of a property is when the program runs; SWC sees one file, writes an expression
 * and hopes. This makes the expression give what `tsc` gives, except that an imported alias of a basic type gives `Object`:
 *
 * - a class that an import cycle has not made yet gives `Object`, and does not throw;
 * - an enum, or an object that stands for one, gives `String`, `Number`, or `Object` when it has both;
 * - an interface imported as if it were a value gives `Object`, and may be missing in the module, and the module too.
 *
 * Source: TypeScript 5.9, `serializeTypeReferenceNode`; @swc/core 1.16.22 for the text that is looked for.
 */
export function completeMetadata(code: string, format: ModuleFormat): string {
  const names = new Set<string>();
  const guarded = code.replace(metadataCall, (call) =>
    call.replace(typeReference, (_, expression: string) => {
      names.add(expression.split('.', 1)[0] ?? expression);
      return `_limbeck_type(()=>${expression})`;
    }),
  );
  if (names.size === 0) return code;
  return (format === 'module' ? loosenImports(guarded, names) : loosenRequires(guarded, names)) + helper;
}

/** At the end of the file, where it moves no line: a function is there before the code above it runs. */
const helper = `
function _limbeck_type(read) {
  let type;
  try { type = read(); } catch (error) { if (!(error instanceof ReferenceError)) throw error; }
  if (typeof type !== "object" || type === null) return typeof type === "function" ? type : Object;
  const kinds = new Set(Object.keys(type).filter((key) => !/^-?[0-9]/.test(key)).map((key) => typeof type[key]));
  if (kinds.size !== 1) return Object;
  return kinds.has("string") ? String : kinds.has("number") ? Number : Object;
}`;
