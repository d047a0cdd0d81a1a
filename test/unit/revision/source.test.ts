import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readMetadata } from '../../../src/revision/read-metadata.js';
import { writeSource } from '../../../src/revision/source/source.js';
import { forward } from '../../support/forward.js';
import { goldenSources } from '../../support/golden-sources.js';
import { recordSource } from '../../support/run-source.js';

const golden = resolve(__dirname, '../../golden');

/** `UPDATE_GOLDEN=1` writes the files anew; what changed is then seen in the diff of the repository. */
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';

describe.each(goldenSources)('the file %s.ts', (name, source) => {
  const path = resolve(golden, `${name}.ts`);

  it('is as it was looked at by people', async () => {
    const text = await writeSource(source);
    if (isUpdate) writeFileSync(path, text);
    expect(text).toBe(readFileSync(path, 'utf8'));
  });

  it('does what it was written for', async () => {
    const text = readFileSync(path, 'utf8');
    expect(await recordSource(text, 'up', 'public')).toEqual(source.up.flatMap(({ operation }) => forward(operation)));
    if ('irreversible' in source.down) await expect(recordSource(text, 'down', 'public')).rejects.toThrow(`There is no way back from: ${source.down.irreversible}`);
    else expect(await recordSource(text, 'down', 'public')).toEqual(source.down.flatMap(({ operation }) => forward(operation)));
  });

  it('can be read', () => {
    const { branchLabels: labels = [], dependsOn = [], replaces = [], phase = null, message } = source;
    const parents = [source.downRevision].flat().filter((parent) => parent !== null);
    expect(readMetadata(readFileSync(path, 'utf8'), path)).toMatchObject([{ id: source.revision, parents, labels, dependsOn, replaces, phase, message }]);
  });
});

it('has a source for each golden file', () => {
  expect(readdirSync(golden).sort()).toEqual(goldenSources.map(([name]) => `${name}.ts`).sort());
});
