import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { foldersOf, locationOf, versionPathOf, type VersionLocations } from '../../../src/revision/version-locations.js';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'limbeck-locations-'));
  for (const folder of ['main/2026/11', 'main/.git/x', 'main/node_modules/y', 'plugin/a']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'file.ts'), '');
});

afterAll(() => rmSync(root, { recursive: true }));

const locations = (changes: Partial<VersionLocations> = {}): VersionLocations => ({
  directory: join(root, 'main'),
  versionLocations: [join(root, 'plugin'), join(root, 'gone')],
  recursiveVersionLocations: false,
  ...changes,
});

const named = (folders: readonly string[]): readonly string[] => folders.map((folder) => folder.slice(root.length + 1).replaceAll('\\', '/'));

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof LimbeckError) return (error as LimbeckError).code;
  }
  return 'none';
}

describe('the folders that are read', () => {
  it('are the locations, each once', () => {
    expect(named(foldersOf(locations({ versionLocations: [join(root, 'plugin'), join(root, 'main')] })))).toEqual(['main', 'plugin']);
  });

  it('are those below too where that is asked, but for those of tools and packages', () => {
    expect(named(foldersOf(locations({ recursiveVersionLocations: true })))).toEqual(['main', 'main/2026', 'main/2026/11', 'plugin', 'plugin/a', 'gone']);
  });

  it('must be folders', () => {
    expect(codeOf(() => foldersOf(locations({ directory: join(root, 'file.ts'), recursiveVersionLocations: true })))).toBe('revision/not-readable');
  });
});

describe('the location of a file', () => {
  it('is the innermost around it', () => {
    const nested = locations({ versionLocations: [join(root, 'main/2026')] });
    expect(locationOf(join(root, 'main/2026/11/a.ts'), nested)).toBe(join(root, 'main/2026'));
    expect(locationOf(join(root, 'main/a.ts'), nested)).toBe(join(root, 'main'));
    expect(locationOf(join(root, 'mainly/a.ts'), nested)).toBeNull();
  });
});

describe('the folder for a new file', () => {
  it('is one that is read', () => {
    expect(versionPathOf(join(root, 'plugin'), locations())).toBe(join(root, 'plugin'));
    expect(versionPathOf(join(root, 'plugin/new'), locations({ recursiveVersionLocations: true }))).toBe(join(root, 'plugin/new'));
    expect(codeOf(() => versionPathOf(join(root, 'plugin/new'), locations()))).toBe('revision/unknown-location');
    expect(codeOf(() => versionPathOf(root, locations({ recursiveVersionLocations: true })))).toBe('revision/unknown-location');
  });
});
