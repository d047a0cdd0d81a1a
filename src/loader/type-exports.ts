/**
 * An ES module's code with an empty export for each type that its source exports.
 *
 * `tsc` drops `export { Shape } from './shapes.js'` when `Shape` is a type. A compiler that sees one file at a time cannot
 * know, keeps it, and Node refuses to link the module. The names come from a module of their own: a value of the same name
 * that the file itself exports goes before what `export *` brings.
 */
export function addTypeExports(code: string, source: string): string {
  const names = new Set([...declaredTypes(source), ...listedTypes(source)]);
  if (names.size === 0) return code;
  return `${code}\nexport * from ${JSON.stringify(`data:text/javascript,export let ${[...names].join()}`)};`;
}

const declaredTypes = (source: string): readonly string[] =>
  [...source.matchAll(/^[ \t]*export\s+(?:declare\s+)?(?:type|interface)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu)].map(([, name = '']) => name);

/** `export type { A, B as C }`, with or without `from`. */
const listedTypes = (source: string): readonly string[] =>
  [...source.matchAll(/^[ \t]*export\s+type\s*\{([^}]*)\}/gm)]
    .flatMap(([, list = '']) => list.split(','))
    .map((each) => each.trim().split(/\s+as\s+/).pop() ?? '')
    .filter((name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && name !== 'default');
