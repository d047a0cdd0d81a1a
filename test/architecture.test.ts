import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const source = resolve(__dirname, '../src');

/** From what knows least to what knows most: a file imports from its own folder and from those before it. */
const layers = [
  'kernel',
  'loader',
  'server',
  'model',
  'operation',
  'dialect',
  'dialect/postgres',
  'typeorm',
  'diff',
  'plan',
  'revision',
  'online',
  'runtime',
  'lint',
  'verify',
  'report',
  'migrator',
  'setup',
  'doctor',
  'testing',
  'cli',
];

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(source, path), 'utf8');
    const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
    return { path: path.replaceAll('\\', '/'), text, imports };
  });

const ownImports = ({ path, imports }: SourceFile): string[] =>
  imports
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(source, resolve(source, dirname(path), name.replace(/\.js$/, '.ts'))).replaceAll('\\', '/'));

const layerOf = (path: string): number => layers.findLastIndex((layer) => path.startsWith(`${layer}/`));

/** `index.ts` is above all layers: it only names what is public. */
const isIndex = (path: string): boolean => path.endsWith('index.ts');

function functionsOf(file: SourceFile): { readonly name: string; readonly lines: number }[] {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2022, true);
  const found: { name: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const line = (position: number): number => tree.getLineAndCharacterOfPosition(position).line;
      found.push({ name: node.name?.getText(tree) ?? '(anonymous)', lines: line(node.end) - line(node.getStart(tree)) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

describe('the architecture', () => {
  it('has source files to look at', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  it('puts each file into a layer', () => {
    expect(files.map(({ path }) => path).filter((path) => !isIndex(path) && layerOf(path) < 0)).toEqual([]);
  });

  it('lets data flow one way: no file imports from a layer after its own', () => {
    const wrong = files
      .filter(({ path }) => !isIndex(path))
      .flatMap((file) => ownImports(file).filter((imported) => layerOf(imported) > layerOf(file.path)).map((imported) => `${file.path} → ${imported}`));
    expect(wrong).toEqual([]);
  });

  it('has no cycle of imports, type imports included', () => {
    const graph = new Map(files.map((file) => [file.path, ownImports(file)]));
    const done = new Set<string>();
    const walk = (path: string, trail: readonly string[]): string[] => {
      if (trail.includes(path)) return [[...trail.slice(trail.indexOf(path)), path].join(' → ')];
      if (done.has(path)) return [];
      const cycles = (graph.get(path) ?? []).flatMap((next) => walk(next, [...trail, path]));
      done.add(path);
      return cycles;
    };
    expect(files.flatMap(({ path }) => walk(path, []))).toEqual([]);
  });

  it('has no file over 400 lines and no function over 60', () => {
    expect(files.filter(({ text }) => text.split('\n').length > 400).map(({ path }) => path)).toEqual([]);
    const long = files.flatMap((file) => functionsOf(file).filter(({ lines }) => lines > 60).map(({ name }) => `${file.path}: ${name}`));
    expect(long).toEqual([]);
  });

  it('re-exports in index.ts only', () => {
    const barrels = files.filter(({ path, text }) => !isIndex(path) && /^export (type )?(\*|\{[^}]*\}) from /m.test(text));
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  it('names ts-morph where files are written, and nowhere else', () => {
    const users = files.filter(({ imports }) => imports.includes('ts-morph')).map(({ path }) => path);
    expect(users.filter((path) => !path.startsWith('revision/source/') && !path.startsWith('setup/'))).toEqual([]);
    expect(users).not.toEqual([]);
  });

  it('makes schemas canonical in the dialect alone', () => {
    const makers = files.filter(({ text }) => text.includes('as Canonical')).map(({ path }) => path);
    expect(makers.filter((path) => !path.startsWith('dialect/'))).toEqual([]);
  });

  it('gives no text to a shell: it starts programs with the list of their words', () => {
    const starters = files.filter(({ text }) => text.includes("child_process'"));
    expect(starters.length).toBeGreaterThan(5);
    const used = starters.flatMap(({ text }) => [...text.matchAll(/\{([^{}]*)\} (?:from |= require\()'node:child_process'/g)].flatMap(([, names = '']) => names.split(',').map((name) => name.trim())));
    expect([...new Set(used)].sort()).toEqual(['execFile', 'spawn', 'spawnSync', 'type ChildProcess']);
    expect(starters.filter(({ text }) => /\bshell:/.test(text)).map(({ path }) => path)).toEqual([]);
    // Two texts of our own, which get words as arguments, or the number of a process.
    const shells = starters.filter(({ text }) => /'(?:\/bin\/)?(?:ba|z)?sh'|'cmd(?:\.exe)?'|'powershell(?:\.exe)?'/.test(text)).map(({ path }) => path);
    expect(shells.sort()).toEqual(['server/native-place.ts', 'server/native-processes.ts']);
  });

  it('makes no code of text, but for what Node would make of the same', () => {
    const makers = files.filter(({ text }) => /\beval\(|\bnew Function\(|from 'node:vm'/.test(text)).map(({ path }) => path);
    expect(makers).toEqual(['cli/kept-scripts.ts']);
  });

  it('throws nothing but LimbeckError', () => {
    const plain = files.filter(({ text }) => /\bthrow new (?!LimbeckError\b|AggregateError\b)/.test(text)).map(({ path }) => path);
    expect(plain).toEqual([]);
  });

  it('imports TypeORM and pg for their types alone, so that the application decides which copy runs', () => {
    const loaded = files.filter(({ text }) => /^import (?!type\b)[^;]*from '(typeorm|pg)'/m.test(text)).map(({ path }) => path);
    expect(loaded.filter((path) => !path.startsWith('testing/'))).toEqual([]);
  });
});
